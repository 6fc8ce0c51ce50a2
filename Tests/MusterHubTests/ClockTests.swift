import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Hub time")
struct ClockTests {
  @Test("It begins at the later of the wall clock and what was logged", arguments: [nil, 5, 5000])
  func begins(persisted: Int64?) {
    var clock = HubClock(persisted: persisted, wall: 1000, mono: 0)
    #expect(clock.now(wall: 1000, mono: 0) == max(persisted ?? 0, 1000))
  }

  @Test("Whatever the wall clock does, it never goes back and never runs", arguments: 0..<40)
  func bounded(seed: Int) {
    var random = Seeded(state: UInt64(seed))
    var wall: Int64 = 1_790_000_000_000
    var mono: Int64 = 0
    var clock = HubClock(persisted: nil, wall: wall, mono: mono)
    let start = (time: clock.now(wall: wall, mono: mono), mono: mono)
    var last = start.time
    for _ in 0..<2000 {
      let step =
        Int64.random(in: 0...5_000_000, using: &random) / (Bool.random(using: &random) ? 1 : 5000)
      mono += step
      wall += step / 1000
      if Int.random(in: 0..<10, using: &random) == 0 {
        wall += Int64.random(in: -100_000_000...100_000_000, using: &random)
      }
      let now = clock.now(wall: wall, mono: mono)
      #expect(now >= last)
      last = now
      let passed = mono - start.mono
      let off = now - start.time - passed / 1000
      // One ms in 200, and at most ten at once.
      #expect(abs(off) <= passed / 200_000 + 11)
    }
  }

  @Test(
    "It follows the wall clock as fast as it may, and stays with it", arguments: [-40, 40, -1, 1])
  func follows(off: Int64) {
    var clock = HubClock(persisted: nil, wall: 1_000_000, mono: 0)
    var now: Int64 = 0
    for second: Int64 in 1...20 {
      now = clock.now(wall: 1_000_000 + second * 1000 + off, mono: second * 1_000_000)
    }
    #expect(now == 1_020_000 + off)
  }

  @Test("Readings between two milliseconds lose nothing", arguments: [1, 7, 333, 999, 1001])
  func fine(step: Int64) {
    var clock = HubClock(persisted: nil, wall: 0, mono: 0)
    var mono: Int64 = 0
    var now: Int64 = 0
    for _ in 0..<3000 {
      mono += step
      now = clock.now(wall: mono / 1000, mono: mono)
    }
    #expect(abs(now - mono / 1000) <= 1)
  }

  @Test("A boot clock that goes back stops it, no more")
  func bootClockBack() {
    var clock = HubClock(persisted: nil, wall: 1000, mono: 10_000_000)
    let before = clock.now(wall: 1000, mono: 10_000_000)
    #expect(clock.now(wall: 1000, mono: 1) == before)
  }

  @Test(
    "A hub whose newest op is after the clock does not start, unless told that the clock is right")
  func refusal() throws {
    let stage = try Stage()
    let ahead = BootClock.wallMilliseconds() + 3_600_000
    // As it is after an hour's mistake of the clock.
    try stage.replica.place(
      [
        Author(event: stage.event, node: stage.hub.keys.hub.id, boot: stage.event).sample(at: ahead)
      ],
      received: ahead)
    try stage.replica.commit()
    try stage.replica.close()
    let keys = try HubKeys.read(from: stage.folder.hub)
    let failure = #expect(throws: Failure.self) { try Hub(folder: stage.folder.hub, keys: keys) }
    #expect(failure?.exitCode == .configuration)
    #expect(failure?.message.contains("minutes before the newest op") == true)
    let hub = try Hub(folder: stage.folder.hub, keys: keys, clockIsRight: true)
    #expect(hub.now() >= ahead)
    #expect(hub.now() < ahead + 60_000)
  }

  @Test("It goes on behind the latest time on the log, though an earlier one stands at its end")
  func takenUp() throws {
    let stage = try Stage()
    let ahead = BootClock.wallMilliseconds() + 3_600_000
    // As segments of another life stand that were taken up, the later first.
    for time in [ahead, ahead - 7_200_000] {
      try stage.replica.place(
        [
          Author(event: stage.event, node: stage.hub.keys.hub.id, boot: stage.event)
            .sample(at: time)
        ],
        received: time)
      try stage.replica.commit()
    }
    try stage.replica.close()
    let keys = try HubKeys.read(from: stage.folder.hub)
    #expect(throws: Failure.self) { try Hub(folder: stage.folder.hub, keys: keys) }
    let hub = try Hub(folder: stage.folder.hub, keys: keys, clockIsRight: true)
    #expect(hub.now() >= ahead)
  }
}

extension Author {
  /// A line that says little.
  fileprivate func sample(at time: Int64) -> OwnOp {
    var author = self
    return author.write(Draft(.pointOpen, point: "fr-1"), at: time, mono: 1)
  }
}
