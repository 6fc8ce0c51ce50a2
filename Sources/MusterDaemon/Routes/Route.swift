public import MusterNet

/// One thing that can be asked of a daemon over HTTP.
public nonisolated struct Route: Sendable {
  /// GET answers HEAD too.
  public let method: HTTPMethod
  /// Below `/`; a name in braces stands for one step of any text: `api/v1/participants/{id}`.
  public let path: String
  /// The least role that may; nil: nobody needs to log in.
  public let role: Role?
  /// The command that does it; nil where the daemon answers it otherwise.
  public let command: String?
  /// What it takes: parameters of the query where it reads, members of the body where it acts.
  public let takes: [String]
  /// The steps of the path.
  private let steps: [String]

  private init(
    method: HTTPMethod, path: String, role: Role?, command: String?, takes: [String]
  ) {
    self.method = method
    self.path = path
    self.role = role
    self.command = command
    self.takes = takes
    steps = path.split(separator: "/").map(String.init)
  }

  /// Makes one that reads.
  ///
  /// - Parameter path: below `/api/v1/`.
  public static func read(
    _ path: String, _ command: String? = nil, for role: Role = .view, _ takes: String...
  ) -> Route {
    Route(
      method: .get, path: "api/v1/" + path, role: role, command: command, takes: takes)
  }

  /// Makes one that acts.
  ///
  /// - Parameter path: below `/api/v1/`.
  public static func act(
    _ path: String, _ command: String, for role: Role, by method: HTTPMethod = .post,
    _ takes: String...
  ) -> Route {
    act(path, command, for: role, by: method, takes: takes)
  }

  /// The same, of what stands in a list.
  public static func act(
    _ path: String, _ command: String, for role: Role, by method: HTTPMethod = .post,
    takes: [String]
  ) -> Route {
    Route(method: method, path: "api/v1/" + path, role: role, command: command, takes: takes)
  }

  static let login = Route(
    method: .post, path: "api/v1/login", role: nil, command: nil, takes: ["token"])
  static let logout = Route(
    method: .post, path: "api/v1/logout", role: .view, command: nil, takes: [])
  /// The stream of events, which the engine opens.
  public static let events = Route(
    method: .get, path: "api/v1/events", role: .view, command: nil, takes: [])
  static let session = Route(
    method: .get, path: "api/v1/session", role: .view, command: nil, takes: [])

  /// What every daemon answers, whatever it is for.
  static let common = [
    Route(method: .get, path: "healthz", role: nil, command: nil, takes: []),
    Route(method: .get, path: "readyz", role: nil, command: nil, takes: []),
    Route(method: .get, path: "metrics", role: nil, command: nil, takes: []),
    Route(method: .get, path: "api/v1", role: .view, command: nil, takes: []),
    login, logout, session, events,
  ]

  /// What the steps of a path stand for, by the names in braces; nil for another path.
  func names(in asked: [String]) -> [(name: String, value: String)]? {
    guard steps.count == asked.count else { return nil }
    var names: [(name: String, value: String)] = []
    for (part, step) in zip(steps, asked) {
      if part.first == "{" {
        names.append((String(part.dropFirst().dropLast()), step))
      } else if part != step {
        return nil
      }
    }
    return names
  }
}
