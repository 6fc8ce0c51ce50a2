internal import MusterCore
internal import MusterSync

/// What becomes of private lines that are erased (`Protocol/5-state.md`, Erasure): whatever comes first,
/// the erase or the line, nothing of it stays on this machine.
nonisolated extension Replica {
  /// Puts what has come to be erased among what the next commit drops.
  func gatherErased() {
    let erased = memory.fold.takeErased()
    guard !erased.isEmpty else { return }
    memory.wants.forget(erased)
    for op in erased { gatherGone(op) }
  }

  /// Puts an op's private line among what the next commit drops.
  func gatherGone(_ op: OpID) {
    gathered.gone.append(op)
    gathered.privateLines[op] = nil
    memory.wants.settle(op)
    if let person = person(namedBy: op) { memory.staleNames.note(person) }
  }

  /// Drops what was erased while this program did not run, or did not know what an erase is; called once
  /// the whole log is folded.
  func settleErasures() throws(StoreError) {
    guard role != .reader else { return }
    let erased = memory.fold.takeErased()
    memory.wants.forget(erased)
    for op in erased where try !privates.isGone(op) { gatherGone(op) }
    if !gathered.gone.isEmpty {
      try database.transaction { () throws(StoreError) in
        let traces = try dropGone()
        try freshenNames()
        try wipe(traces)
      }
      gathered.gone.removeAll()
    }
    // A crash may have come between an erasure and this.
    mayLogTell = try privates.areAnyGone()
    forgetLog()
  }

  // MARK: In the transaction of a commit

  /// Drops the lines that are gone; says what of them may still be read.
  func dropGone() throws(StoreError) -> Traces {
    var traces = Traces()
    for op in gathered.gone {
      if case .line(let line) = try privates.line(of: op) { traces.note(line) }
      try privates.erase(op)
    }
    return traces
  }

  /// Keeps an own op's private line, or notes that it is gone: the desk may not know yet what the node
  /// does.
  func keepOwn(_ privateLine: [UInt8], of operation: Operation) throws(StoreError) {
    if let person = operation.participant, memory.fold.isErased(participant: person) {
      try privates.erase(operation.id)
    } else {
      try privates.keep(privateLine, of: operation.id)
    }
  }

  /// Wipes every table in which something may still be read of what was dropped, once the names of the
  /// living are in the index.
  func wipe(_ traces: Traces) throws(StoreError) {
    guard traces.areAny else { return }
    if try answers.forget(traces.words) { try database.rewrite("answer") }
    for table in ["private", "alike", "named"] { try database.rewrite(table) }
    try names.sweep()
    mayLogTell = true
  }

  // MARK: After a commit

  /// Empties the log of writes when it may still tell what was dropped, as soon as nobody reads it.
  func forgetLog() {
    guard mayLogTell, let isEmpty = try? database.emptyLog() else { return }
    mayLogTell = !isEmpty
  }
}
