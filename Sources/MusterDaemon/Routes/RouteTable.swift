public import MusterNet
public import MusterSync

/// Everything that can be asked of a daemon over HTTP, but for its pages: who may ask what, what is there
/// at all, and what each of it takes.
///
/// Requests are looked up here, and `GET /api/v1` tells what stands here: there is no path beside it.
/// `Protocol/openapi-hub.yaml` and `Protocol/openapi-node.yaml` describe the same.
public struct RouteTable {
  /// What a request asks for.
  public enum Finding {
    /// One of the routes, and what the names in its path stand for.
    case route(Route, [(name: String, value: String)])
    /// A path that takes other methods.
    case others([HTTPMethod])
    /// Nothing is there.
    case nothing
  }

  /// All of them.
  public let routes: [Route]

  /// Makes the table of a daemon.
  ///
  /// - Parameter own: what it answers beyond what every daemon does. Of two routes that a request would
  ///   match, the first counts.
  public init(_ own: [Route]) { routes = Route.common + own }

  /// What a request asks for.
  public func find(_ request: HTTPRequest) -> Finding {
    let method = request.method == .head ? .get : request.method
    var others: [HTTPMethod] = []
    for route in routes {
      guard let names = route.names(in: request.path) else { continue }
      if route.method == method { return .route(route, names) }
      others += route.method == .get ? [.get, .head] : [route.method]
    }
    return others.isEmpty ? .nothing : .others(others)
  }

  /// The role that a request needs; nil where it needs no login. Who is logged in with any role hears that
  /// something is not there, or takes another method.
  public func role(of request: HTTPRequest) -> Role? {
    switch find(request) {
    case .route(let route, _): route.role
    case .others where Logins.isOpen(request): nil
    case .others, .nothing: .view
    }
  }

  /// The table for programs: each route with its method, path, role and what it takes.
  public var json: JSONValue {
    [
      "routes": .array(
        routes.map { route in
          [
            "method": .string(route.method.rawValue), "path": .string("/" + route.path),
            "role": route.role.map { .string($0.rawValue) } ?? .null,
            "takes": .array(route.takes.map { .string($0) }),
          ]
        })
    ]
  }
}

extension RouteTable {
  /// Whether a request asks for the stream of events, which the engine opens.
  public func asksForEvents(_ request: HTTPRequest) -> Bool {
    guard case .route(let route, _) = find(request) else { return false }
    return route.path == Route.events.path
  }

  /// Answers what every daemon answers in the same way; nothing else comes here.
  public func common(_ route: Route, _ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    if route.path == "healthz" { return .json(["status": "ok"]) }
    try route.checkParameters(of: request)
    return .json(json)
  }
}
