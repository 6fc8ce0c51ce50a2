import MusterDaemon
import MusterNet

/// Which role may do what over HTTP: the one table of it.
enum BoardRights {
  /// What is not for the usual role: to read, `view`; to do, `admin`. A star stands for an id.
  private static let table: [(method: HTTPMethod, path: String, role: Role)] = [
    (.post, "announcements", .run),
    (.post, "conflicts/*/resolution", .run),
    (.post, "programme/*/start", .run),
    (.post, "programme/*/end", .run),
    (.post, "programme/*/skip", .run),
    // Shows what would be erased of whom.
    (.get, "participants/*/erasure", .admin),
    // Everybody may log out.
    (.post, "logout", .view),
  ]

  /// What a request needs; nil where it needs no login. Of paths that there are not, too.
  static func role(_ request: HTTPRequest) -> Role? {
    guard !Logins.isOpen(request) else { return nil }
    var steps = request.path.dropFirst(2).map(\.self)
    if steps.count > 1 { steps[1] = "*" }
    let path = steps.joined(separator: "/")
    let method = request.method == .head ? .get : request.method
    return table.first { $0.method == method && $0.path == path }?.role
      ?? (request.method.isReading ? .view : .admin)
  }
}
