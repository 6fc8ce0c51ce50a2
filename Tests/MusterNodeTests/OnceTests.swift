import MusterCore
import MusterDaemon
import MusterNet
import MusterSync
import Testing

@testable import MusterNode

@Suite("A request acts once")
struct OnceTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    for number in 1...3 { try centre.register("p-\(number)", name: "Person \(number)") }
    town = try Town(centre)
  }

  @Test("The same key gets the same answer, and nothing more is recorded")
  func twice() throws {
    let first = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    #expect(first.status == 200)
    let made = town.made
    let second = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    #expect(second == first)
    #expect(town.made == made)
    let fresh = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "another")
    #expect(fresh.body.verdict == "repeat")
  }

  @Test("A key is its login's own, and the socket's", arguments: [true, false])
  func ofOneLogin(restarts: Bool) throws {
    let desks = ["entrance-1", "entrance-2", nil]
    let first = desks.enumerated().map { index, desk in
      town.http(
        .post, "/api/v1/checkins", ["participant": .string("p-\(index + 1)")], key: "k", by: desk)
    }
    #expect(first.allSatisfy { $0.body.verdict == "admitted" })
    #expect(town.made >= 3)
    if restarts { try town.reopen() }
    let made = town.made
    for (index, desk) in desks.enumerated() {
      let again = town.http(
        .post, "/api/v1/checkins", ["participant": .string("p-\(index + 1)")], key: "k", by: desk)
      #expect(again == first[index])
    }
    #expect(town.made == made)
  }

  @Test("The same request under the same key of another desk is another act")
  func sameRequest() throws {
    let first = town.http(
      .post, "/api/v1/checkins", ["participant": "p-1"], key: "1", by: "entrance-1")
    let other = town.http(
      .post, "/api/v1/checkins", ["participant": "p-1"], key: "1", by: "entrance-2")
    #expect(first.body.verdict == "admitted")
    #expect(other.body.verdict == "repeat")
    #expect(other.body.op != first.body.op)
  }

  @Test("An erasure reaches the answers of every login")
  func erasedForAll() throws {
    for desk in ["entrance-1", nil] {
      let told = town.http(
        .post, "/api/v1/checkins", ["participant": "p-1"], key: "k", by: desk)
      #expect(told.body["participant"]?["name"]?.string == "Person 1")
    }
    try town.sync()
    try centre.append(Draft(.erase(ops: []), participant: "p-1"))
    try town.sync()
    for desk in ["entrance-1", nil] {
      let again = town.http(
        .post, "/api/v1/checkins", ["participant": "p-1"], key: "k", by: desk)
      #expect(again.body["erased"]?.bool == true)
    }
  }

  @Test("Of whom the answer told is erased: the answer is forgotten, its key is not")
  func erased() throws {
    let first = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    #expect(first.body["participant"]?["name"]?.string == "Person 1")
    let other = town.http(.post, "/api/v1/checkins", ["participant": "p-2"], key: "o")
    try town.sync()
    try centre.append(Draft(.erase(ops: []), participant: "p-1"))
    try town.sync()
    let made = town.made
    let second = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    #expect(second.status == first.status)
    #expect(second.body["erased"]?.bool == true)
    #expect(second.body["detail"]?.string?.isEmpty == false)
    #expect(town.http(.post, "/api/v1/checkins", ["participant": "p-2"], key: "k").status == 422)
    #expect(town.http(.post, "/api/v1/checkins", ["participant": "p-2"], key: "o") == other)
    #expect(town.made == made)
  }

  @Test("Also after the end of the process, in order or not", arguments: [true, false])
  func afterRestart(inOrder: Bool) throws {
    let first = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    if inOrder { try town.reopen() } else { try town.crash() }
    let made = town.made
    let second = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    #expect(second == first)
    #expect(town.made == made)
  }

  @Test("A crash before anything was recorded leaves nothing, and the retry acts")
  func crashBefore() throws {
    // The answer is made, and the power goes before the disk has anything.
    let copy = try town.folder.crashed()
    let first = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    let node = try NodeFolder(copy.path).open()
    let retried = DeskAPI(commands: NodeCommands(node)).answer(
      HTTPRequest(
        .post, path: ["api", "v1", "checkins"], headers: [(name: "Idempotency-Key", value: "k")],
        body: Array(#"{"participant":"p-1"}"#.utf8)))
    let answer = try JSONValue.read(retried.body)
    #expect(answer.verdict == "admitted")
    #expect(answer.op != first.body.op)
  }

  @Test("The same key with another body is refused")
  func otherBody() throws {
    _ = town.http(.post, "/api/v1/checkins", ["participant": "p-1"], key: "k")
    #expect(town.http(.post, "/api/v1/checkins", ["participant": "p-2"], key: "k").status == 422)
    #expect(town.http(.post, "/api/v1/checkouts", ["participant": "p-1"], key: "k").status == 422)
  }

  @Test("Every POST keeps its answer", arguments: ["checkouts", "voids", "participants", "open"])
  func everyPost(path: String) throws {
    let op = try town.checkIn("p-1").op ?? ""
    let bodies: [String: JSONValue] = [
      "checkouts": ["participant": "p-1"], "voids": ["ops": [.string(op)]],
      "participants": ["name": "Zoë"], "open": [:],
    ]
    let first = town.http(.post, "/api/v1/" + path, bodies[path], key: "k")
    #expect(first.status == 200)
    let made = town.made
    #expect(town.http(.post, "/api/v1/" + path, bodies[path], key: "k") == first)
    #expect(town.made == made)
  }

  @Test("What is malformed is said with its status")
  func malformed() throws {
    #expect(town.http(.post, "/api/v1/checkins", []).status == 400)
    #expect(town.http(.post, "/api/v1/checkins", [:]).status == 400)
    #expect(town.http(.post, "/api/v1/checkins", ["participant": 7]).status == 400)
    #expect(
      town.http(.post, "/api/v1/checkins", ["participant": "p-1", "door": "x"]).status == 422)
    #expect(town.http(.get, "/api/v1/checkins").status == 405)
    #expect(town.http(.post, "/api/v1/status", [:]).status == 405)
    #expect(town.http(.get, "/api/v1/nothing").status == 404)
    #expect(town.http(.get, "/healthz").body["status"]?.string == "ok")
    let found = town.http(
      .get, "/api/v1/participants",
      query: [(name: "q", value: "person"), (name: "limit", value: "2")])
    #expect(found.body["participants"]?.array?.count == 2)
  }
}
