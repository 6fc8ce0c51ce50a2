/// The words of every participant's folded name, and the index (FTS5) that finds them.
///
/// A cache: it follows from the fold and the private lines, and can be rebuilt from them.
nonisolated struct NameIndex {
  /// Among how many the first by name are looked for, beyond those that are asked for.
  static let looked = 200

  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Sets a participant's folded words, joined by spaces; empty words take the participant out.
  ///
  /// - Returns: whether anything changed.
  @discardableResult
  func set(_ words: String, of participant: String) throws(StoreError) -> Bool {
    let held = try database.statement("SELECT row, words FROM named WHERE participant = ?")
      .bind(1, participant)
      .first { row in (row: row.integer(0), words: row.text(1)) }
    guard held?.words ?? "" != words else { return false }
    if let held {
      try database.statement("INSERT INTO name (name, rowid, words) VALUES ('delete', ?, ?)")
        .bind(1, held.row).bind(2, held.words).run()
      try database.statement("DELETE FROM named WHERE row = ?").bind(1, held.row).run()
    }
    guard !words.isEmpty else { return true }
    // Without RETURNING, which would begin a savepoint, at which FTS5 writes out all that it gathers.
    try database.statement("INSERT INTO named (participant, words) VALUES (?, ?)")
      .bind(1, participant).bind(2, words).run()
    try database.statement("INSERT INTO name (rowid, words) VALUES (?, ?)")
      .bind(1, database.lastRow).bind(2, words).run()
    return true
  }

  /// Participants of whose name every given word begins a word.
  ///
  /// First come those of whom all are whole words, then those of whom all but the last are, then the rest;
  /// each of the three by name. Where very many are found, the first that the index took in stand for all:
  /// a letter finds half of everybody, and nobody reads them.
  func find(_ words: [String], limit: Int) throws(StoreError) -> [String] {
    guard let last = words.last, limit > 0 else { return [] }
    let whole = words.map(Self.quoted)
    let begun = words.map { Self.quoted($0) + " *" }
    var found = try match(whole, limit: limit)
    var readings: [[String]] = [whole.dropLast() + [Self.quoted(last) + " *"]]
    if words.count > 1 { readings.append(begun) }
    for terms in readings where found.count < limit {
      let known = Set(found)
      let more = try match(terms, limit: limit)
      found += more.lazy.filter { !known.contains($0) }.prefix(limit - found.count)
    }
    return found
  }

  /// Calls the body with every participant's folded words.
  func each(_ body: (_ participant: String, _ words: String) -> Void) throws(StoreError) {
    try database.statement("SELECT participant, words FROM named ORDER BY participant")
      .each { row in body(row.text(0), row.text(1)) }
  }

  /// Takes everybody out, and every trace of their names from the index.
  func clear() throws(StoreError) {
    try database.execute("DELETE FROM named")
    try sweep()
  }

  /// Makes the index anew from the words, so that nothing of a removed name stays in it.
  func sweep() throws(StoreError) {
    try database.execute("INSERT INTO name (name) VALUES ('rebuild')")
  }

  /// Whether the index is sound and fits the words.
  ///
  /// On a connection that only reads, words that it should find no more go unnoticed.
  func isInStep() throws(StoreError) -> Bool {
    guard database.isReadOnly else { return try isSound() }
    var named: [(row: Int64, words: String)] = []
    try database.statement("SELECT row, words FROM named").each { row in
      named.append((row.integer(0), row.text(1)))
    }
    let find = try database.statement("SELECT 1 FROM name WHERE name MATCH ? AND rowid = ?")
    for (row, words) in named {
      let terms = words.split(separator: " ").map { Self.quoted(String($0)) }
      let isFound = try find.bind(1, terms.joined(separator: " AND ")).bind(2, row)
        .first { _ in true }
      if isFound != true { return false }
    }
    return true
  }

  private func isSound() throws(StoreError) -> Bool {
    do throws(StoreError) {
      try database.execute("INSERT INTO name (name, rank) VALUES ('integrity-check', 1)")
      return true
    } catch {
      guard case .corrupt = error else { throw error }
      return false
    }
  }

  /// Who of the first ``looked`` that the index gives, and as many more as are asked for, comes first by
  /// name.
  private func match(_ terms: [String], limit: Int) throws(StoreError) -> [String] {
    var found: [String] = []
    try database.statement(
      """
      SELECT named.participant
      FROM (SELECT rowid AS row FROM name WHERE name MATCH ? ORDER BY rowid LIMIT ?) AS given
      JOIN named ON named.row = given.row
      ORDER BY named.words, named.participant LIMIT ?
      """
    ).bind(1, terms.joined(separator: " AND ")).bind(2, Int64(limit + Self.looked))
      .bind(3, Int64(limit))
      .each { row in found.append(row.text(0)) }
    return found
  }

  private static func quoted(_ word: String) -> String {
    var quoted = "\""
    for character in word.unicodeScalars {
      if character == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
