import MusterCommand
import MusterDaemon
import MusterSync

/// Nodes whose rights have ended, at the command line.
enum NodeGroup {
  static let commands = [
    Command(
      "accept", "let count what a revoked node has handed in so far",
      arguments: [Command.Argument("NODE", "id of the node, or of its point")],
      notes: ["What it hands in later waits again. muster-hub nodes says how many ops wait."])
  ]

  static let table: [String: HubCommand] = [
    "accept": HubCommand(
      send: { given in [("node", .string(given.words[0]))] }
    ) { answer in
      Terminal.print(
        "Accepted: \(HubWords.text(answer["accepted"])) ops of \(HubWords.text(answer["point"])).")
    }
  ]
}
