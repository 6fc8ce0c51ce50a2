public import MusterTrust
internal import MusterCore
public import MusterSync

/// The log as it lies on the disk: segments, each with its frame as it went over the wire.
///
/// Rows go in by ``append(_:frame:ops:)`` in order of place, in the caller's transaction, and are
/// never changed.
nonisolated struct Log {
  /// A row of the log.
  struct Row {
    var first: Int64
    var count: Int
    var after: Digest
    var frame: [UInt8]
  }

  /// What the list says of a segment beside its frame.
  struct Listing {
    var generation: Identifier
    var key: Digest
    var signature: Signature?
    var ops: [OpID]
  }

  private let database: Database
  private let insertSegment: Statement
  private let insertBody: Statement

  init(_ database: Database) throws(StoreError) {
    self.database = database
    insertSegment = try database.statement("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)")
    insertBody = try database.statement("INSERT INTO body VALUES (?, ?)")
  }

  func append(
    _ header: SegmentHeader, frame: [UInt8], ops: [OpID]
  ) throws(StoreError) {
    var ids: [UInt8] = []
    ids.reserveCapacity(16 * ops.count)
    for op in ops { op.append(to: &ids) }
    insertSegment.bind(1, header.first).bind(2, Int64(header.count)).bind(3, header.after)
      .bind(4, header.generation).bind(5, header.key).bind(6, header.signature.bytes)
    try insertSegment.binding(7, inPlace: ids) { () throws(StoreError) in
      try insertSegment.run()
    }
    insertBody.bind(1, header.first)
    try insertBody.binding(2, inPlace: frame) { () throws(StoreError) in try insertBody.run() }
  }

  func append(_ start: HubStartMark) throws(StoreError) {
    try database.statement("INSERT INTO start (place, generation, before) VALUES (?, ?, ?)")
      .bind(1, start.place).bind(2, start.generation).bind(3, start.before).run()
  }

  /// Calls the body with every row, in order of place.
  func each(_ body: (Row) throws(StoreError) -> Void) throws(StoreError) {
    let sql =
      "SELECT first, count, after, frame FROM segment JOIN body USING (first) ORDER BY first"
    try database.statement(sql).each { (row) throws(StoreError) in
      try body(
        Row(
          first: row.integer(0), count: Int(row.integer(1)), after: row.digest(2),
          frame: row.blob(3)))
    }
  }

  func listing(of first: Int64) throws(StoreError) -> Listing? {
    let sql = "SELECT generation, key, signature, ids FROM segment WHERE first = ?"
    return try database.statement(sql).bind(1, first).first { (row) throws(StoreError) in
      let ids = row.blob(3)
      return Listing(
        generation: row.identifier(0), key: try row.digest(1),
        signature: Signature(bytes: row.blob(2)),
        ops: stride(from: 0, to: ids.count, by: 16).map { OpID(packed: ids, at: $0) })
    }
  }

  /// The row whose segment holds a place.
  func row(holding place: Int64) throws(StoreError) -> Row? {
    let sql = """
      SELECT first, count, after, frame FROM segment JOIN body USING (first)
      WHERE first <= ? ORDER BY first DESC LIMIT 1
      """
    let row = try database.statement(sql).bind(1, place).first { (row) throws(StoreError) in
      try Row(
        first: row.integer(0), count: Int(row.integer(1)), after: row.digest(2),
        frame: row.blob(3))
    }
    guard let row, place < row.first + Int64(row.count) else { return nil }
    return row
  }

  /// The hash at the end of the segment whose last place this is.
  func hash(atEndOf place: Int64) throws(StoreError) -> Digest? {
    let sql = "SELECT first + count - 1, after FROM segment WHERE first <= ? ORDER BY first DESC"
    return try database.statement(sql + " LIMIT 1").bind(1, place)
      .first { (row) throws(StoreError) in row.integer(0) == place ? try row.digest(1) : nil }
      ?? nil
  }

  func frames(after place: Int64, maxBytes: Int) throws(StoreError) -> [StoredSegment] {
    var segments: [StoredSegment] = []
    var taken = 0
    let sql = """
      SELECT first, count, after, frame FROM segment JOIN body USING (first)
      WHERE first > ? ORDER BY first
      """
    let statement = try database.statement(sql).bind(1, place)
    defer { statement.reset() }
    while try statement.step() {
      let frame = statement.blob(3)
      if !segments.isEmpty, taken + frame.count > maxBytes { break }
      taken += frame.count
      let last = statement.integer(0) + statement.integer(1) - 1
      let end = LogPosition(place: last, hash: try statement.digest(2))
      segments.append(StoredSegment(first: statement.integer(0), end: end, frame: frame))
      if taken >= maxBytes { break }
    }
    return segments
  }

  /// The newest lives of the hub, oldest first.
  func starts(newest count: Int) throws(StoreError) -> [HubStartMark] {
    var starts: [HubStartMark] = []
    try database.statement(
      "SELECT generation, place, before FROM start ORDER BY place DESC LIMIT ?"
    ).bind(1, Int64(count)).each { (row) throws(StoreError) in
      starts.append(
        HubStartMark(
          generation: row.identifier(0), place: row.integer(1), before: try row.digest(2)))
    }
    return starts.reversed()
  }
}

/// A segment as it is stored: ready to be sent.
public nonisolated struct StoredSegment: Hashable, Sendable {
  /// Place of its first entry.
  public var first: Int64
  /// The position at its end.
  public var end: LogPosition
  /// The whole frame.
  public var frame: [UInt8]
}
