import MusterCore
import MusterModel
import Testing

private nonisolated let hour = FoldStage.hour
private nonisolated let midnight = FoldStage.midnight

/// A node whose clocks are wrong, and what really happened when.
private nonisolated struct Wanderer {
  /// One boot of its machine: when it began, and how far its wall clock is off, ms.
  struct Boot {
    var id = OpID(high: 0, low: 0)
    var begin: Int64
    var slip: Int64
  }

  var stage = FoldStage()
  var node: FoldStage.Node
  var boot = Boot(begin: 0, slip: 0)
  /// When each op really happened, ms.
  var truth: [OpID: Int64] = [:]
  /// Ops in the order in which they really happened.
  var order: [OpID] = []
  private var count: UInt64 = 0
  /// When the hub has it all, ms.
  let handedIn: Int64

  init(handedIn: Int64) {
    self.handedIn = handedIn
    node = stage.newcomer("ankara")
    stage.admit(node)
  }

  private mutating func add(_ act: Act, at time: Int64, stated: Int64? = nil) -> OpID {
    count += 1
    node.n += 1
    let isBoot = if case .boot = act { true } else { false }
    let id = OpID(high: count &* 0x9e37_79b9_7f4a_7c15, low: 0x5000 + count)
    return stage.add(
      Operation(
        id: id, node: node.key, nonce: 0, at: time + boot.slip, boot: isBoot ? nil : boot.id,
        mono: (time - boot.begin) * 1000 + Int64(count % 1000), by: "desk",
        point: isBoot ? nil : node.point, participant: isBoot ? nil : "p\(count)",
        stated: stated, act: act),
      by: node.writer, node.n, handedIn)
  }

  mutating func reboot(at time: Int64, clockSays wall: Int64? = nil) {
    let previous = boot.id.high == 0 ? nil : boot.id
    boot = Boot(begin: time - 20_000, slip: (wall ?? time) - time)
    boot.id = add(.boot(previous: previous, machine: "m\(count)"), at: time)
    truth[boot.id] = time
  }

  mutating func checkIn(at time: Int64, stated: Int64? = nil) {
    let id = add(.checkin(CheckIn(door: "main")), at: time, stated: stated)
    truth[id] = stated ?? time
    order.append(id)
  }

  /// The hub measures the running boot.
  mutating func mark(at time: Int64, err: Int64) {
    stage.onHub(
      .clock(
        ClockMark(
          node: node.key, boot: boot.id, mono: (time - boot.begin) * 1000, time: time, err: err)),
      at: time)
  }
}

@Suite("Hard cases of time") nonisolated struct HardTimeTests {
  @Test(
    "Nine hours offline with a clock at 1970 and two reboots: true order, times within their errors",
    arguments: 0..<20 as Range<UInt64>)
  func nineHours(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let end = midnight + 19 * hour
    var wanderer = Wanderer(handedIn: end + 60_000)
    var time = midnight + 9 * hour
    wanderer.reboot(at: time)
    wanderer.mark(at: time + 1000, err: 40)
    func work(_ ops: Int, until last: Int64) {
      for left in stride(from: ops, to: 0, by: -1) {
        let most = Int((last - time) / Int64(left)) * 2
        time += 1 + Int64(random.int(0..<most))
        time = min(time, last - Int64(left))
        wanderer.checkIn(at: time)
      }
    }
    work(130, until: midnight + 12 * hour)
    wanderer.reboot(at: midnight + 12 * hour + 60_000, clockSays: 1_000_000)
    time = midnight + 12 * hour + 61_000
    work(140, until: midnight + 15 * hour)
    wanderer.reboot(at: midnight + 15 * hour + 60_000, clockSays: 2_000_000)
    time = midnight + 15 * hour + 61_000
    work(130, until: end)
    if random.chance(50) { wanderer.mark(at: end + 30_000, err: 90) }

    let log = wanderer.stage.log.shuffled(using: &random)
    var fold = FoldStage.fold(log)
    var times: [(ms: Int64, id: OpID)] = []
    for id in wanderer.order {
      guard let found = fold.time(of: id), let truth = wanderer.truth[id] else {
        Issue.record("an op has no time")
        return
      }
      #expect(abs(found.ms - truth) <= found.err)
      times.append((found.ms, id))
    }
    #expect(wanderer.order.count == 400)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0.ms <= $1.ms })
    let ends = [wanderer.order[129], wanderer.order[130], wanderer.order[269], wanderer.order[270]]
      .map { fold.time(of: $0)?.ms ?? 0 }
    #expect(ends[0] < ends[1])
    #expect(ends[2] < ends[3])
  }

  @Test("However a stolen key chains its boots, every time and every error can be written")
  func chainedBoots() {
    let extreme: Int64 = 9_007_199_254_740_991
    var stage = FoldStage()
    var node = stage.newcomer("ankara")
    stage.admit(node)
    var boot: OpID?
    var ops: [OpID] = []
    func add(_ act: Act, mono: Int64, boot: OpID?) -> OpID {
      node.n += 1
      let id = OpID(high: UInt64(node.n) &* 0x9e37_79b9_7f4a_7c15, low: 0x7000 + UInt64(node.n))
      let isBoot = boot == nil
      ops.append(id)
      return stage.add(
        Operation(
          id: id, node: node.key, nonce: 0, at: midnight, boot: boot, mono: mono, by: "desk",
          point: isBoot ? nil : node.point, participant: isBoot ? nil : "p1", act: act),
        by: node.writer, node.n, midnight + hour)
    }
    for _ in 0..<600 {
      let begun = add(.boot(previous: boot, machine: "m"), mono: -extreme, boot: nil)
      _ = add(.checkin(CheckIn(door: "main")), mono: extreme, boot: begun)
      boot = begun
    }
    var fold = stage.fold
    let times = ops.compactMap { fold.time(of: $0) }
    #expect(times.count == 1200)
    #expect(times.allSatisfy { (-extreme...extreme).contains($0.ms) })
    #expect(times.allSatisfy { (0...extreme).contains($0.err) })
    #expect(times.contains { $0.ms == -extreme })
    let elements = stage.log.map { MusterModel.Element($0.operation, [$0.placement]) }
    #expect(fold.canonical() == ReferenceModel(elements).canonical)
  }

  @Test("Forty check-ins typed in from paper happened when the paper says, and a mend moves one")
  func paper() {
    var wanderer = Wanderer(handedIn: midnight + 18 * hour)
    wanderer.reboot(at: midnight + 8 * hour)
    wanderer.mark(at: midnight + 8 * hour + 1000, err: 20)
    for number in 0..<40 {
      wanderer.checkIn(
        at: midnight + 17 * hour + Int64(number) * 1000,
        stated: midnight + 10 * hour + Int64(number) * 60_000)
    }
    var fold = wanderer.stage.fold
    for (number, id) in wanderer.order.enumerated() {
      let time = fold.time(of: id)
      #expect(time?.ms == midnight + 10 * hour + Int64(number) * 60_000)
      #expect(time?.err == 0)
    }
    let last = wanderer.order[39]
    wanderer.stage.onHub(
      .retime(ops: [last], time: midnight + 9 * hour), at: midnight + 19 * hour)
    fold = wanderer.stage.fold
    #expect(fold.time(of: last)?.ms == midnight + 9 * hour)
    #expect(
      fold.lines("retimed") == [#"["retimed","\#(last.hex)",\#(midnight + 9 * hour)]"#])
    let person = fold.operationInfo(last)?.participant ?? ""
    #expect(fold.presence(of: person).map(\.begin) == [midnight + 9 * hour])
  }
}
