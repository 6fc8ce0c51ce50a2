/// An open-addressing table from 64-bit hashes to indices of an array that somebody else keeps.
///
/// A slot is a fingerprint (32 bits) and an index + 1, so that growing never touches the entries
/// themselves. Entries are never taken out.
nonisolated struct Lookup: Sendable {
  private var slots: ContiguousArray<UInt64> = []
  private var count = 0

  /// Bytes that the slots take.
  var bytes: Int { slots.capacity * 8 }

  /// The index whose entry has this hash and is the same.
  @inline(__always)
  func find(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int? {
    if slots.isEmpty { return nil }
    let mask = slots.count &- 1
    let fingerprint = hash & 0xffff_ffff
    var at = Int(truncatingIfNeeded: fingerprint) & mask
    while true {
      let slot = slots[at]
      if slot == 0 { return nil }
      if slot >> 32 == fingerprint {
        let index = Int(truncatingIfNeeded: slot & 0xffff_ffff) &- 1
        if isSame(index) { return index }
      }
      at = (at &+ 1) & mask
    }
  }

  /// Enters an index that `find` does not find.
  @inline(__always)
  mutating func insert(_ hash: UInt64, _ index: Int) {
    if (count &+ 1) &* 4 > slots.count &* 3 { grow() }
    count &+= 1
    put((hash & 0xffff_ffff) << 32 | UInt64(truncatingIfNeeded: index &+ 1))
  }

  @inline(__always)
  private mutating func put(_ slot: UInt64) {
    let mask = slots.count &- 1
    var at = Int(truncatingIfNeeded: slot >> 32) & mask
    while slots[at] != 0 { at = (at &+ 1) & mask }
    slots[at] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: 0, count: max(8, old.count * 2))
    for slot in old where slot != 0 { put(slot) }
  }
}

/// Where each op stands, by its id.
///
/// Cut into shards which grow each by itself: at a million ops the longest stall is that of one
/// shard (about 0.1 ms), where one table would stop the hub for longer than a tick.
nonisolated struct OpIndex: Sendable {
  private static let shards = 64
  private var tables = [Lookup](repeating: Lookup(), count: OpIndex.shards)

  /// Bytes that the tables take.
  var bytes: Int { tables.reduce(0) { $0 + $1.bytes } }

  @inline(__always)
  func find(_ id: OpID, _ isSame: (Int) -> Bool) -> Int? {
    let hash = id.spread
    return tables[Int(truncatingIfNeeded: hash >> 58)].find(hash, isSame)
  }

  @inline(__always)
  mutating func insert(_ id: OpID, _ index: Int) {
    let hash = id.spread
    tables[Int(truncatingIfNeeded: hash >> 58)].insert(hash, index)
  }
}

nonisolated extension Identifier {
  /// 64 bits that depend on all 128, for tables.
  @inline(__always)
  var spread: UInt64 {
    var hash = high ^ (low &* 0x9e37_79b9_7f4a_7c15)
    hash ^= hash >> 32
    hash = hash &* 0xd6e8_feb8_6659_fd93
    return hash ^ hash >> 32
  }
}
