internal import MusterCore
internal import MusterSync
internal import MusterTrust

nonisolated extension Replica {
  /// Makes a standby's data a hub's: from the log follows how far every writer's chain is placed.
  ///
  /// The replica is to be closed afterwards, and opened as ``Role/hub``.
  public func promote() throws(StoreError) {
    try guardReady()
    guard role == .standby else { throw .noLife }
    if hasUncommitted { try commit() }
    let chains = try chains()
    try database.transaction { () throws(StoreError) in
      for (writer, head) in chains.heads { heads.set(head, of: writer) }
      try heads.write(to: database)
    }
    heads.settle()
  }

  private func chains() throws(StoreError) -> ChainReading {
    var chains = ChainReading(event: event, hasher: hasher)
    var digests: [OpID: Digest] = [:]
    try log.each { (row) throws(StoreError) in
      let segment = try segmentReading.segment(row.frame, first: row.first)
      for entry in segment.entries {
        if let line = entry.line { digests[entry.op] = hasher.digest(segment.payload, in: line) }
        if let digest = digests[entry.op] { chains.take(entry.placement, digest) }
      }
    }
    return chains
  }
}
