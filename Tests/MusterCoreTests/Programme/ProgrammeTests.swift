import MusterCore
import Testing

@Suite("The programme at a moment")
nonisolated struct ProgrammeTests {
  private let minute = ProgrammeStage.minute

  @Test("Before anybody starts anything, sessions come and go by the clock")
  func byPlan() {
    let row = ProgrammeStage.row(60, 30, 30)
    let before = Programme(row, now: -minute)
    #expect(before.on.isEmpty)
    #expect(before.next == "a")
    let during = Programme(row, now: 70 * minute)
    #expect(during.on == ["b"])
    #expect(during.next == "c")
    #expect(during.entry("b")?.isAssumed == true)
    #expect(during.entry("b")?.left == 20 * minute)
    #expect(during.entry("a")?.phase == .over)
    #expect(during.days.map(\.overrun) == [0])
    let after = Programme(row, now: 120 * minute)
    #expect(after.on.isEmpty)
    #expect(after.next == nil)
  }

  @Test("A late start is carried forward over the day, and not into the next")
  func lateStart() {
    var row = ProgrammeStage.row(60, 30, 30) + ProgrammeStage.row(60, day: "day-2", from: 1440)
    row[3].id = "z"
    row[0].state = .running
    row[0].started = 10 * minute
    let programme = Programme(row, now: 15 * minute)
    #expect(programme.on == ["a"])
    #expect(programme.entry("a")?.left == 55 * minute)
    #expect(programme.entries.map(\.delay) == [10, 10, 10, 0].map { $0 * minute })
    #expect(programme.entry("c")?.end == 130 * minute)
    #expect(programme.days.map(\.id) == ["day-1", "day-2"])
    #expect(programme.days.map(\.overrun) == [10 * minute, 0])
  }

  @Test("What runs over pushes what follows, minute by minute")
  func overrun() {
    var row = ProgrammeStage.row(60, 30)
    row[0].state = .running
    row[0].started = 0
    let programme = Programme(row, now: 64 * minute)
    #expect(programme.entry("a")?.left == -4 * minute)
    #expect(programme.entry("a")?.end == 64 * minute)
    #expect(programme.on == ["a"])
    #expect(programme.next == "b")
    #expect(programme.entry("b")?.begin == 64 * minute)
    #expect(programme.days.first?.overrun == 4 * minute)
  }

  @Test("A planned gap absorbs as much as it is long; a break without one absorbs nothing")
  func gaps() {
    var row = ProgrammeStage.row(60, 5, 30)
    row[1].type = "media-break"
    row[0].state = .ended
    row[0].started = 0
    row[0].ended = 70 * minute
    let breaks = Programme(row, now: 70 * minute)
    #expect(breaks.entries.map(\.delay) == [0, 10 * minute, 10 * minute])
    row.remove(at: 1)
    let gap = Programme(row, now: 70 * minute)
    #expect(gap.entry("c")?.delay == 5 * minute)
  }

  @Test("Ending early does not move what follows before its planned begin")
  func early() {
    var row = ProgrammeStage.row(60, 30)
    row[0].state = .ended
    row[0].started = 0
    row[0].ended = 40 * minute
    let programme = Programme(row, now: 45 * minute)
    #expect(programme.entry("b")?.begin == 60 * minute)
    #expect(programme.on.isEmpty)
    #expect(programme.next == "b")
  }

  @Test("Skipping gives its time back to a day that is late")
  func skip() {
    var row = ProgrammeStage.row(60, 20, 30)
    row[0].state = .ended
    row[0].started = 0
    row[0].ended = 75 * minute
    #expect(Programme(row, now: 75 * minute).entry("c")?.delay == 15 * minute)
    row[1].state = .skipped
    let skipped = Programme(row, now: 75 * minute)
    #expect(skipped.entry("b")?.phase == .skipped)
    #expect(skipped.entry("b")?.begin == nil)
    #expect(skipped.entry("c")?.delay == 0)
    #expect(skipped.next == "c")
  }

  @Test("Skipping something ahead of time does not begin a programme run by hand")
  func skipAhead() {
    var row = ProgrammeStage.row(60, 30, 30)
    row[2].state = .skipped
    #expect(Programme(row, now: 30 * minute).on == ["a"])
  }

  @Test("What was left out without a word waits for nothing and holds nobody up")
  func passed() {
    var row = ProgrammeStage.row(60, 30, 30)
    row[1].state = .running
    row[1].started = 60 * minute
    let programme = Programme(row, now: 80 * minute)
    #expect(programme.entry("a")?.phase == .passed)
    #expect(programme.entry("a")?.end == nil)
    #expect(programme.next == "c")
    #expect(programme.entry("c")?.delay == 0)
  }

  @Test("The slot is the one that should be on, and the last one runs over")
  func slots() {
    var row = ProgrammeStage.row(60)
    row[0].slots = [5, 8, 8, 10, 10, 20]
    row[0].state = .running
    row[0].started = 2 * minute
    func slot(_ now: Int64) -> Programme.Slot? {
      Programme(row, now: now * minute).entry("a")?.slot
    }
    #expect(slot(2)?.index == 0)
    #expect(slot(2)?.left == 5 * minute)
    #expect(slot(7)?.index == 1)
    #expect(slot(42)?.index == 4)
    #expect(slot(42)?.left == minute)
    #expect(slot(43)?.index == 5)
    #expect(slot(43)?.length == 20 * minute)
    #expect(slot(65)?.left == -2 * minute)
    // Slots of 61 minutes in a session of 60.
    #expect(Programme(row, now: 62 * minute).entry("a")?.left == 0)
    #expect(slot(62)?.left == minute)
  }

  @Test("Two that run at once are said, and whether the plan has them side by side")
  func overlaps() {
    var row = ProgrammeStage.row(60, 30)
    for index in row.indices {
      row[index].state = .running
      row[index].started = row[index].from
    }
    let twice = Programme(row, now: 65 * minute)
    #expect(twice.on == ["a", "b"])
    #expect(twice.overlaps.map(\.first) == ["a"])
    #expect(twice.overlaps.map(\.second) == ["b"])
    #expect(twice.overlaps.map(\.isPlanned) == [false])
    row[1].from = 30 * minute
    #expect(Programme(row, now: 65 * minute).overlaps.map(\.isPlanned) == [true])
  }

  @Test("Sessions side by side in the plan do not push each other")
  func tracks() {
    var row = ProgrammeStage.row(60, 60, 30)
    row[1].from = 0
    row[1].to = 60 * minute
    row[2].from = 60 * minute
    row[2].to = 90 * minute
    row[0].state = .running
    row[0].started = 0
    row[1].state = .running
    row[1].started = 8 * minute
    let programme = Programme(row, now: 20 * minute)
    #expect(programme.entries.map(\.delay) == [0, 8, 8].map { $0 * minute })
  }

  @Test("Who is cut off goes on by plan from what was heard last")
  func cutOff() {
    var row = ProgrammeStage.row(60, 30, 30)
    row[0].state = .running
    row[0].started = 10 * minute
    let soon = Programme(row, now: 50 * minute, heard: 30 * minute)
    #expect(soon.on == ["a"])
    #expect(soon.entry("a")?.isAssumed == false)
    let later = Programme(row, now: 80 * minute, heard: 30 * minute)
    #expect(later.entry("a")?.phase == .over)
    #expect(later.entry("a")?.isAssumed == true)
    #expect(later.on == ["b"])
    #expect(later.entry("b")?.left == 20 * minute)
    #expect(later.next == "c")
    #expect(later.days.first?.overrun == 10 * minute)
  }

  @Test("Numbers that no programme has do no harm")
  func extremes() {
    let far: Int64 = (1 << 53) - 1
    var odd = ProgrammeSession(id: "a", day: "d", from: far, to: -far, slots: [far, far, -1])
    odd.state = .running
    let other = ProgrammeSession(
      id: "b", day: "d", from: -far, to: far, state: .ended, started: far, ended: -far)
    let programme = Programme([odd, other], now: far)
    #expect(programme.entries.count == 2)
    #expect(Programme([], now: 0).next == nil)
  }
}
