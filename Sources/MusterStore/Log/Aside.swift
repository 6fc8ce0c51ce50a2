internal import MusterCore
public import MusterSync
internal import MusterTrust

/// A segment of another life of the hub, as a node offers it.
public nonisolated struct AsideSegment: Hashable, Sendable {
  /// Which life, where, how many, and the hash after it, which names it.
  public var offer: SegmentOffer
  /// The whole frame, as it was received.
  public var frame: [UInt8]
}

/// Segments that the log followed has parted from.
nonisolated struct Aside {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// How many are kept; none in a file that an earlier version has left, which a reader does not
  /// change.
  func count() throws(StoreError) -> Int {
    let sql = "SELECT 1 FROM sqlite_schema WHERE name = 'aside'"
    guard try database.integer(sql) != nil else { return 0 }
    return Int(try database.integer("SELECT count(*) FROM aside") ?? 0)
  }

  /// Takes all segments of the log behind a place, and the starts among them, in the caller's
  /// transaction.
  func take(after place: Int64) throws(StoreError) {
    if planted(.dropsWhatParted) {
      return try database.statement("DELETE FROM segment WHERE first > ?").bind(1, place).run()
    }
    try database.statement(
      """
      INSERT OR IGNORE INTO aside (after, generation, first, count, frame)
      SELECT after, generation, first, count, frame FROM segment JOIN body USING (first)
      WHERE first > ? ORDER BY first
      """
    ).bind(1, place).run()
    try database.statement("DELETE FROM segment WHERE first > ?").bind(1, place).run()
  }

  /// Those that were taken first, after a number, with their numbers.
  func segments(
    after number: Int64, limit: Int
  ) throws(StoreError) -> [(number: Int64, segment: AsideSegment)] {
    var found: [(number: Int64, segment: AsideSegment)] = []
    try database.statement(
      """
      SELECT number, generation, first, count, after, frame FROM aside
      WHERE number > ? ORDER BY number LIMIT ?
      """
    ).bind(1, number).bind(2, Int64(limit)).each { (row) throws(StoreError) in
      let offer = SegmentOffer(
        generation: row.identifier(1), first: row.integer(2), count: row.integer(3),
        after: try row.digest(4))
      found.append((row.integer(0), AsideSegment(offer: offer, frame: row.blob(5))))
    }
    return found
  }

  /// What is offered of those that were taken first.
  func offers(limit: Int) throws(StoreError) -> [SegmentOffer] {
    var offers: [SegmentOffer] = []
    try database.statement(
      "SELECT generation, first, count, after FROM aside ORDER BY number LIMIT ?"
    ).bind(1, Int64(limit)).each { (row) throws(StoreError) in
      offers.append(
        SegmentOffer(
          generation: row.identifier(0), first: row.integer(1), count: row.integer(2),
          after: try row.digest(3)))
    }
    return offers
  }

  /// The frame of the segment that ends with this hash.
  func frame(after hash: Digest) throws(StoreError) -> [UInt8]? {
    try database.statement("SELECT frame FROM aside WHERE after = ?").bind(1, hash)
      .first { row in row.blob(0) }
  }

  /// Forgets some.
  func drop(_ numbers: [Int64]) throws(StoreError) {
    let statement = try database.statement("DELETE FROM aside WHERE number = ?")
    for number in numbers { try statement.bind(1, number).run() }
  }
}
