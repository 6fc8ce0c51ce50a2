internal import MusterTrust
internal import MusterCore
internal import MusterSync

/// An op that this machine makes, as its two lines.
public nonisolated struct OwnOp: Hashable, Sendable {
  /// The public line, without LF.
  public var line: [UInt8]
  /// The private line beside it, when the public line names its digest.
  public var privateLine: [UInt8]?

  /// Makes an op from its lines.
  public init(line: [UInt8], privateLine: [UInt8]? = nil) {
    self.line = line
    self.privateLine = privateLine
  }
}

/// A node's own chain on the disk.
nonisolated struct OwnChain {
  private let database: Database
  private let epoch: Epoch

  init(_ database: Database, epoch: Epoch) {
    self.database = database
    self.epoch = epoch
  }

  func head() throws(StoreError) -> WriterHead? {
    try database.statement("SELECT n, hash FROM own WHERE epoch = ? ORDER BY n DESC LIMIT 1")
      .bind(1, epoch)
      .first { (row) throws(StoreError) in
        WriterHead(n: row.integer(0), hash: try row.digest(1))
      }
  }

  func hash(at n: Int64) throws(StoreError) -> Digest? {
    try database.statement("SELECT hash FROM own WHERE epoch = ? AND n = ?")
      .bind(1, epoch).bind(2, n)
      .first { (row) throws(StoreError) in try row.digest(0) }
  }

  func line(at n: Int64) throws(StoreError) -> [UInt8]? {
    try database.statement("SELECT line FROM own WHERE epoch = ? AND n = ?")
      .bind(1, epoch).bind(2, n)
      .first { row in row.blob(0) }
  }

  func append(
    _ line: [UInt8], _ head: WriterHead, received: Int64
  ) throws(StoreError) {
    try database.statement(
      "INSERT INTO own (epoch, n, hash, received, line) VALUES (?, ?, ?, ?, ?)"
    )
    .bind(1, epoch).bind(2, head.n).bind(3, head.hash).bind(4, received).bind(5, line).run()
  }

  func lines(from n: Int64, maxCount: Int, maxBytes: Int) throws(StoreError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var taken = 0
    let statement = try database.statement(
      "SELECT line FROM own WHERE epoch = ? AND n >= ? ORDER BY n LIMIT ?"
    ).bind(1, epoch).bind(2, n).bind(3, Int64(maxCount))
    defer { statement.reset() }
    while try statement.step() {
      let line = statement.blob(0)
      // One LF goes before each.
      taken += line.count + 1
      if !lines.isEmpty, taken > maxBytes { break }
      lines.append(line)
    }
    return lines
  }

  /// Calls the body with each line of this machine's other epochs, in the order in which they were
  /// received.
  func eachOfOtherEpochs(
    _ body: (_ line: [UInt8], _ received: Int64) throws(StoreError) -> Void
  ) throws(StoreError) {
    try database.statement(
      "SELECT line, received FROM own WHERE epoch <> ? ORDER BY received, epoch, n"
    ).bind(1, epoch).each { (row) throws(StoreError) in try body(row.blob(0), row.integer(1)) }
  }

  /// Calls the body with each op of the chain, in order.
  func each(
    _ body: (_ head: WriterHead, _ line: [UInt8], _ received: Int64) throws(StoreError) -> Void
  ) throws(StoreError) {
    try database.statement(
      "SELECT n, hash, line, received FROM own WHERE epoch = ? ORDER BY n"
    ).bind(1, epoch).each { (row) throws(StoreError) in
      try body(
        WriterHead(n: row.integer(0), hash: try row.digest(1)), row.blob(2), row.integer(3))
    }
  }
}
