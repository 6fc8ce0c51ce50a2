import MusterCommand
import MusterDaemon
import MusterSync

/// Standbys at the command line.
enum StandbyProgram {
  static let commands = [
    Command(
      "standby", "a second hub that takes over when the first is lost",
      commands: [
        Command(
          "make", "make the folder of a standby, to be carried to its machine",
          arguments: [Command.Argument("FOLDER", "where to; must not be there yet")],
          options: [
            Command.Option("root", value: "FILE", "the event's root key (root.key of the folder)")
          ],
          notes: [
            "Tell the nodes where the standby will be reached: muster-hub addresses add HOST:PORT.",
            "The folder holds keys: carry it as you carry a backup.",
          ])
      ]),
    Command(
      "follow", "keep a standby's data up to date until SIGTERM or SIGINT",
      options: [Command.Option("hub", value: "HOST:PORT", "where the hub is, if elsewhere")]),
    Command(
      "promote", "make a standby the hub",
      options: [
        Command.Option("address", value: "HOST:PORT", "how nodes reach it; part of join codes"),
        Command.Option("yes", "do it"),
      ],
      notes: [
        "Only when the old hub is lost, or stopped for good: when it comes back it serves nobody.",
        "What it had acknowledged and the standby had not received comes back with the nodes.",
      ]),
  ]

  static func make(_ given: Invocation, _ folder: HubFolder) throws(Failure) -> JSONValue {
    try StandbyMaking(
      folder: folder, target: HubFolder(given.words[0]),
      rootPath: given.value("root") ?? folder.rootKey
    ).run()
  }

  static func made(_ answer: JSONValue) {
    let path = HubWords.text(answer["path"])
    Terminal.print(
      "The standby's folder is \(path). Carry it to its machine, and there: muster-hub follow --data"
        + " \(path)")
  }

  static func promote(_ given: Invocation, _ folder: HubFolder) throws(Failure) -> JSONValue {
    guard let address = given.value("address") else {
      throw .usage("promote: say with --address HOST:PORT how nodes reach this machine.")
    }
    guard given.has("yes") else {
      throw .usage(
        "promote: the old hub serves nobody from then on. Give --yes if it is lost or stopped.")
    }
    return try Promotion(folder: folder, address: address).run()
  }

  static func promoted(_ answer: JSONValue) {
    Terminal.print(
      "This is the hub now, with the log up to place \(HubWords.text(answer["place"])). Start it:"
        + " muster-hub serve")
  }
}
