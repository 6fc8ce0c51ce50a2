import MusterCommand
import MusterNet
import MusterSync
import Testing

@testable import MusterDaemon

@Suite("The table of routes")
struct RouteTableTests {
  private let table = RouteTable([
    .read("people", "search", "q", "limit", "bom"),
    .act("people", "add", for: .run, "name"),
    .act("people/{person}", "edit", for: .admin, by: .patch, "set"),
  ])

  private func request(
    _ method: HTTPMethod, _ path: String, query: [(name: String, value: String)] = []
  ) -> HTTPRequest {
    HTTPRequest(method, path: path.split(separator: "/").map(String.init), query: query)
  }

  private func route(
    _ method: HTTPMethod, _ path: String
  ) throws -> (route: Route, names: [(name: String, value: String)]) {
    var found: (Route, [(name: String, value: String)])?
    if case .route(let route, let names) = table.find(request(method, path)) {
      found = (route, names)
    }
    return try #require(found)
  }

  @Test(
    "A request needs the role of its route; of what is not there any role hears",
    arguments: [
      (HTTPMethod.get, "api/v1/people", Role.view as Role?), (.head, "api/v1/people", .view),
      (.post, "api/v1/people", .run), (.patch, "api/v1/people/p-1", .admin),
      (.patch, "api/v1/people", .view), (.delete, "api/v1/people/p-1", .view),
      (.get, "api/v1/people/p-1/x", .view), (.get, "people", .view), (.get, "healthz", nil),
      (.post, "metrics", nil), (.post, "api/v1/login", nil), (.get, "api/v1", .view),
    ])
  func roles(method: HTTPMethod, path: String, role: Role?) {
    #expect(table.role(of: request(method, path)) == role)
  }

  @Test("A path says what its names stand for, and which methods it takes")
  func finding() throws {
    let (edit, names) = try route(.patch, "api/v1/people/p-1")
    #expect(edit.command == "edit")
    #expect(names.map(\.name) == ["person"])
    #expect(names.map(\.value) == ["p-1"])
    guard case .others(let methods) = table.find(request(.delete, "api/v1/people")) else {
      Issue.record("another method is taken")
      return
    }
    #expect(methods == [.get, .head, .post])
  }

  @Test("Parameters come as numbers and truths where they are such, and are bounded")
  func parameters() throws {
    let search = try route(.get, "api/v1/people").route
    func arguments(_ query: (name: String, value: String)...) throws -> JSONValue {
      try search.arguments(request(.get, "api/v1/people", query: query), [])
    }
    let taken = try arguments(("q", "7"), ("limit", "7"), ("bom", "true"))
    #expect(taken == ["q": "7", "limit": 7, "bom": true])
    #expect(try arguments(("limit", "x")) == ["limit": "x"])
    #expect(throws: Failure.self) { try arguments(("q", "")) }
    let unknown = #expect(throws: Failure.self) { try arguments(("q", "x"), ("limt", "7")) }
    #expect(unknown?.exitCode == .usage)
    #expect(unknown?.message == "“limt” means nothing here: the query takes q, limit, bom.")
    let twice = #expect(throws: Failure.self) { try arguments(("q", "x"), ("q", "y")) }
    #expect(twice?.exitCode == .usage)
    #expect(twice?.message == "“q” is said more than once: say it once.")
    #expect(throws: Failure.self) { try arguments(("q", String(repeating: "x", count: 1025))) }
  }

  @Test(
    "A body holds what the route takes, and nothing else",
    arguments: [
      (#"{"set":{}}"#, true), ("{}", true), (#"{"sett":{}}"#, false), ("[]", false), ("", false),
      (#"{"person":"p-2"}"#, false), (#"{"set":1,"set":2}"#, false),
    ])
  func bodies(body: String, isGood: Bool) throws {
    let (edit, names) = try route(.patch, "api/v1/people/p-1")
    let asked = HTTPRequest(.patch, path: ["api", "v1", "people", "p-1"], body: Array(body.utf8))
    let taken = try? edit.arguments(in: asked, names)
    #expect((taken != nil) == isGood)
    #expect(taken.map { $0["person"]?.string == "p-1" } ?? true)
  }

  @Test("What acts takes nothing in its query, nor does the list of routes")
  func queries() throws {
    let (edit, names) = try route(.patch, "api/v1/people/p-1")
    let asked = HTTPRequest(
      .patch, path: ["api", "v1", "people", "p-1"], query: [(name: "set", value: "x")],
      body: Array("{}".utf8))
    let failure = #expect(throws: Failure.self) { try edit.arguments(in: asked, names) }
    #expect(failure?.message == "“set” means nothing here: the query takes none.")
    let (list, _) = try route(.get, "api/v1")
    #expect(throws: Failure.self) {
      try table.common(list, request(.get, "api/v1", query: [(name: "x", value: "")]))
    }
    #expect(try table.common(list, request(.get, "api/v1")).status == 200)
    let (health, _) = try route(.get, "healthz")
    // Whoever only looks after the daemon may write there what they like.
    #expect(
      try table.common(health, request(.get, "healthz", query: [(name: "x", value: "")])).status
        == 200)
  }
}
