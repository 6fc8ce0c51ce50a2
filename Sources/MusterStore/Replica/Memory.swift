internal import MusterCore
internal import MusterSync
internal import MusterTrust

/// What a replica keeps in memory of its log: the fold, and what stands beside each op.
///
/// All of it follows from the disk. One value, so that a batch is taken with one access to it.
nonisolated struct Memory {
  var fold: Fold
  var places = PlacesOfOps()
  var wants: PrivateWants
  var staleNames = StaleNames()
  /// Hub keys that a `hub.start` on the log certifies.
  var hubKeys: [Digest] = []
  /// Keys of hubs whose place others have taken.
  var replacedHubs: Set<Digest> = []
  /// The latest hub time of all placements, ms.
  private(set) var newestReceived: Int64?
  var reader: OperationReader

  init(event: EventID, _ reach: PrivateWants.Reach) {
    fold = Fold(event: event)
    wants = PrivateWants(reach)
    reader = OperationReader(event: event)
  }

  /// Where the op's line stands; nil when it is not placed.
  func place(of op: OpID) -> Int64? { fold.number(of: op).flatMap { places[$0] } }

  /// Notes where an op's line stands, before the fold has the placement.
  ///
  /// - Returns: whether this is its first place.
  @inline(__always)
  mutating func notePlace(of op: OpID, _ place: Int64) -> Bool {
    places.note(fold.number(of: op) ?? fold.operationCount, at: place)
  }

  /// Folds an op at its first place.
  ///
  /// - Returns: what it says of a life of the hub, if it is a `hub.start`.
  @inline(__always)
  mutating func take(
    _ bytes: [UInt8], _ line: Range<Int>, _ op: OpID, _ placement: Placement
  ) -> HubStart? {
    let operation = reader.read(bytes, in: line, id: op)
    fold.place(operation, placement)
    noteReceived(placement)
    switch operation.act {
    // Nine of ten: nothing stands beside them at the hub, and no name hangs on them.
    case .checkin, .checkout:
      if wants.notesPresence || operation.privateDigest != nil { wants.note(operation, placement) }
      return nil
    default:
      wants.note(operation, placement)
      staleNames.note(operation)
    }
    guard case .hubStart(let start) = operation.act else { return nil }
    if start.isCertified, !hubKeys.contains(start.key) { hubKeys.append(start.key) }
    // Only a hub places under a hub's writer: who copies a certificate into a line of his own cannot.
    if start.isCertified, placement.writer.node == operation.node, let old = start.replaces,
      old != start.key
    {
      replacedHubs.insert(old)
    }
    return start
  }

  @inline(__always)
  private mutating func noteReceived(_ placement: Placement) {
    newestReceived = max(newestReceived ?? placement.received, placement.received)
  }

  /// Brings the list of stale names up to what the fold has found.
  mutating func noteRetimed() {
    for person in fold.takeRetimed() { staleNames.note(person) }
  }

  /// Folds one more placement of an op whose line came before.
  mutating func placeAgain(_ op: OpID, _ placement: Placement) {
    fold.placeAgain(op, placement)
    noteReceived(placement)
    wants.noteAgain(op, placement)
  }

  /// Folds an own op that is not placed yet.
  mutating func takePending(
    _ operation: Operation, _ writer: Writer, n: Int64, received: Int64
  ) {
    staleNames.note(operation)
    fold.addPending(operation, writer: writer, n: n, received: received)
  }
}

nonisolated extension Segment {
  /// Whether the segment begins a life of the hub with this `hub.start`, which stands in its first
  /// entry: alone in it, the first op of that life's own writer, in a segment of that life's own. Whoever
  /// copies its certificate into a line of his own has another writer; and what was recovered from
  /// another life begins nothing here.
  func begins(_ start: HubStart) -> Bool {
    guard let first = entries.first, entries.count == 1 else { return false }
    return start.isCertified && header.generation == start.generation && first.placement.n == 1
      && first.placement.writer == Writer(node: keyID(of: start.key), epoch: start.generation)
  }
}
