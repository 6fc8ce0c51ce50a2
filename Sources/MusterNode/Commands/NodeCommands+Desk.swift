import MusterDaemon
import MusterSync

extension NodeCommands {
  /// What a desk does beside the doors.
  func atTheDesk(
    _ command: String, _ value: JSONValue, _ body: RequestBody, _ keep: Keep
  ) throws(Failure) -> JSONValue {
    switch command {
    case "desk-add": return try addDesk(value)
    case "desk-list": return ["desks": try logins.list()]
    case "desk-remove": return try logins.remove(value)
    case "point": return try point(body)
    case "show": return try show(body)
    case "edit": return try edit(body, keep)
    case "merge": return try merge(body, keep)
    case "unmerge": return try unmerge(body, keep)
    case "different": return try different(body, keep)
    case "readiness": return try readiness(body)
    case "ready": return try ready(body, keep)
    case "indicators": return try indicators(body)
    case "count": return try count(body, keep)
    case "announcements": return try announcements(body)
    case "show-announcements": return try showAnnouncements(body, keep)
    case "seen": return try seen(body, keep)
    case "programme": return try programme(body)
    case "rehearse": return try rehearse(body, keep)
    case "rehearsal": return try rehearsal(body)
    case "paper": return try paper(body, keep)
    case "roster-print": return try rosterPrint(body)
    case "bundle-export": return try exportBundle(body)
    case "bundle-import": return try importBundle(body)
    default: throw .unknown("There is no command “\(command)”.")
    }
  }
}
