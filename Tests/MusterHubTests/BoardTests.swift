import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("The board's HTTP")
struct BoardTests {
  let stage: Stage

  init() throws { stage = try Stage(people: ["p-1", "p-2"]) }

  @Test(
    "What is read answers",
    arguments: [
      "status", "coverage", "conflicts", "nodes", "points", "ops", "attendance", "statement",
      "indicators", "readiness", "answers", "programme", "countries/FR", "event",
      "export/attendance.csv", "export/log.csv", "export/statement.csv",
    ])
  func reads(path: String) throws {
    let answer = stage.http(.get, "/api/v1/" + path)
    #expect(answer.status == 200)
    #expect(answer.body.members != nil || path.hasSuffix(".csv"))
    #expect(stage.http(.head, "/api/v1/" + path).status == 200)
    for method in [HTTPMethod.post] {
      let refused = stage.response(method, "/api/v1/" + path, body: "{}")
      #expect(refused.status == 405)
      #expect(refused.headers.contains { $0.name == "Allow" && $0.value == "GET, HEAD" })
    }
  }

  @Test("Announcements are read and made at one path, each once")
  func announcements() throws {
    let path = "/api/v1/announcements"
    #expect(stage.http(.get, path).body["announcements"]?.array?.isEmpty == true)
    let body = #"{"texts":{"en":"Hello"},"to":["FR"]}"#
    let first = stage.http(.post, path, body: body, key: "k")
    #expect(first.status == 200)
    #expect(first.body["id"]?.string?.utf8.count == 32)
    #expect(stage.http(.post, path, body: body, key: "k") == first)
    #expect(stage.http(.get, path).body["announcements"]?.array?.count == 1)
    #expect(stage.http(.post, path, body: #"{"texts":{}}"#).status == 400)
    let refused = stage.response(.patch, path)
    #expect(refused.status == 405)
  }

  @Test("People are found and shown, and attendance is counted as is asked")
  func people() {
    let found = stage.http(
      .get, "/api/v1/participants", query: [(name: "q", value: "name of p-1")])
    #expect(found.body["participants"]?.array?.map { $0["id"]?.string } == ["p-1"])
    let nobody = stage.http(.get, "/api/v1/participants")
    #expect(nobody.status == 400)
    #expect(nobody.body["detail"]?.string?.hasPrefix("q: ") == true)
    for spaces in [" ", "\u{3000}\u{A0}"] {
      let blank = stage.http(.get, "/api/v1/participants", query: [(name: "q", value: spaces)])
      #expect(blank.status == 422)
    }
    #expect(stage.http(.put, "/api/v1/status").body["detail"]?.string == "Use GET, HEAD here.")
    #expect(stage.http(.get, "/api/v1/participants/p-9").status == 404)
    let country = stage.http(
      .get, "/api/v1/attendance", query: [(name: "by", value: "country")])
    #expect(country.body["rows"]?.array?.count == 3)
    let one = stage.http(
      .get, "/api/v1/attendance",
      query: [(name: "by", value: "country"), (name: "country", value: "MA")])
    #expect(one.body["rows"]?.array?.map { $0["key"]?.string } == ["MA"])
    let wrong = stage.http(.get, "/api/v1/attendance", query: [(name: "by", value: "hair")])
    #expect(wrong.status == 400)
  }

