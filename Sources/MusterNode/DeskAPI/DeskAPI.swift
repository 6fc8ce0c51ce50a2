import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// The node's HTTP, for the desk's page and for scripts on the same machine.
///
/// Every POST may carry an `Idempotency-Key`: sent again by the same desk it gets the first answer and
/// does nothing, also after a restart.
struct DeskAPI {
  let commands: NodeCommands

  /// What a desk can ask; each desk may do all of it.
  static let routes = RouteTable([
    .read("status", "status"),
    .read("point", "point", "lang"),
    .read("participants", "search", "q", "limit", "lang"),
    .read("participants/{participant}", "show", "lang"),
    .read("readiness", "readiness", "lang"),
    .read("indicators", "indicators", "lang"),
    .read("announcements", "announcements", "lang"),
    .read("programme", "programme", "lang"),
    .read("ops", "ops", "limit", "after"),
    .read("conflicts", "conflicts"),
    .read("rehearsal", "rehearsal", "lang"),
    act(
      "checkins", "checkin", "ticket", "participant", "tickets", "participants", "door", "answers",
      "anyway", "lang"),
    act("checkouts", "checkout", "ticket", "participant", "door", "lang"),
    act("voids", "void", "ops"),
    act(
      "participants", "walkin", "name", "email", "phone", "kind", "body", "language", "checkin",
      "door", "answers", "anyway", "lang"),
    act("participants/{participant}", "edit", by: .patch, "set"),
    act("merges", "merge", "participants"),
    act("unmerges", "unmerge", "participant"),
    act("differences", "different", "participants"),
    act("readiness", "ready", "items", "not", "lang"),
    act("counts", "count", "indicator", "value"),
    act("announcements/{announcement}/seen", "seen", "acknowledged"),
    act("paper", "paper", "rows", "date", "anyway", "dry_run"),
    act("rehearsal", "rehearse", "patience", "lang"),
    act("open", "open"),
    act("close", "close"),
  ])

  private static func act(
    _ path: String, _ command: String, by method: HTTPMethod = .post, _ takes: String...
  ) -> Route {
    // In whose name, for who came without a login, through the socket.
    .act(path, command, for: .view, by: method, takes: takes + ["by"])
  }

  /// Answers a request.
  ///
  /// - Parameter desk: who is logged in, and so acts; nil: whoever the request names.
  func answer(_ request: HTTPRequest, by desk: String? = nil) -> HTTPResponse {
    do throws(Failure) {
      return try respond(to: request, by: desk)
    } catch {
      return Control.problem(error)
    }
  }

  private func respond(
    to request: HTTPRequest, by desk: String?
  ) throws(Failure) -> HTTPResponse {
    switch Self.routes.find(request) {
    case .nothing:
      throw .unknown("There is nothing at /\(request.path.joined(separator: "/")).")
    case .others(let methods): return .notAllowed(use: methods)
    case .route(let route, let names):
      guard let command = route.command else { return try Self.routes.common(route, request) }
      if route.method == .get {
        return .json(
          try commands.perform(
            command, Self.speaking(try route.arguments(request, names), for: request, route)))
      }
      return try act(command, route, names, request, by: desk)
    }
  }

  private func act(
    _ command: String, _ route: Route, _ names: [(name: String, value: String)],
    _ request: HTTPRequest, by desk: String?
  ) throws(Failure) -> HTTPResponse {
    let once = try IdempotentRequest(request, by: desk)
    if let earlier = try once?.earlier(in: commands.node.replica.answers) { return earlier }
    var body = try route.arguments(in: request, names)
    body = Self.speaking(body, for: request, route)
    if let desk {
      // What it says is not taken, and must be of its form all the same.
      _ = try RequestBody(body).text("by", atMostBytes: NodeCommands.deskBytes)
      body = body.replacing("by", .string(desk))
    }
    let answer = try commands.perform(command, body) { answer in
      once?.answer(.json(answer), at: commands.node.now())
    }
    return .json(answer)
  }

  /// With the language of the page where the request says none: one of those that the browser accepts.
  private static func speaking(
    _ arguments: JSONValue, for request: HTTPRequest, _ route: Route
  ) -> JSONValue {
    guard route.takes.contains("lang"), arguments["lang"] == nil,
      let language = Languages.accepted(request.header("Accept-Language") ?? "")
    else { return arguments }
    var speaking = arguments
    speaking.append("lang", .string(language))
    return speaking
  }
}
