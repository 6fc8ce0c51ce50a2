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
            Command.Option("reply", value: "FILE", "where the answer goes, for the node to import")
          ])
      ])
  ]

  static let table: [String: HubCommand] = [
    "bundle-import": HubCommand(send: send, tell: tell)
  ]

  private static func send(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    let reply = try Failure.commanding { () throws(CommandError) in try given.required("reply") }
    return [
      ("path", .string(Files.absolute(given.words[0]))), ("reply", .string(Files.absolute(reply))),
    ]
  }

  private static func tell(_ answer: JSONValue) {
    let text = HubWords.text
    Terminal.print(
      "\(text(answer["ops"])) ops of \(text(answer["point"])), \(text(answer["new"])) of them new."
        + " Carry \(text(answer["reply"])) back: muster-node bundle import.")
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
