internal import MusterTrust
internal import MusterCore
internal import MusterSync

/// How far the chain of every writer is placed, at the hub: in memory, and changed rows on the disk
/// with each commit.
nonisolated struct WriterHeads {
  private var heads: [Writer: WriterHead] = [:]
  private var changed: Set<Writer> = []

  /// Reads the table.
  init(_ database: Database) throws(StoreError) {
    var heads: [Writer: WriterHead] = [:]
    try database.statement("SELECT node, epoch, n, hash FROM writer")
      .each { (row) throws(StoreError) in
        let writer = Writer(node: row.identifier(0), epoch: row.identifier(1))
        heads[writer] = WriterHead(n: row.integer(2), hash: try row.digest(3))
      }
    self.heads = heads
  }

  subscript(writer: Writer) -> WriterHead? { heads[writer] }

  var all: [Writer: WriterHead] { heads }

  mutating func set(_ head: WriterHead, of writer: Writer) {
    heads[writer] = head
    changed.insert(writer)
  }

  /// Writes what changed since the last commit.
  mutating func write(to database: Database) throws(StoreError) {
    let statement = try database.statement(
      """
      INSERT INTO writer VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT DO UPDATE SET n = ?3, hash = ?4
      """)
    for writer in changed {
      guard let head = heads[writer] else { continue }
      try statement.bind(1, writer.node).bind(2, writer.epoch).bind(3, head.n).bind(4, head.hash)
        .run()
    }
  }

  /// Called when what was written is on the disk.
  mutating func settle() { changed.removeAll(keepingCapacity: true) }
}
