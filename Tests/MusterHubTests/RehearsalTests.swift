import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("What the centre knows of rehearsals")
struct RehearsalTests {
  let stage: Stage

  init() throws { stage = try Stage(people: []) }

  @Test("How they went is known after a restart, and the newest word counts")
  func kept() throws {
    let node = Identifier(high: 1, low: 2)
    let other = Identifier(high: 3, low: 4)
    var hearing = try NodeHearing(stage.replica)
    for (at, outcome) in [(5, "failed"), (9, "well")] as [(Int64, String)] {
      hearing.told(node, status(Rehearsed(at: at, outcome: outcome)), at: at)
    }
    hearing.told(other, status(nil), at: 7)
    try hearing.write(at: 10)
    // Silence about it takes nothing back.
    hearing.told(node, status(nil), at: 11)
    try hearing.write(at: 12, isLast: true)
    try stage.reopen()
    let again = try NodeHearing(stage.replica)
    #expect(again.rehearsed == [node: Rehearsed(at: 9, outcome: "well")])
  }

  private func status(_ rehearsed: Rehearsed?) -> NodeStatus {
    NodeStatus(
      desks: 0, present: 0, made: 1, pending: 0, oldest: nil, diskFree: 1, software: "x",
      rehearsed: rehearsed)
  }

  @Test("A practice event takes so many ops, marks and bytes, and then no more")
  func allowance() {
    let limits = Limits.standard
    let node = Identifier(high: 1, low: 2)
    let mark = ClockMark(node: node, boot: node, mono: 1, time: 1, err: 0)
    var allowance = PracticeAllowance()
    var taken = (0..<limits.rehearsalOps).map { _ in allowance.takes(.mark(mark)) }
    taken.append(allowance.takes(.mark(mark)))
    #expect(taken.firstIndex(of: false) == limits.rehearsalOps)
    allowance = PracticeAllowance()
    let line = [UInt8](repeating: 0x20, count: limits.lineBytes)
    let entries = [PrivateEntry(op: node, content: .line(line))]
    let most = limits.rehearsalBytes / line.count
    taken = (0...most).map { _ in allowance.takes(.privates(entries)) }
    #expect(taken.firstIndex(of: false) == most)
  }
}
