import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("What only a person can decide")
struct ConflictTests {
  let stage: Stage
  let paris: Machine
  let rabat: Machine

  init() throws {
    stage = try Stage(people: ["p-1", "p-2"])
    paris = try Machine(stage, "fr-1", "FR")
    rabat = try Machine(stage, "ma-1", "MA")
  }

  private func twice() throws -> (ops: [OpID], id: String) {
    let ops = [try paris.checkIn("p-1"), try rabat.checkIn("p-1")]
    let conflict = try #require(try stage.conflicts().first)
    return (ops, conflict["id"]?.string ?? "")
  }

  private func resolve(
    _ id: String, _ choice: String, anew: Bool = false, note: String? = nil
  ) throws(Failure) -> JSONValue {
    var body: JSONValue = [
      "id": .string(id), "choice": .string(choice), "anew": .bool(anew),
    ]
    if let note { body.append("note", .string(note)) }
    return try stage.ask("conflicts-resolve", body)
  }

  @Test("Somebody at two points is listed with both sides, and closed by a choice")
  func doublePresence() throws {
    let (ops, id) = try twice()
    let conflict = try #require(try stage.conflicts().first)
    #expect(conflict["type"]?.string == "double-presence")
    #expect(conflict["open"]?.bool == true)
    #expect(conflict["choices"]?.array?.map(\.string) == ["point:fr-1", "point:ma-1"])
    let sides = conflict["sides"]?.array ?? []
    #expect(Set(sides.map { $0["op"]?.string }) == Set(ops.map { $0.hex }))
    #expect(Set(sides.map { $0["node"]?.string }) == [paris.id.hex, rabat.id.hex])
    #expect(sides.allSatisfy { $0["by"]?.string == "desk-1" })
    #expect(try stage.ask("status")["conflicts_open"]?.integer == 1)
    let op = try resolve(id, "point:ma-1", note: "telephoned")["op"]?.string
    let closed = try #require(try stage.conflicts().first)
    #expect(closed["open"]?.bool == false)
    #expect(closed["outcome"]?.string == "point:ma-1")
    #expect(closed["resolution"]?.string == op)
    #expect(closed["note"]?.string == "telephoned")
    #expect(try stage.ask("status")["conflicts_open"]?.integer == 0)
  }

  @Test("What comes later opens it again, and it can be closed again")
  func reopened() throws {
    let (_, id) = try twice()
    _ = try resolve(id, "point:ma-1")
    let other = try Machine(stage, "tn-1", "TN")
    try other.checkIn("p-1")
    let conflict = try #require(try stage.conflicts().first)
    #expect(conflict["open"]?.bool == true)
    #expect(conflict["sides"]?.array?.count == 3)
    _ = try resolve(id, "point:tn-1")
    #expect(try stage.conflicts().first?["open"]?.bool == false)
  }

  @Test("A decision is replaced only by who means to")
  func anew() throws {
    let (_, id) = try twice()
    _ = try resolve(id, "point:ma-1")
    let place = stage.place
    let failure = #expect(throws: Failure.self) { try resolve(id, "point:fr-1") }
    #expect(failure?.exitCode == .refused)
    #expect(failure?.message.contains("point:ma-1") == true)
    #expect(stage.place == place)
    _ = try resolve(id, "point:fr-1", anew: true)
    #expect(try stage.conflicts().first?["outcome"]?.string == "point:fr-1")
  }

  @Test("To void takes the check-in back, and nothing is left to decide")
  func voided() throws {
    try stage.ask("block", ["who": "p-2", "why": "asked to"])
    let op = try paris.checkIn("p-2")
    let conflict = try #require(try stage.conflicts().first)
    #expect(conflict["type"]?.string == "admitted-unentitled")
    #expect(conflict["outcome"]?.string == "admitted")
    #expect(conflict["choices"]?.array?.map(\.string) == ["confirm", "void"])
    let sides = conflict["sides"]?.array ?? []
    #expect(sides.map { $0["kind"]?.string } == ["participant.block", "checkin"])
    #expect(sides.last?["base"]?.array?.isEmpty == true)
    _ = try resolve(conflict["id"]?.string ?? "", "void")
    #expect(try stage.conflicts().isEmpty)
    #expect(stage.info(op)?.isVoided == true)
    #expect(stage.coverage(at: stage.afterwards, [:]).present == 0)
  }

