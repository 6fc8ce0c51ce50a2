package import MusterCore
internal import MusterSync
internal import MusterTrust

/// All that a data folder holds, for who keeps the books of several of them.
nonisolated extension Replica {
  /// Ops whose lines are on the disk: placed, waiting, of other epochs, or kept aside.
  package func opsOnDisk() throws(StoreError) -> Set<OpID> {
    var ops = try ownOpsOnDisk()
    try log.each { (row) throws(StoreError) in
      let segment = try segmentReading.segment(row.frame, first: row.first)
      for entry in segment.entries { ops.insert(entry.op) }
    }
    for (_, kept) in try aside.segments(after: 0, limit: .max) {
      let segment = try segmentReading.segment(kept.frame, first: kept.offer.first)
      for entry in segment.entries where entry.line != nil { ops.insert(entry.op) }
    }
    return ops
  }

  /// Ops that this machine has made, under any epoch.
  package func ownOpsOnDisk() throws(StoreError) -> Set<OpID> {
    var ops: Set<OpID> = []
    try own?.chain.each { (_, line, _) throws(StoreError) in
      ops.insert(hasher.digest(line).identifier)
    }
    try own?.chain.eachOfOtherEpochs { (line, _) throws(StoreError) in
      ops.insert(hasher.digest(line).identifier)
    }
    return ops
  }

  /// Ops whose private lines are on the disk.
  package func privatesOnDisk() throws(StoreError) -> Set<OpID> {
    var ops: Set<OpID> = []
    try database.statement("SELECT op FROM private").each { row in ops.insert(row.identifier(0)) }
    return ops
  }
}
