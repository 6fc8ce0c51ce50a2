import MusterDaemon
import MusterNet

extension BoardAPI {
  /// What can be asked of the hub, and by whom: to read, `view`, which sees names and nothing else that is
  /// private; to run the event and to set right what was
  /// recorded, `run`; what hands out rights or cannot be taken back, `admin`.
  static let routes = RouteTable(reading + acting)

  private static let reading: [Route] = [
    .read("status", "status"),
    .read("event", "event", "lang"),
    .read("coverage", "coverage", "lang", "group"),
    .read("countries/{country}", "country", "lang"),
    .read("conflicts", "conflicts"),
    .read("nodes", "nodes"),
    .read("points", "points-list"),
    .read("ops", "ops", "limit", "after"),
    .read("attendance", "attendance", "by", "day", "session", "country", "lang"),
    .read("answers", "answers", for: .run, "door"),
    .read("statement", "statement", "date"),
    .read("indicators", "indicators", "lang"),
    .read("readiness", "readiness", "due", "lang"),
    .read("announcements", "announcements"),
    .read("programme", "programme", "zone", "day", "lang"),
    .read("participants", "search", "q"),
    .read("participants/{id}", "participant-show"),
    // Shows what would be erased of whom.
    .read("participants/{participant}/erasure", "erase", for: .admin),
    // All people with their contacts are not for every screen on a wall.
    .read("export/attendance.csv", "export-attendance", for: .run, "bom"),
    .read("export/participants.csv", "export-participants", for: .run, "bom"),
    .read("export/conflicts.csv", "export-conflicts", for: .run, "bom"),
    .read("export/log.csv", "export-log", for: .run, "bom"),
    .read("export/statement.csv", "export-statement", for: .run, "bom"),
  ]

  private static let acting: [Route] = [
    .act("announcements", "announce", for: .run, "texts", "to", "until", "minutes"),
    .act("announcements/{id}/withdrawal", "announcements-withdraw", for: .run),
    .act(
      "conflicts/{id}/resolution", "conflicts-resolve", for: .run, "choice", "participant", "note",
      "anew"),
    .act("programme/{session}/start", "programme-start", for: .run, "anyway"),
    .act("programme/{session}/end", "programme-end", for: .run),
    .act("programme/{session}/skip", "programme-skip", for: .run),
    .act("programme/{session}/undo", "programme-undo", for: .run),
    .act(
      "programme/{session}", "programme-change", for: .run, by: .patch, "from", "to", "titles"),
    .act("participants/{id}", "participant-edit", for: .run, by: .patch, "set", "new_field"),
    .act("participants/{participant}/erasure", "erase", for: .admin, "yes"),
    .act("blocks", "block", for: .run, "who", "why"),
    .act("unblocks", "unblock", for: .run, "who"),
    .act("merges", "merge", for: .run, "participants"),
    .act("unmerges", "unmerge", for: .run, "participant"),
    .act("reassignments", "reassign", for: .run, "ops", "to"),
    .act("retimings", "retime", for: .run, "ops", "time"),
    .act("voids", "void", for: .run, "ops"),
    .act("invitations", "invite", for: .admin, "point", "all"),
    .act("revocations", "revoke", for: .admin, "node", "why"),
    .act("acceptances", "accept", for: .admin, "node"),
  ]
}
