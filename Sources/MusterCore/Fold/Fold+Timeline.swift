/// Where the unmarked boots of a machine lie: between those before and after them, as
/// `Protocol/5-state.md` lays down (Time, rule 5).
nonisolated extension Fold {
  /// One unmarked boot on its way to a place.
  private struct Block {
    var boot: Int
    /// ⌊mono/1000⌋ of its first and last op.
    var start: Int64
    var end: Int64
    var lo: Int64?
    var hi: Int64
    /// The block of the boot before it, if that is unmarked.
    var before: Int?
  }

  /// Places all unmarked boots of a machine.
  mutating func settleTimeline(of machine: Int32) {
    guard !machines[Int(machine)].isHub else { return }
    var blocks = unmarkedBlocks(of: machine)
    guard !blocks.isEmpty else { return }
    let admitted = machines[Int(machine)].admittedAt
    for at in blocks.indices { blocks[at].lo = lowest(at, blocks, admitted) }
    boundFromAfter(&blocks, of: machine)
    for at in blocks.indices { place(at, blocks) }
  }

  /// The machine's unmarked boots with counting ops, each behind the one before it.
  private func unmarkedBlocks(of machine: Int32) -> [Block] {
    var blocks: [Block] = []
    var numbers: [Int: Int] = [:]
    var boot = machines[Int(machine)].firstBoot
    while boot >= 0 {
      var chain: [Int] = []
      var seen: Set<Int> = []
      var next: Int? = Int(boot)
      while let at = next, isUnmarked(at), numbers[at] == nil, seen.insert(at).inserted {
        chain.append(at)
        next = bootBefore(at)
      }
      for at in chain.reversed() {
        let (first, last) = (records[boots[at].first], records[boots[at].last])
        numbers[at] = blocks.count
        blocks.append(
          Block(
            boot: at, start: floorDivide(first.mono, 1000), end: floorDivide(last.mono, 1000),
            hi: boots[at].latestBase, before: bootBefore(at).flatMap { numbers[$0] }))
      }
      boot = boots[Int(boot)].nextOfMachine
    }
    return blocks
  }

  private func isUnmarked(_ boot: Int) -> Bool {
    boots[boot].first >= 0 && boots[boot].marks.isEmpty
  }

  private func bootBefore(_ boot: Int) -> Int? {
    let previous = Int(boots[boot].previous)
    return previous >= 0 && previous != boot && boots[previous].first >= 0 ? previous : nil
  }

  private func lowest(_ at: Int, _ blocks: [Block], _ admitted: Int64?) -> Int64? {
    let block = blocks[at]
    var lo = admitted.map { $0 &- block.start }
    var end: Int64?
    if let before = block.before {
      end = blocks[before].lo.map { $0 &+ blocks[before].end }
    } else if let before = bootBefore(block.boot), !boots[before].marks.isEmpty {
      end = place(records[boots[before].last].mono, among: boots[before].marks).ms
    }
    if let end {
      let least = end &+ 1 &- block.start
      lo = lo.map { max($0, least) } ?? least
    }
    return lo
  }

  private func boundFromAfter(_ blocks: inout [Block], of machine: Int32) {
    var boot = machines[Int(machine)].firstBoot
    while boot >= 0 {
      let entry = boots[Int(boot)]
      if entry.first >= 0, !entry.marks.isEmpty, let before = bootBefore(Int(boot)),
        let block = blocks.firstIndex(where: { $0.boot == before })
      {
        let start = place(records[entry.first].mono, among: entry.marks).ms
        blocks[block].hi = min(blocks[block].hi, start &- 1 &- blocks[block].end)
      }
      boot = entry.nextOfMachine
    }
    for at in blocks.indices.reversed() {
      guard let before = blocks[at].before else { continue }
      let start = blocks[at].hi &+ blocks[at].start
      blocks[before].hi = min(blocks[before].hi, start &- 1 &- blocks[before].end)
    }
  }

  private mutating func place(_ at: Int, _ blocks: [Block]) {
    let block = blocks[at]
    let first = records[boots[block.boot].first]
    var from = block.lo
    if let before = block.before {
      let least =
        boots[blocks[before].boot].base &+ blocks[before].end &+ 1 &- block.start
      from = from.map { max($0, least) } ?? least
    }
    var base = first.at &- block.start
    if base > block.hi {
      base = block.hi
    } else if let from, base < from {
      base = min(from, block.hi)
    }
    let above = block.hi &- base
    let err = block.lo.map { max(0, base &- $0, above) } ?? max(0, above)
    guard base != boots[block.boot].base || err != boots[block.boot].err else { return }
    boots[block.boot].base = base
    boots[block.boot].err = err
    boots[block.boot].needsTimes = true
    timeAgain(block.boot)
  }
}
