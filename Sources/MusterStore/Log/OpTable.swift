internal import MusterCore

/// Which ops are placed, and at which place each one's line stands.
///
/// Open addressing in flat memory, 24 bytes a slot, in 256 parts by the first byte of the id: each
/// part grows by itself, so that no insertion ever moves more than a 256th of a long log. Ids are
/// digests, so their bits serve as hash; a writer who grinds out ids that share many bits can only
/// lengthen the search within its own cluster.
nonisolated struct OpTable {
  fileprivate struct Slot {
    var high: UInt64
    var low: UInt64
    /// 0: the slot is empty.
    var place: Int64
  }

  fileprivate struct Part {
    var slots = [Slot](repeating: Slot(high: 0, low: 0, place: 0), count: 8)
    var count = 0
  }

  private var parts = [Part](repeating: Part(), count: 256)
  private(set) var count = 0

  /// Where the op's line stands; nil when it is not placed.
  func place(of op: OpID) -> Int64? {
    let part = Int(op.high >> 56)
    let mask = parts[part].slots.count - 1
    var index = Int(truncatingIfNeeded: op.low) & mask
    while parts[part].slots[index].place != 0 {
      if parts[part].slots[index].low == op.low, parts[part].slots[index].high == op.high {
        return parts[part].slots[index].place
      }
      index = (index + 1) & mask
    }
    return nil
  }

  /// Notes an op; false when it is there already, which keeps its place.
  mutating func insert(_ op: OpID, at place: Int64) -> Bool {
    let part = Int(op.high >> 56)
    guard parts[part].insert(Slot(high: op.high, low: op.low, place: place)) else { return false }
    count += 1
    return true
  }
}

nonisolated extension OpTable.Part {
  fileprivate mutating func insert(_ new: OpTable.Slot) -> Bool {
    // At most three quarters full.
    if count * 4 >= slots.count * 3 { grow() }
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: new.low) & mask
    while slots[index].place != 0 {
      if slots[index].low == new.low, slots[index].high == new.high { return false }
      index = (index + 1) & mask
    }
    slots[index] = new
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [OpTable.Slot](
      repeating: OpTable.Slot(high: 0, low: 0, place: 0), count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot.place != 0 {
      var index = Int(truncatingIfNeeded: slot.low) & mask
      while slots[index].place != 0 { index = (index + 1) & mask }
      slots[index] = slot
    }
  }
}
