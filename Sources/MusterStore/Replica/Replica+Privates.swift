internal import MusterTrust
public import MusterCore
internal import MusterSync

nonisolated extension Replica {
  /// What is held of an op's private line.
  public func privateLine(of op: OpID) throws(StoreError) -> PrivateHolding {
    if memory.fold.isErased(op) || gathered.gone.contains(op) { return .gone }
    if let waiting = gathered.privateLines[op] { return .line(waiting) }
    return try privates.line(of: op)
  }

  /// Takes an op's private line; durable after ``commit()``. One that is erased is thrown away.
  ///
  /// - Throws: ``StoreError/unknownOp(_:)``, ``StoreError/wrongPrivateLine(_:)``.
  public func keepPrivate(_ line: [UInt8], of op: OpID) throws(StoreError) {
    try guardReady()
    guard try named(by: op) == hasher.digest(line) else { throw .wrongPrivateLine(op) }
    guard !memory.fold.isErased(op) else { return gatherGone(op) }
    gather(line, of: op)
    memory.staleNames.note(namedBy: op)
  }

  /// Takes the other side's word that an op's private line is erased; durable after ``commit()``.
  public func noteGone(_ op: OpID) throws(StoreError) {
    try guardReady()
    gatherGone(op)
  }

  /// Takes the other side's word that it does not hold an op's private line now, so that nothing waits
  /// for it; asked anew, it is asked for again.
  public func noteAbsent(_ op: OpID) { memory.wants.lack(op) }

  /// Ops whose private lines this replica lacks and may have; each is given once, until
  /// ``askAgainForPrivates(of:)``.
  ///
  /// - Parameter author: at the hub, whose ops; at a node nil, for it asks the hub for all.
  public func missingPrivates(of author: KeyID? = nil, limit: Int) -> [OpID] {
    memory.wants.next(of: author ?? PrivateWants.hub, limit: limit)
  }

  /// Begins asking anew, as at the start of a session.
  public func askAgainForPrivates(of author: KeyID? = nil) {
    memory.wants.askAgain(author ?? PrivateWants.hub)
  }

  /// How many private lines this replica lacks and may have.
  public var missingPrivateCount: Int { memory.wants.count }

  /// Up to which number of a writer's placed ops their private lines are held too, or known to be
  /// held by nobody.
  public func whole(of writer: Writer) -> Int64 {
    let head = heads[writer]?.n ?? 0
    if planted(.saysWholeTooEarly) { return head }
    return min(head, memory.wants.whole(of: writer) ?? head)
  }

  /// The digest of its private line that an op names.
  private func named(by op: OpID) throws(StoreError) -> Digest? {
    if let digest = memory.fold.privateDigest(of: op) { return digest }
    // No private line stands beside what the fold cannot read.
    guard let line = try line(of: op) else { throw .unknownOp(op) }
    return memory.reader.read(line, in: 0..<line.count, id: op).privateDigest
  }

  func gather(_ line: [UInt8], of op: OpID) {
    gathered.privateLines[op] = line
    memory.wants.settle(op)
  }

  /// Whether an own op can be stored and sent; gives what it says.
  func check(_ op: OwnOp) throws(StoreError) -> CheckedOp {
    guard !op.line.isEmpty, op.line.count <= Limits.standard.lineBytes else {
      throw .unfitLine(why: "it is empty or longer than \(Limits.standard.lineBytes) bytes")
    }
    guard !op.line.contains(0x0A), !(op.privateLine?.contains(0x0A) ?? false) else {
      throw .unfitLine(why: "it holds a line feed")
    }
    let digest = hasher.digest(op.line)
    let operation = memory.reader.read(op.line, in: 0..<op.line.count, id: digest.identifier)
    // What nobody can read would be kept for ever and fold to nothing.
    if case .unreadable = operation.act {
      throw .unfitLine(why: "no reader would take it as an op of this event")
    }
    let checked = CheckedOp(digest: digest, operation: operation)
    guard let line = op.privateLine else { return checked }
    guard line.count <= Limits.standard.lineBytes else {
      throw .unfitLine(why: "its private line is longer than \(Limits.standard.lineBytes) bytes")
    }
    guard operation.privateDigest == hasher.digest(line) else {
      throw .wrongPrivateLine(digest.identifier)
    }
    return checked
  }
}
