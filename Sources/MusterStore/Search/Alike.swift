internal import MusterCore
internal import MusterTrust

/// Which participants have a folded name or a contact in common (`Protocol/5-state.md`,
/// possible-duplicate).
///
/// A cache: it follows from the fold and the private lines, and can be rebuilt from them. It holds 64
/// bits of a digest for each name, email address and telephone number, and nothing else of them.
nonisolated struct Alike {
  /// A telephone number of fewer digits says nothing.
  private static let fewestDigits = 6

  private let database: Database

  init(_ database: Database) { self.database = database }

  /// What of a participant's name and contacts is compared.
  static func keys(words: String, email: String?, phone: String?) -> Set<Int64> {
    var keys: Set<Int64> = []
    func add(_ sort: String, _ text: String) {
      let digest = SHA256.digest(sort + "\n" + text)
      keys.insert(Int64(bitPattern: digest.identifier.high))
    }
    if !words.isEmpty { add("name", words) }
    if let email, !email.isEmpty { add("email", email.lowercased()) }
    if let phone {
      let digits = NameFolding.words(of: phone).joined().utf8.filter { (0x30...0x39).contains($0) }
      if digits.count >= fewestDigits { add("phone", String(decoding: digits, as: UTF8.self)) }
    }
    return keys
  }

  /// Sets what a participant has.
  func set(_ keys: Set<Int64>, of participant: String) throws(StoreError) {
    var held: Set<Int64> = []
    try database.statement("SELECT key FROM alike WHERE participant = ?").bind(1, participant)
      .each { row in held.insert(row.integer(0)) }
    for key in held.subtracting(keys) {
      try database.statement("DELETE FROM alike WHERE key = ? AND participant = ?")
        .bind(1, key).bind(2, participant).run()
    }
    for key in keys.subtracting(held) {
      try database.statement("INSERT INTO alike (key, participant) VALUES (?, ?)")
        .bind(1, key).bind(2, participant).run()
    }
  }

  /// Calls the body with all who have one thing in common, for each such thing.
  func eachGroup(_ body: ([String]) -> Void) throws(StoreError) {
    var key: Int64?
    var group: [String] = []
    try database.statement(
      """
      SELECT key, participant FROM alike
      WHERE key IN (SELECT key FROM alike GROUP BY key HAVING count(*) > 1) ORDER BY key, participant
      """
    ).each { row in
      if row.integer(0) != key {
        if !group.isEmpty { body(group) }
        key = row.integer(0)
        group = []
      }
      group.append(row.text(1))
    }
    if !group.isEmpty { body(group) }
  }

  /// Who has one thing.
  func having(_ key: Int64) throws(StoreError) -> [String] {
    var found: [String] = []
    try database.statement("SELECT participant FROM alike WHERE key = ?").bind(1, key)
      .each { row in found.append(row.text(0)) }
    return found
  }

  /// What each participant has.
  func all() throws(StoreError) -> [String: Set<Int64>] {
    var all: [String: Set<Int64>] = [:]
    try database.statement("SELECT participant, key FROM alike").each { row in
      all[row.text(0), default: []].insert(row.integer(1))
    }
    return all
  }

  /// Forgets everything.
  func clear() throws(StoreError) { try database.execute("DELETE FROM alike") }
}
