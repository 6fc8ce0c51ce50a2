import MusterCore
import Testing

/// One day of nine hours with two sessions, two countries, three people and a stranger.
@Suite("Who has attended, by one thing or another")
nonisolated struct AttendanceReportTests {
  static let hour = FoldStage.hour
  var stage = FoldStage()
  var ankara: FoldStage.Node
  var rabat: FoldStage.Node

  init() {
    for (id, groups) in [("TR", ["east"]), ("MA", [])] {
      var country = EventPart(sort: .country, id: id)
      country.groups = groups
      stage.onHub(.eventPut(country))
    }
    var choirs = EventPart(sort: .group, id: "choirs")
    choirs.bodies = ["Choir"]
    stage.onHub(.eventPut(choirs))
    var east = EventPart(sort: .group, id: "east")
    east.titles = ["en": "East"]
    stage.onHub(.eventPut(east))
    for (index, id) in ["a", "b"].enumerated() {
      var session = EventPart(sort: .session, id: id)
      session.day = "first"
      session.type = "session"
      session.from = FoldStage.midnight + Int64(9 + index) * Self.hour
      session.to = FoldStage.midnight + Int64(10 + index) * Self.hour
      stage.onHub(.eventPut(session))
    }
    ankara = stage.node("ank-1")
    rabat = stage.node("rab-1", country: "MA")
    stage.onHub(
      .participantPut(ParticipantChange(kind: "guest", country: "TR", body: "Choir")),
      participant: "p-1")
    stage.onHub(
      .participantPut(ParticipantChange(kind: "press", country: "MA")), participant: "p-2")
    stage.onHub(
      .participantPut(ParticipantChange(kind: "press", country: "TR")), participant: "p-3")
  }

  private func figures(
    _ grouping: AttendanceGrouping, _ scope: AttendanceScope = AttendanceScope(),
    at hours: Int64 = 30
  ) -> [String: [Int]] {
    var fold = stage.fold
    let rows = fold.attendance(
      by: grouping, scope, now: FoldStage.midnight + hours * Self.hour)
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0.key, [$0.figures.registered, $0.figures.attended, $0.figures.present])
      })
  }

  @Test("A session is attended by a minute of it, a day by any moment")
  mutating func least() {
    let nine = 9 * Self.hour
    stage.checkIn(&ankara, "p-1", at: nine - 1000)
    stage.checkOut(&ankara, "p-1", at: nine + 59_999)
    stage.checkIn(&ankara, "p-2", at: nine + Self.hour - 60_000)
    stage.checkOut(&ankara, "p-2", at: nine + Self.hour + 59_999)
    #expect(figures(.session) == ["a": [3, 1, 0], "b": [3, 0, 0]])
    #expect(figures(.day) == ["first": [3, 2, 0]])
  }

  @Test("Who left before the day or came after it has not attended it")
  mutating func edges() {
    stage.checkIn(&ankara, "p-1", at: 8 * Self.hour)
    stage.checkOut(&ankara, "p-1", at: 9 * Self.hour)
    stage.checkIn(&ankara, "p-2", at: 18 * Self.hour)
    stage.checkOut(&ankara, "p-2", at: 18 * Self.hour + 1)
    #expect(figures(.day) == ["first": [3, 0, 0]])
    #expect(figures(.country)["TR"] == [2, 2, 0])
  }

  @Test("Nobody has attended what lies ahead, and presence is where one is now")
  mutating func ahead() {
    stage.checkIn(&ankara, "p-1", at: 9 * Self.hour)
    #expect(figures(.session, at: 9) == ["a": [3, 0, 1], "b": [3, 0, 0]])
    stage.checkIn(&rabat, "p-2", at: 9 * Self.hour + 1)
    #expect(figures(.session, at: 10) == ["a": [3, 2, 0], "b": [3, 0, 2]])
    #expect(figures(.session, at: 30) == ["a": [3, 2, 0], "b": [3, 2, 0]])
    #expect(figures(.day, at: 10) == ["first": [3, 2, 2]])
  }

  @Test("A session lasts from its start to its end, and a skipped one is attended by nobody")
  mutating func actual() {
    let midnight = FoldStage.midnight
    stage.onHub(.sessionStart(session: "a"), at: midnight + 12 * Self.hour)
    stage.onHub(.sessionEnd(session: "a"), at: midnight + 13 * Self.hour)
    stage.onHub(.sessionSkip(session: "b"), at: midnight + 13 * Self.hour)
    stage.checkIn(&ankara, "p-1", at: 9 * Self.hour)
    stage.checkOut(&ankara, "p-1", at: 12 * Self.hour + 59_999)
    stage.checkIn(&ankara, "p-2", at: 12 * Self.hour + 1)
    stage.checkOut(&ankara, "p-2", at: 14 * Self.hour)
    #expect(figures(.session) == ["a": [3, 1, 0], "b": [3, 0, 0]])
  }

  @Test("Everybody counts at one point, at home or not, by body and kind, in all their groups")
  mutating func keys() {
    stage.checkIn(&ankara, "p-1", at: 9 * Self.hour)
    stage.checkIn(&ankara, "p-2", at: 9 * Self.hour)
    stage.checkIn(&rabat, "p-2", at: 9 * Self.hour + 5)
    stage.checkIn(&rabat, "stranger", at: 10 * Self.hour)
    let now: Int64 = 11
    #expect(figures(.country, at: now) == ["TR": [2, 2, 2], "MA": [1, 1, 1]])
    #expect(figures(.body, at: now) == ["Choir": [1, 1, 1], "": [2, 2, 2]])
    #expect(figures(.kind, at: now) == ["guest": [1, 1, 1], "press": [2, 1, 1], "": [0, 1, 1]])
    #expect(figures(.group, at: now) == ["choirs": [1, 1, 1], "east": [2, 2, 2]])
    var fold = stage.fold
    let total = fold.attendance(now: FoldStage.midnight + now * Self.hour)
    #expect(total.countries["TR"]?.attended == 2)
    #expect(total.countries["MA"]?.present == 1)
  }

  @Test("A scope limits whom a report counts")
  mutating func scopes() {
    stage.checkIn(&ankara, "p-1", at: 9 * Self.hour)
    stage.checkOut(&ankara, "p-1", at: 10 * Self.hour)
    stage.checkIn(&rabat, "p-2", at: 10 * Self.hour)
    stage.checkOut(&rabat, "p-2", at: 11 * Self.hour)
    #expect(
      figures(.country, AttendanceScope(session: "b")) == ["TR": [2, 0, 0], "MA": [1, 1, 0]])
    #expect(
      figures(.session, AttendanceScope(country: "TR")) == ["a": [2, 1, 0], "b": [2, 0, 0]])
    #expect(figures(.session, AttendanceScope(day: "none")) == [:])
    #expect(figures(.kind, AttendanceScope(day: "first", country: "MA")) == ["press": [1, 1, 0]])
  }

  @Test("Participants who are one person count once")
  mutating func merged() {
    stage.onHub(.participantMerge(participants: ["p-1", "p-3"]))
    stage.checkIn(&ankara, "p-1", at: 9 * Self.hour)
    stage.checkIn(&ankara, "p-3", at: 9 * Self.hour)
    #expect(figures(.country)["TR"] == [1, 1, 0])
    #expect(figures(.kind) == ["guest": [1, 1, 0], "press": [1, 0, 0]])
  }
}
