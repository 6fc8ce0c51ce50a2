public import MusterCore
public import MusterTrust

/// Gathers entries until a segment is full, then seals it: hashed, signed, compressed once.
///
/// Order of calls: ``add(_:line:op:)`` until it says that there is no room, ``seal(_:)``, and anew.
public nonisolated struct SegmentBuilder {
  /// What all segments of one life of the hub share.
  public struct Signer {
    /// The event.
    public var event: EventID
    /// This life of the hub.
    public var generation: Identifier
    /// The hub's key.
    public var key: SigningKey

    /// Makes a signer.
    public init(event: EventID, generation: Identifier, key: SigningKey) {
      self.event = event
      self.generation = generation
      self.key = key
    }
  }

  /// A sealed segment: what is stored and sent.
  public struct Sealed: Sendable {
    /// Where it stands on the chain.
    public var header: SegmentHeader
    /// The whole frame.
    public var frame: [UInt8]
    /// The op of each entry, in order of place.
    public var ops: [OpID]
  }

  /// Bytes for the line of writers: 256 of them at 72 bytes, and its frame.
  private static let reserveForWriters = 32 + 72

  private var writers: [Writer] = []
  private var entryBytes: [UInt8] = []
  private var ops: [OpID] = []

  /// Makes an empty builder.
  public init() {
    entryBytes.reserveCapacity(Limits.standard.bodyBytes)
    ops.reserveCapacity(Limits.standard.entries)
  }

  /// How many entries are gathered.
  public var count: Int { ops.count }

  /// Whether nothing is gathered.
  public var isEmpty: Bool { ops.isEmpty }

  /// Adds an entry; false, and nothing added, when it does not fit any more.
  ///
  /// - Parameters:
  ///   - placement: under which writer and number.
  ///   - op: the op's id.
  ///   - line: the op's line within `bytes`, or nil when the op was placed before.
  public mutating func add(
    _ placement: Placement, op: OpID, line: Range<Int>?, of bytes: [UInt8]
  ) -> Bool {
    let more = 128 + (line?.count ?? 0)
    let taken = entryBytes.count + (writers.count + 1) * 72 + Self.reserveForWriters
    guard ops.count < Limits.standard.entries, taken + more <= Limits.standard.bodyBytes else {
      return false
    }
    let writer = index(of: placement.writer)
    entryBytes.append(0x0A)
    PlacementLine(
      writer: writer, n: placement.n, received: placement.received,
      placedBefore: line == nil ? op : nil
    ).write(to: &entryBytes)
    if let line {
      entryBytes.append(0x0A)
      entryBytes.append(contentsOf: bytes[line])
    }
    ops.append(op)
    return true
  }

  /// Seals what is gathered, one entry at least, into a segment that follows on `position`, and
  /// begins anew.
  public mutating func seal(
    after position: LogPosition, signer: Signer, hasher: Hasher256, deflate: Deflate
  ) -> Sealed {
    var writer = JSONWriter()
    writeWriters(to: &writer)
    let start = writer.bytes.count
    var body = writer.bytes
    body.reserveCapacity(start + entryBytes.count)
    body += entryBytes
    let hash = LogChain.step(position.hash, body: hasher.digest(body))
    let header = SegmentHeader(
      event: signer.event, generation: signer.generation, first: position.place + 1,
      count: ops.count, before: position.hash, after: hash, signer: signer.key)
    var payload = JSONWriter()
    header.write(to: &payload)
    payload.bytes.append(0x0A)
    payload.bytes += body
    let frame = FrameWriter.smallest(payload.bytes, deflate)
    let sealed = Sealed(header: header, frame: frame, ops: ops)
    writers.removeAll(keepingCapacity: true)
    entryBytes.removeAll(keepingCapacity: true)
    ops.removeAll(keepingCapacity: true)
    return sealed
  }

  private mutating func index(of writer: Writer) -> Int {
    if let index = writers.lastIndex(of: writer) { return index }
    writers.append(writer)
    return writers.count - 1
  }

  private func writeWriters(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("writers")
    writer.beginArray()
    for each in writers {
      writer.beginArray()
      writer.value(each.node)
      writer.value(each.epoch)
      writer.endArray()
    }
    writer.endArray()
    writer.endObject()
  }
}
