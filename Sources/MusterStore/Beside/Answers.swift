internal import MusterCore

/// What requests with an idempotency key were answered.
///
/// An answer is written in the transaction of what it answers, so a request that is sent again
/// after a crash does the same thing once: both are on the disk, or neither.
public nonisolated struct Answers {
  private let database: Database

  /// The answers of a database.
  public init(_ database: Database) { self.database = database }

  /// The response kept under a key; nil for a key that was never used, or long ago.
  public func response(to key: String) throws(StoreError) -> [UInt8]? {
    try database.statement("SELECT response FROM answer WHERE key = ?")
      .bind(1, key)
      .first { row in row.blob(0) }
  }

  /// Keeps a response; the first one under a key stays.
  func keep(_ answer: Answer) throws(StoreError) {
    if planted(.forgetsAnswers) { return }
    try database.statement("INSERT OR IGNORE INTO answer VALUES (?, ?, ?)")
      .bind(1, answer.key).bind(2, answer.response).bind(3, answer.at).run()
  }

  /// Forgets all but the head of every answer that holds one of the words.
  ///
  /// - Parameter words: texts as they stand in JSON, with their quotes.
  /// - Returns: whether there was any.
  func forget(_ words: Set<[UInt8]>) throws(StoreError) -> Bool {
    var isAny = false
    for word in words {
      try database.statement(
        "UPDATE answer SET response = substr(response, 1, ?1) "
          + "WHERE length(response) > ?1 AND instr(response, ?2) > 0"
      ).bind(1, Int64(Answer.headBytes)).bind(2, word).run()
      isAny = isAny || database.changes > 0
    }
    return isAny
  }

  /// Drops answers kept before a time, ms.
  public func drop(before time: Int64) throws(StoreError) {
    try database.statement("DELETE FROM answer WHERE at < ?").bind(1, time).run()
  }
}

/// A response to be kept under a request's idempotency key.
public nonisolated struct Answer: Hashable, Sendable {
  /// So many bytes of a response stay when somebody of whom it tells is erased: they say of which
  /// request it is the answer, and nothing of anybody.
  public static let headBytes = 34

  /// The request's key.
  public var key: String
  /// What it is answered.
  public var response: [UInt8]
  /// When, ms.
  public var at: Int64

  /// Makes an answer.
  public init(key: String, response: [UInt8], at: Int64) {
    self.key = key
    self.response = response
    self.at = at
  }
}