  @Test("It tells what it can be asked, and takes nothing else")
  func table() throws {
    let told = try #require(stage.http(.get, "/api/v1").body["routes"]?.array)
    #expect(told.count == BoardAPI.routes.routes.count)
    #expect(told.contains { $0["path"]?.string == "/api/v1/blocks" && $0["role"] == "run" })
    let slip = stage.http(.post, "/api/v1/blocks", body: #"{"who":"p-1","whi":"x"}"#)
    #expect(slip.status == 400)
    #expect(slip.body["detail"]?.string?.contains("“whi”") == true)
  }

  @Test(
    "Corrections act once, and under the name of who is logged in",
    arguments: [
      ("blocks", #"{"who":"p-1","why":"asked for"}"#),
      ("merges", #"{"participants":["p-1","p-2"]}"#), ("invitations", #"{"point":"fr-1"}"#),
      ("invitations", #"{"all":true}"#),
    ])
  func corrections(path: String, body: String) throws {
    let request = HTTPRequest(
      .post, path: ["api", "v1", path], headers: [(name: "idempotency-key", value: "k")],
      body: Array(body.utf8))
    let api = BoardAPI(commands: stage.commands, caller: "amal", role: .run)
    let first = api.answer(request)
    #expect(first.status == 200)
    let place = stage.place
    #expect(api.answer(request).body == first.body)
    #expect(stage.place == place)
    guard let op = try JSONValue.read(first.body)["op"]?.string.flatMap({ Identifier($0) }) else {
      return
    }
    #expect(stage.replica.reading { fold in fold.operationInfo(op)?.by } == "amal")
  }

  @Test("A key is its login's own")
  func keyOfOneLogin() throws {
    func block(_ who: String, by login: String?) throws -> (status: Int, body: JSONValue) {
      let answer = BoardAPI(commands: stage.commands, caller: login, role: .run).answer(
        HTTPRequest(
          .post, path: ["api", "v1", "blocks"], headers: [(name: "idempotency-key", value: "1")],
          body: Array(#"{"who":"\#(who)","why":"asked for"}"#.utf8)))
      return (answer.status, try JSONValue.read(answer.body))
    }
    let (first, place) = (try block("p-1", by: "amal"), stage.place)
    let other = try block("p-2", by: "zoe")
    #expect(first.status == 200 && other.status == 200)
    #expect(other.body != first.body)
    #expect(stage.place > place)
    #expect(try block("p-1", by: "zoe").status == 422)
    #expect(try block("p-1", by: "amal").body == first.body)
  }

  @Test("A table comes as CSV, and not while everybody would wait for it")
  func tables() {
    var api = BoardAPI(commands: stage.commands, role: .admin)
    let request = HTTPRequest(
      .get, path: ["api", "v1", "export", "participants.csv"],
      query: [(name: "bom", value: "true")])
    let answer = api.answer(request)
    #expect(answer.status == 200)
    #expect(answer.body.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(String(decoding: answer.body, as: UTF8.self).contains("Name of p-2"))
    api.mostExported = 1
    #expect(api.answer(request).status == 503)
  }

  @Test("Of the log its own length counts, however few the people")
  func longLog() {
    var api = BoardAPI(commands: stage.commands, role: .admin)
    func answer(_ table: String) -> HTTPResponse {
      api.answer(HTTPRequest(.get, path: ["api", "v1", "export", table]))
    }
    api.mostExported = Int(stage.place)
    #expect(answer("log.csv").status == 200)
    api.mostExported = Int(stage.place) - 1
    #expect(answer("log.csv").status == 503)
    #expect(answer("participants.csv").status == 200)
  }

  @Test("It is well, and says so")
  func health() {
    #expect(stage.http(.get, "/healthz").body == ["status": "ok"])
    #expect(stage.http(.post, "/healthz").status == 405)
  }

  @Test(
    "There is nothing elsewhere",
    arguments: [
      "/", "/api", "/api/v2/status", "/status", "/api/v1/status/more",
      "/api/v1/conflicts/1", "/api/v1/conflicts/1/resolution/2", "/control/status", "/healthz/x",
    ])
  func nowhere(path: String) {
    #expect(stage.http(.get, path).status == 404)
    #expect(stage.http(.post, path, body: "{}").status == 404)
  }

  @Test(
    "A body that is no object with a choice is refused",
    arguments: [
      "", "{", "[]", "\"x\"", "{\"choice\":1}", "{}", "{\"choice\":\"a\",\"choice\":\"b\"}",
    ])
  func bodies(body: String) {
    let id = String(repeating: "0", count: 32)
    #expect(stage.http(.post, "/api/v1/conflicts/\(id)/resolution", body: body).status == 400)
    let refused = stage.response(.get, "/api/v1/conflicts/\(id)/resolution")
    #expect(refused.status == 405)
    #expect(refused.headers.contains { $0.name == "Allow" && $0.value == "POST" })
  }

  @Test("A conflict that is not there is 404, a key that is too long 400")
  func unknown() {
    let path = "/api/v1/conflicts/abc/resolution"
    #expect(stage.http(.post, path, body: #"{"choice":"void"}"#).status == 404)
    // The path says which conflict, and nothing else does.
    #expect(stage.http(.post, path, body: #"{"choice":"void","id":"x"}"#).status == 400)
    let key = String(repeating: "k", count: 129)
    #expect(stage.http(.post, path, body: #"{"choice":"void"}"#, key: key).status == 400)
    #expect(stage.http(.post, path, body: #"{"choice":"void"}"#, key: "").status == 400)
  }

  @Test("The log is read page by page, whole and in order", arguments: [1, 7, 100, 256])
  func pages(limit: Int) throws {
    var places: [Int64] = []
    while true {
      let page = stage.http(
        .get, "/api/v1/ops",
        query: [
          (name: "after", value: String(places.last ?? 0)), (name: "limit", value: String(limit)),
        ]
      ).body
      let found = (page["ops"]?.array ?? []).compactMap { $0["place"]?.integer }
      #expect(found.count <= limit)
      #expect(page["place"]?.integer == stage.place)
      if found.isEmpty { break }
      places += found
    }
    #expect(places == Array(1...stage.place))
  }

  @Test(
    "A page that cannot be is refused",
    arguments: [
      ("limit", "0"), ("limit", "257"), ("limit", "x"), ("after", "-1"), ("after", ""),
      ("after", "99999999999999999999"),
    ])
  func badPages(name: String, value: String) {
    #expect(stage.http(.get, "/api/v1/ops", query: [(name: name, value: value)]).status == 400)
  }

  @Test("An unknown group is 404, and the words carry nothing that moves a cursor")
  func group() {
    let answer = stage.http(
      .get, "/api/v1/coverage", query: [(name: "group", value: "\u{1B}[2J")])
    #expect(answer.status == 404)
    #expect(answer.body["detail"]?.string?.contains("\u{1B}") == false)
  }

  @Test("Two who look like one person are a conflict from when their names have come")
  func lateNames() throws {
    let machine = try Machine(stage, "fr-1", "FR")
    let views = BoardViews(try Centre(hub: stage.hub))
    var lines: [(op: OpID, line: [UInt8])] = []
    for _ in 0..<2 {
      let put = ParticipantChange(kind: "guest", country: "FR")
      let op = try machine.hand([
        Draft(
          .participantPut(put), point: "fr-1", privates: [.init(name: "name", value: "Ana Kask")])
      ])[0]
      lines.append((op, machine.lastPrivate))
    }
    func open() -> Int64? {
      views.look().first { $0.kind == "conflicts" }?.data["open"]?.integer
    }
    #expect(open() == 0)
    let place = stage.place
    for (op, line) in lines { try stage.replica.keepPrivate(line, of: op) }
    try stage.replica.commit()
    #expect(stage.place == place)
    #expect(open() == 1)
  }
}
