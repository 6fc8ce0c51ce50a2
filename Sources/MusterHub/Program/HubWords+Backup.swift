import MusterCommand
import MusterSync

/// Words about backups.
extension HubWords {
  /// After a backup.
  static func backedUp(_ answer: JSONValue) {
    Terminal.print(
      "The hub up to place \(text(answer["place"])) of its log is in \(text(answer["path"])). It"
        + " holds names and keys: keep it where only you can read it.")
  }

  /// After a backup was put back.
  static func restored(_ answer: JSONValue) {
    if let aside = answer["aside"] {
      Terminal.print("What was there is kept in \(text(aside)), names and all.")
    }
    Terminal.print(
      "The hub is as it was at place \(text(answer["place"])) of its log. Start it: what came later"
        + " returns with the nodes.")
  }
}
