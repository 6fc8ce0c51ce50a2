import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// The node's HTTP, for the desk's page and for scripts on the same machine.
///
/// Every POST may carry an `Idempotency-Key`: sent again it gets the first answer and does nothing,
/// also after a restart.
struct DeskAPI {
  let commands: NodeCommands

  private enum Route {
    case read(String, [String])
    case act(String)
  }

  private static let routes: [String: [HTTPMethod: Route]] = [
    "status": [.get: .read("status", [])],
    "point": [.get: .read("point", ["lang"])],
    "participants": [.get: .read("search", ["q", "limit", "lang"]), .post: .act("walkin")],
    "participants/*": [.get: .read("show", ["lang"]), .patch: .act("edit")],
    "readiness": [.get: .read("readiness", ["lang"]), .post: .act("ready")],
    "indicators": [.get: .read("indicators", ["lang"])],
    "counts": [.post: .act("count")],
    "announcements": [.get: .read("announcements", ["lang"])],
    "announcements/*/seen": [.post: .act("seen")],
    "paper": [.post: .act("paper")],
    "programme": [.get: .read("programme", ["lang"])],
    "rehearsal": [.get: .read("rehearsal", ["lang"]), .post: .act("rehearse")],
    "merges": [.post: .act("merge")],
    "unmerges": [.post: .act("unmerge")],
    "differences": [.post: .act("different")],
    "checkins": [.post: .act("checkin")],
    "checkouts": [.post: .act("checkout")],
    "voids": [.post: .act("void")],
    "ops": [.get: .read("ops", ["limit", "after"])],
    "conflicts": [.get: .read("conflicts", [])],
    "open": [.post: .act("open")],
    "close": [.post: .act("close")],
  ]

  /// What a request needs; nil where it needs no login.
  static func role(_ request: HTTPRequest) -> Role? {
    Logins.isOpen(request) ? nil : .view
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
    if request.path == ["healthz"] {
      guard request.method.isReading else { return .notAllowed(use: [.get, .head]) }
      return .json { json in json.value(["status": "ok"]) }
    }
    guard request.path.count >= 3, request.path[0] == "api", request.path[1] == "v1",
      let routes = Self.routes[Self.pattern(of: request)]
    else { throw .unknown("There is nothing at /\(request.path.joined(separator: "/")).") }
    guard let route = routes[request.method == .head ? .get : request.method] else {
      return .notAllowed(use: routes.keys + (routes[.get] == nil ? [] : [.head]))
    }
    switch route {
    case .read(let command, let names):
      var body = Self.query(request, names)
      if names.contains("lang"), body["lang"] == nil, let language = Self.language(request) {
        body.append("lang", .string(language))
      }
      return .json(try commands.perform(command, Self.naming(request, body)))
    case .act(let command): return try act(command, request, by: desk)
    }
  }

  private func act(
    _ command: String, _ request: HTTPRequest, by desk: String?
  ) throws(Failure) -> HTTPResponse {
    let once = try IdempotentRequest(request)
    if let earlier = try once?.earlier(in: commands.node.replica.answers) { return earlier }
    guard var body = try? JSONValue.read(request.body) else {
      throw .usage("The body is not strict JSON.")
    }
    if body["lang"] == nil, let language = Self.language(request) {
      body.append("lang", .string(language))
    }
    body = Self.naming(request, body)
    if let desk { body = body.replacing("by", .string(desk)) }
    let answer = try commands.perform(command, body) { answer in
      once?.answer(.json(answer), at: commands.node.now())
    }
    return .json(answer)
  }

  // MARK: Paths

  /// A path as the routes have it: a star for the id of what is meant.
  private static func pattern(of request: HTTPRequest) -> String {
    var steps = request.path.dropFirst(2).map(\.self)
    if steps.count > 1 { steps[1] = "*" }
    return steps.joined(separator: "/")
  }

  /// The members with the id that the path names, whatever else they say of it.
  private static func naming(_ request: HTTPRequest, _ body: JSONValue) -> JSONValue {
    guard request.path.count > 3, let members = body.members else { return body }
    let name = request.path[2] == "participants" ? "participant" : "announcement"
    return .object(
      [JSONMember(name: name, value: .string(request.path[3]))]
        + members.filter { $0.name != name })
  }

  /// The language of the page: of the query, or those that the browser accepts.
  private static func language(_ request: HTTPRequest) -> String? {
    if let asked = request.value("lang"), !asked.isEmpty { return asked }
    return Languages.accepted(request.header("Accept-Language") ?? "")
  }

  /// The query as the members that commands take; whole numbers as numbers.
  private static func query(_ request: HTTPRequest, _ names: [String]) -> JSONValue {
    .object(
      names.compactMap { name in
        guard let text = request.value(name) else { return nil }
        let isText = name == "q"
        let value = isText ? nil : Int64(text).map { JSONValue.integer($0) }
        return JSONMember(name: name, value: value ?? .string(text))
      })
  }
}