  @Test("To confirm leaves the check-in as it is")
  func confirmed() throws {
    try stage.ask("block", ["who": "p-2", "why": "asked to"])
    let op = try paris.checkIn("p-2")
    let id = try #require(try stage.conflicts().first?["id"]?.string)
    _ = try resolve(id, "confirm")
    #expect(try stage.conflicts().first?["outcome"]?.string == "confirm")
    #expect(stage.info(op)?.isVoided == false)
  }

  @Test("What cannot be decided is said, and nothing is recorded")
  func clearFailures() throws {
    let (_, id) = try twice()
    let place = stage.place
    let wrong: [(body: JSONValue, code: ExitCode, status: Int)] = [
      (["id": .string(String(repeating: "0", count: 32)), "choice": "void"], .refused, 404),
      (["id": "nonsense\u{1B}[2J", "choice": "void"], .refused, 404),
      (["id": .string(id), "choice": "void"], .badData, 422),
      (["id": .string(id), "choice": "point:tn-1"], .badData, 422),
      (["id": .string(id)], .usage, 400),
      (["choice": "void"], .usage, 400),
      (["id": 7, "choice": "void"], .usage, 400),
      (["id": .string(id), "choice": "point:fr-1", "note": "a\nb"], .usage, 400),
      (["id": .string(id), "choice": "point:fr-1", "note": 7], .usage, 400),
      ([], .usage, 400),
    ]
    for (body, code, status) in wrong {
      let failure = stage.failure("conflicts-resolve", body)
      #expect(failure?.exitCode == code)
      #expect(failure?.status == status)
      #expect(failure?.message.unicodeScalars.contains { $0.value < 0x20 } == false)
    }
    #expect(stage.place == place)
  }

  @Test("Over HTTP the same request acts once, also after the end of the process")
  func once() throws {
    let (_, id) = try twice()
    let path = "/api/v1/conflicts/\(id)/resolution"
    let first = stage.http(.post, path, body: #"{"choice":"point:fr-1"}"#, key: "k")
    #expect(first.status == 200)
    #expect(first.body["op"]?.string?.utf8.count == 32)
    let place = stage.place
    #expect(stage.http(.post, path, body: #"{"choice":"point:fr-1"}"#, key: "k") == first)
    #expect(stage.place == place)
    try stage.reopen()
    let afterwards = stage.place
    #expect(stage.http(.post, path, body: #"{"choice":"point:fr-1"}"#, key: "k") == first)
    #expect(stage.place == afterwards)
    #expect(stage.http(.post, path, body: #"{"choice":"point:ma-1"}"#, key: "k").status == 422)
    #expect(stage.http(.post, path, body: #"{"choice":"point:ma-1"}"#, key: "l").status == 409)
    #expect(
      stage.http(.post, path, body: #"{"choice":"point:ma-1","anew":true}"#, key: "m").status
        == 200)
  }

  @Test("Without a key it acts, and what failed is tried anew under its key")
  func failedKey() throws {
    let (_, id) = try twice()
    let path = "/api/v1/conflicts/\(id)/resolution"
    #expect(stage.http(.post, path, body: #"{"choice":"void"}"#, key: "k").status == 422)
    #expect(stage.http(.post, path, body: #"{"choice":"point:fr-1"}"#, key: "k").status == 200)
    let again = stage.http(.post, path, body: #"{"choice":"point:fr-1","anew":true}"#)
    #expect(again.status == 200)
  }
}
