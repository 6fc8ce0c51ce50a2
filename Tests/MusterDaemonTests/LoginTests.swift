import Foundation
import MusterCommand
import MusterNet
import MusterSync
import Testing

@testable import MusterDaemon
@testable import MusterStore

@Suite("Logins")
struct LoginTests {
  /// A clock that stands until it is moved.
  final class StillClock: LoginClock {
    var now: Int64 = 1_000_000

    func stamp() -> Accounts.Stamp { Accounts.Stamp(at: now) }
    func age(of stamp: Accounts.Stamp) -> Int64 { now - stamp.at }
  }

  let clock = StillClock()
  let logins: Logins

  init() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".db"
    let database = try Database.openData(at: path, options: .node)
    logins = Logins(
      Accounts(database), identity: "0123456789abcdef", howToAdd: "desk add NAME", clock: clock)
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
  }

  func token(_ name: String = "door", role: Role = .run) throws -> String {
    let made = try logins.add(["name": .string(name)], role: role, page: "http://h:1")
    let link = try #require(made["link"]?.string)
    #expect(link.hasPrefix("http://h:1/login#"))
    return String(link.suffix(32))
  }

  func ask(
    _ method: HTTPMethod, _ path: String, _ body: String = "", cookie: String? = nil,
    needing role: Role? = .view
  ) throws -> Logins.Passage {
    let request = HTTPRequest(
      method, path: path.split(separator: "/").map(String.init),
      headers: cookie.map { [(name: "cookie", value: $0)] } ?? [], body: Array(body.utf8))
    return try logins.pass(request) { _ in role }
  }

  func logIn(_ token: String) throws -> HTTPResponse {
    try ask(.post, "api/v1/login", #"{"token":"\#(token)"}"#).answer ?? .noContent
  }

  func cookieSet(by response: HTTPResponse) -> String? {
    response.headers.first { $0.name == "Set-Cookie" }?.value.split(separator: ";").first
      .map(String.init)
  }

  @Test("A link logs in once, and the cookie names who it was made for")
  func once() throws {
    let token = try token()
    let response = try logIn(token)
    #expect(response.status == 200)
    let cookie = try #require(cookieSet(by: response))
    #expect(cookie.hasPrefix("muster-0123456789ab="))
    let caller = try ask(.get, "x", cookie: cookie).caller
    #expect(caller?.name == "door" && caller?.role == .run)
    #expect(try ask(.get, "x", cookie: "a=b; \(cookie);c=d").caller?.name == "door")
    #expect(try logIn(token).status == 401)
  }

  @Test(
    "A log-in takes the token and nothing else, and what is refused uses up no link",
    arguments: [#""by":"x""#, #""role":"admin""#, #""token":"x""#])
  func members(other: String) throws {
    let token = try token()
    let failure = #expect(throws: Failure.self) {
      try ask(.post, "api/v1/login", #"{"token":"\#(token)",\#(other)}"#)
    }
    #expect(failure?.exitCode == .usage)
    for body in ["", "[]", "{}", #"{"token":7}"#] {
      #expect(throws: Failure.self) { try ask(.post, "api/v1/login", body) }
    }
    #expect(try logIn(token).status == 200)
  }

  @Test("What is no cookie of ours opens nothing")
  func strange() throws {
    let cookie = try #require(cookieSet(by: try logIn(try token())))
    for other in [nil, "", "muster-0123456789ab=", cookie + "0", "x" + cookie, "muster=1"] {
      #expect(try ask(.get, "x", cookie: other).answer?.status == 401)
    }
  }

  @Test("A link lasts a day and a session fourteen, whichever way the clock was wrong")
  func ages() throws {
    for sign: Int64 in [1, -1] {
      let tokens = [try token("late"), try token("early")]
      clock.now += sign * (Logins.linkMs - 1)
      let cookie = try #require(cookieSet(by: try logIn(tokens[1])))
      clock.now += sign
      #expect(try logIn(tokens[0]).status == 401)
      clock.now += sign * (Logins.sessionMs - 2)
      #expect(try ask(.get, "x", cookie: cookie).caller != nil)
      clock.now += sign
      #expect(try ask(.get, "x", cookie: cookie).answer?.status == 401)
    }
  }

  @Test("A session that has ended is swept away by the next login")
  func sweeping() throws {
    _ = try logIn(try token("first"))
    clock.now += Logins.sessionMs
    _ = try logIn(try token("second"))
    let sessions = try logins.list().array?.map { $0["sessions"]?.integer }
    #expect(sessions == [0, 1])
  }

  @Test("Who is removed is out at once, and may come back only by a new link")
  func removal() throws {
    let cookie = try #require(cookieSet(by: try logIn(try token())))
    let unused = try token()
    _ = try logins.remove(["name": "door"])
    #expect(try ask(.get, "x", cookie: cookie).answer?.status == 401)
    #expect(try logIn(unused).status == 401)
    #expect(throws: Failure.self) { try logins.remove(["name": "door"]) }
    _ = try token()
    #expect(try ask(.get, "x", cookie: cookie).answer?.status == 401)
  }

  @Test("Logging out ends this session and no other")
  func loggingOut() throws {
    let first = try #require(cookieSet(by: try logIn(try token())))
    let second = try #require(cookieSet(by: try logIn(try token())))
    #expect(try ask(.get, "api/v1/logout", cookie: first).answer?.status == 405)
    #expect(try ask(.post, "api/v1/logout", cookie: first).answer?.status == 204)
    #expect(try ask(.get, "x", cookie: first).answer?.status == 401)
    #expect(try ask(.get, "x", cookie: second).caller != nil)
  }

  @Test("A role opens what needs it or less", arguments: Role.allCases, Role.allCases)
  func roles(has: Role, needs: Role) throws {
    let cookie = try #require(cookieSet(by: try logIn(try token(role: has))))
    let passage = try ask(.get, "x", cookie: cookie, needing: needs)
    let order = Role.allCases
    if order.firstIndex(of: has) ?? 0 >= order.firstIndex(of: needs) ?? 0 {
      #expect(passage.caller?.role == has)
    } else {
      #expect(passage.answer?.status == 403)
    }
  }

  @Test("The socket is the operator's own, and what is open needs nobody")
  func open() throws {
    let request = HTTPRequest(.get, path: ["x"], isUnixSocket: true)
    let caller = try logins.pass(request) { _ in .admin }.caller
    #expect(caller?.role == .admin && caller?.name == nil)
    #expect(try ask(.get, "metrics", needing: nil).caller?.role == .view)
  }
}

extension Logins.Passage {
  var caller: Logins.Caller? {
    if case .open(let caller) = self { caller } else { nil }
  }

  var answer: HTTPResponse? {
    if case .answered(let answer) = self { answer } else { nil }
  }
}
