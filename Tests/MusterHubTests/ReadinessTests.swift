import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("What the event aims at and asks of its points")
struct ReadinessTests {
  let stage: Stage
  let paris: Machine

  init() throws {
    stage = try Stage(people: ["p-1", "p-2"])
    paris = try Machine(stage, "fr-1", "FR")
  }

  private func item(_ id: String, due: Int64?) throws {
    var part = EventPart(sort: .item, id: id)
    part.titles = ["en": "Item \(id)", "fr": "Point \(id)"]
    part.due = due
    try stage.hub.append([Draft(.eventPut(part))])
  }

  private func row(_ point: String, _ answer: JSONValue) -> JSONValue? {
    answer["rows"]?.array?.first { $0["point"]?.string == point }
  }

  @Test("A point is ready when it has everything; what is missing after its time is overdue")
  func ready() throws {
    let now = stage.hub.now()
    try item("power", due: now - 1)
    try item("screen", due: now + 3_600_000)
    try paris.hand([Draft(.pointReady(items: ["power"]), point: "fr-1")])
    let answer = try stage.ask("readiness", ["lang": "fr"])
    #expect(answer["items"]?.array?.map { $0["id"]?.string } == ["power", "screen"])
    #expect(answer["items"]?.array?.first?["title"]?.string == "Point power")
    #expect(answer["items"]?.array?.map { $0["ready"]?.integer } == [1, 0])
    #expect(answer["points"]?.integer == 4)
    #expect(answer["ready"]?.integer == 0)
    #expect(row("fr-1", answer)?["missing"] == ["screen"])
    #expect(row("fr-1", answer)?["overdue"] == [])
    #expect(row("ma-1", answer)?["overdue"] == ["power"])
    #expect(row("ma-1", answer)?["contact"]?.string == "+212 1")
    let due = try stage.ask("readiness", ["due": true])
    #expect(due["rows"]?.array?.map { $0["point"]?.string } == ["fr-2", "ma-1", "tn-1"])
    try paris.hand([Draft(.pointReady(items: ["power", "screen"]), point: "fr-1")])
    #expect(try stage.ask("readiness")["ready"]?.integer == 1)
  }

  @Test("Of a point each item that it lacks is named once")
  func lacking() {
    let lines = ReadinessGroup.lacking([
      "rows": [
        ["point": "fr-1", "contact": "+33 1", "missing": ["a", "b", "c"], "overdue": ["a", "b"]],
        ["point": "fr-2", "contact": nil, "missing": ["c"], "overdue": []],
        ["point": "ma-1", "contact": "+212 1", "missing": [], "overdue": []],
      ]
    ])
    #expect(
      lines == [
        "", "fr-1: telephone +33 1", "  overdue: a, b", "  missing, not due yet: c",
        "fr-2: no telephone number", "  missing, not due yet: c", "",
      ])
  }

  @Test("Every indicator says its value, its goal and from how many it comes")
  func indicators() throws {
    for measured in ["coverage", "attendance", "readiness", "groups", "unheard-of"] {
      var part = EventPart(sort: .indicator, id: measured)
      part.measured = measured
      try stage.hub.append([Draft(.eventPut(part))])
    }
    var named = EventPart(sort: .indicator, id: "power")
    named.measured = "readiness"
    try stage.hub.append([Draft(.eventPut(named))])
    try item("power", due: nil)
    try item("screen", due: nil)
    let rabat = try Machine(stage, "ma-1", "MA")
    try paris.hand([
      Draft(.count(indicator: "i", value: 3), point: "fr-1"),
      Draft(.pointReady(items: ["power"]), point: "fr-1"),
    ])
    try rabat.hand([
      Draft(.count(indicator: "i", value: 9), point: "ma-1"),
      Draft(.count(indicator: "i", value: 4), point: "ma-1"), Draft(.pointOpen, point: "ma-1"),
    ])
    try paris.hand([
      Draft(.checkin(CheckIn(door: "main")), point: "fr-1", participant: "p-1")
    ])
    let answer = try stage.ask("indicators")
    let all = answer["indicators"]?.array ?? []
    func values(_ id: String) -> [Int64?] {
      let indicator = all.first { $0["id"]?.string == id }
      return ["value", "reported", "expected"].map { indicator?[$0]?.integer }
    }
    #expect(values("i") == [7, 2, 4])
    let counted = all.first { $0["id"]?.string == "i" }
    #expect(counted?["goal"]?.integer == 5)
    #expect(counted?["rows"]?.array?.map { $0["value"]?.integer } == [3, 4])
    #expect(values("coverage") == [2, 0, 3])
    #expect(values("readiness") == [0, 1, 4])
    #expect(values("power") == [1, 1, 4])
    #expect(values("groups") == [2, 2, 2])
    #expect(values("attendance").last == 2)
    #expect(values("unheard-of") == [0, 0, 4])
  }

  @Test("Counts that nobody can have counted are added up to the largest number, and shown")
  func saturated() throws {
    let rabat = try Machine(stage, "ma-1", "MA")
    for machine in [paris, rabat] {
      try machine.hand([
        Draft(
          .count(indicator: "i", value: JSONTape.maximumInteger), point: machine.point)
      ])
    }
    let answer = stage.response(.get, "api/v1/indicators")
    let indicators = try JSONValue.read(answer.body)["indicators"]?.array
    let counted = indicators?.first { $0["id"]?.string == "i" }
    #expect(counted?["value"]?.integer == JSONTape.maximumInteger)
    #expect(counted?["rows"]?.array?.count == 2)
  }

  @Test("A log of newer rules is told of")
  func rules() throws {
    #expect(try stage.ask("status")["rules"]?.integer == 1)
    try stage.hub.append([Draft(.eventRules(version: 2))])
    let status = try stage.ask("status")
    #expect(status["rules"]?.integer == 2)
    #expect(status["rules_known"]?.integer == 1)
  }
}
