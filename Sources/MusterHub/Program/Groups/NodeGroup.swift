import MusterCommand
import MusterDaemon
import MusterSync

/// Nodes whose rights have ended, at the command line.
enum NodeGroup {
  static let commands = [
    Command(
      "accept", "let count what a revoked node has handed in so far",
      arguments: [Command.Argument("NODE", "id of the node, or of its point")],
      notes: ["What it hands in later waits again. muster-hub nodes says how many ops wait."]),
    Command(
      "addresses", "where nodes look for the hub and its standbys",
      commands: [
        Command("list", "all of them, in the order in which nodes try them"),
        Command(
          "add", "let nodes try another, such as a standby's",
          arguments: [Command.Argument("HOST:PORT", "as nodes reach it")]),
        Command(
          "remove", "let nodes be told it no more",
          arguments: [Command.Argument("HOST:PORT", "as it is listed")]),
        Command(
          "move", "the hub itself is reached there from now on",
          arguments: [Command.Argument("HOST:PORT", "as nodes reach it; part of new join codes")],
          notes: [
            "While the hub serves, nodes that are linked learn it within seconds, others when they come",
            "next to an address that they know: give it before the hub moves, and leave it where it is",
            "until muster-hub nodes shows that all were heard since. What listens where, serve says.",
          ]),
      ], standard: "list"),
  ]

  static let table: [String: HubCommand] = [
    "accept": HubCommand(
      send: { given in [("node", .string(given.words[0]))] }
    ) { answer in
      Terminal.print(
        "Accepted: \(HubWords.counted(answer["accepted"], "op")) of \(HubWords.text(answer["point"]))."
      )
    },
    "addresses": HubCommand(tell: list),
    "addresses-add": HubCommand(send: address, tell: list),
    "addresses-remove": HubCommand(send: address, tell: list),
    "addresses-move": HubCommand(send: address, tell: list),
  ]

  private static func address(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    [("address", .string(given.words[0]))]
  }

  private static func list(_ answer: JSONValue) {
    for address in answer.array ?? [] { Terminal.print(HubWords.text(address)) }
  }
}
