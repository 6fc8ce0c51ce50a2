public import MusterCore
public import MusterTrust

/// A run of placements that the hub made durable in one piece: the unit of the log.
///
/// The frame is the same bytes on the wire and on every disk (`Protocol/2-lines.md`, The log).
public nonisolated struct Segment: Sendable {
  /// One entry: a placement and, unless the op was placed before, where its line stands.
  public struct Entry: Hashable, Sendable {
    /// Under which writer and number.
    public var placement: Placement
    /// Which op.
    public var op: OpID
    /// Where the op's line stands in the payload; nil when the op was placed before on this chain.
    public var line: Range<Int>?
  }

  /// Where it stands on the chain and who says so.
  public var header: SegmentHeader
  /// The whole frame as sent and stored.
  public var frame: [UInt8]
  /// The inflated payload, in which the lines stand.
  public var payload: [UInt8]
  /// Its entries, in order of place.
  public var entries: [Entry]

  /// Reads a frame whose message is a `segment` and checks that its body gives its hash.
  ///
  /// The signature, and whether the segment follows on what the reader has, are checked by
  /// ``checkSignature()`` and by the session.
  public init(_ frame: Frame, hasher: Hasher256) throws(ProtocolError) {
    let message = try MessageReader(frame)
    guard message.type == "segment" else {
      throw ProtocolError(.unexpected, "A segment was expected here, not \(message.type).")
    }
    try self.init(frame, header: SegmentHeader(message), hasher: hasher)
  }

  init(_ frame: Frame, header: SegmentHeader, hasher: Hasher256) throws(ProtocolError) {
    self.header = header
    self.frame = frame.raw
    payload = frame.payload
    entries = []
    guard let body = frame.body else {
      throw ProtocolError(.badMessage, "The segment carries no lines.")
    }
    guard body.count <= Limits.standard.bodyBytes else {
      throw ProtocolError(
        .tooMany, "A segment's body is at most \(Limits.standard.bodyBytes) bytes.")
    }
    let hash = LogChain.step(header.before, body: hasher.digest(payload, in: body))
    guard hash == header.after else {
      throw ProtocolError(.badHash, "The segment's lines do not give its hash.")
    }
    let writers = try Self.readWriters(payload, frame.lines[1], atMost: header.count)
    try readEntries(frame.lines, writers: writers, hasher: hasher)
  }

  /// Whether the segment is signed by the key that it names.
  public func checkSignature() -> Bool {
    header.signature.verifies(header.signedText, by: header.key)
  }

  private mutating func readEntries(
    _ lines: [Range<Int>], writers: [Writer], hasher: Hasher256
  ) throws(ProtocolError) {
    entries.reserveCapacity(header.count)
    var next = 2
    for _ in 0..<header.count {
      guard next < lines.count, let placed = PlacementLine.read(payload, in: lines[next]),
        placed.writer < writers.count
      else { throw ProtocolError(.badMessage, "The segment has a placement of another form.") }
      let placement = Placement(
        writer: writers[placed.writer], n: placed.n, received: placed.received)
      next += 1
      if let op = placed.placedBefore {
        entries.append(Entry(placement: placement, op: op, line: nil))
        continue
      }
      guard next < lines.count else {
        throw ProtocolError(.badMessage, "The segment lacks a line.")
      }
      let op = hasher.digest(payload, in: lines[next]).identifier
      entries.append(Entry(placement: placement, op: op, line: lines[next]))
      next += 1
    }
    guard next == lines.count else {
      throw ProtocolError(.badMessage, "The segment has more lines than entries.")
    }
  }

  private static func readWriters(
    _ payload: [UInt8], _ line: Range<Int>, atMost most: Int
  ) throws(ProtocolError) -> [Writer] {
    let broken = ProtocolError(.badMessage, "The segment's writers have another form.")
    guard let value = try? JSONValue.read(payload, in: line),
      let elements = value["writers"]?.array, 1...most ~= elements.count
    else { throw broken }
    var writers: [Writer] = []
    for element in elements {
      guard let pair = element.array, pair.count == 2, let node = pair[0].identifier,
        let epoch = pair[1].identifier
      else { throw broken }
      writers.append(Writer(node: node, epoch: epoch))
    }
    return writers
  }
}
