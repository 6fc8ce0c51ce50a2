import MusterCommand
import MusterDaemon
import MusterSync

/// Bundles at the command line.
enum BundleGroup {
  static let commands = [
    Command(
      "bundle", "files from points without a network",
      commands: [
        Command(
          "import", "take in a node's bundle, and write the answer",
          arguments: [Command.Argument("FILE", "made by muster-node bundle export")],
          options: [
            Command.Option("reply", value: "FILE", "where the answer goes, for the node to import"),
            Command.Option("max-mb", value: "N", "how large the answer may be (64)"),
          ]),
        Command(
          "key", "show the key for muster-node bundle export --for",
          notes: ["A standby that is to open bundles before it is the hub has its own key."]),
      ])
  ]

  static let table: [String: HubCommand] = [
    "bundle-import": HubCommand(send: send, tell: tell),
    "bundle-key": HubCommand { answer in Terminal.print(HubWords.text(answer["key"])) },
  ]

  private static func send(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    let (reply, megabytes) = try Failure.commanding { () throws(CommandError) in
      (try given.required("reply"), try given.number("max-mb", in: 1...4_096) ?? 64)
    }
    let path = Files.absolute(given.words[0])
    BundleProgress.announce(path, program: "muster-hub")
    return [
      ("path", .string(path)), ("reply", .string(Files.absolute(reply))),
      ("max_mb", .count(megabytes)),
    ]
  }

  private static func tell(_ answer: JSONValue) {
    let text = HubWords.text
    Terminal.print(
      "\(HubWords.counted(answer["ops"], "op")) of \(text(answer["point"])), \(text(answer["new"])) of them new."
        + " Carry \(text(answer["reply"])) back: muster-node bundle import.")
    if answer["more"]?.bool == true {
      Terminal.print(
        "The answer holds \(HubWords.counted(answer["entries"], "entry", "entries")) of the log and there are more: the node"
          + " exports again for them, or import once more with a larger --max-mb.")
    }
    if answer["outgrown"]?.bool == true {
      Terminal.print(
        "The hub holds other ops under this node's numbers: it was put back from a backup, or copied."
          + " When it has imported the answer it begins anew: export once more then.")
    }
    if answer["revoked"]?.bool == true {
      Terminal.print(
        "The node was revoked: its ops count when they are accepted, muster-hub accept.")
    }
  }
}
