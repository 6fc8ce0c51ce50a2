import MusterSync
import Testing

@testable import MusterHub

@Suite("Coverage as it is watched")
struct CoverageWatchTests {
  private static func row(_ country: String, _ state: String, pending: Int64 = 0) -> JSONValue {
    [
      "country": .string(country), "name": .string("Land \(country)"), "state": .string(state),
      "registered": 5, "present": 2, "attended": 3, "pending": .integer(pending),
    ]
  }

  private let answer: JSONValue = [
    "time": 0, "present": 8, "heard": 3, "expected": 5, "never_heard": 1,
    "alarms": [["point": "dz-1", "country": "DZ", "contact": "+213 1", "silent_s": 60]],
    "rows": .array([
      row("AE", "open"), row("BH", "never-heard"), row("CA", "silent"), row("DZ", "silent"),
      row("EG", "open", pending: 4),
    ]),
  ]

  @Test("Countries in trouble stand first, the others as they were")
  func order() {
    #expect(
      CoverageWatch.troubledFirst(answer).map { $0["country"]?.string }
        == ["DZ", "CA", "EG", "AE", "BH"])
  }

  @Test("The sum and whom to call stand above, and countries give way to a low window")
  func picture() {
    let all = CoverageWatch.lines(answer, nil, rows: 40, isolates: false)
    #expect(all[0].hasPrefix("As of 1970-01-01 00:00:00 UTC"))
    #expect(all[1] == "8 present; 3 of 5 countries heard within a minute.")
    #expect(all[2] == "2 silent (last known 4 present); 1 never heard.")
    #expect(all[3] == "ALARM: dz-1 is open and was not heard for 1 minute: call +213 1")
    #expect(all.count == 5 + 1 + 5)
    let low = CoverageWatch.lines(answer, "It is away.", rows: 8, isolates: false)
    #expect(low.count == 8)
    #expect(low[0] == "It is away.")
    #expect(low[6].hasPrefix("DZ  Land DZ  silent"))
    #expect(low[7] == "… and 4 countries more: make the window higher")
    #expect(CoverageWatch.lines(answer, nil, rows: 11, isolates: false) == all)
  }
}
