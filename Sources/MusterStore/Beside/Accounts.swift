public import MusterCore
internal import MusterTrust

/// Who may log in to a daemon's HTTP, and the sessions of those who have.
///
/// Links and cookies stand here as digests alone: who reads the file can use neither. When one is too
/// old, who asks decides.
public nonisolated struct Accounts {
  /// A desk or an operator.
  public struct Account: Sendable {
    /// What it is called; unlike any other's.
    public var name: String
    /// What it may do, as the daemon spells it.
    public var role: String
    /// When its link was made; nil where it has none that was not used.
    public var link: Stamp?
  }

  /// When something was made.
  public struct Stamp: Sendable {
    /// The event's time as it was known then, ms.
    public var at: Int64
    /// The boot that was running; zero where the event's time needs no correction.
    public var boot: OpID
    /// Its clock, µs.
    public var mono: Int64

    /// Makes a stamp.
    public init(at: Int64, boot: OpID = OpID(high: 0, low: 0), mono: Int64 = 0) {
      self.at = at
      self.boot = boot
      self.mono = mono
    }
  }

  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Adds an account, or gives one that is there another role; with a link that can be used once, in
  /// the place of one before it.
  public func add(
    _ name: String, role: String, link: Digest, made: Stamp
  ) throws(StoreError) {
    let statement = try database.statement(
      """
      INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name)
      DO UPDATE SET role = ?2, link = ?3, at = ?4, boot = ?5, mono = ?6
      """)
    statement.bind(1, name).bind(2, role).bind(3, link.bytes)
    try Self.bind(made, statement, from: 4).run()
  }

  /// All accounts by name.
  public func all() throws(StoreError) -> [Account] {
    var all: [Account] = []
    try database.statement(
      "SELECT at, boot, mono, name, role, link IS NULL FROM account ORDER BY name"
    ).each { row in
      all.append(
        Account(
          name: row.text(3), role: row.text(4),
          link: row.integer(5) == 0 ? Self.stamp(row) : nil))
    }
    return all
  }

  /// Removes an account and ends its sessions.
  ///
  /// - Returns: whether it was there.
  public func remove(_ name: String) throws(StoreError) -> Bool {
    try database.statement("DELETE FROM account WHERE name = ?").bind(1, name).run()
    return database.changes > 0
  }

  /// When a link was made; nil for none, and for one that was used.
  public func link(_ link: Digest) throws(StoreError) -> Stamp? {
    try database.statement("SELECT at, boot, mono FROM account WHERE link = ?")
      .bind(1, link.bytes).first(Self.stamp)
  }

  /// Begins a session for who has a link, which is used up with it.
  public func begin(_ cookie: Digest, by link: Digest, made: Stamp) throws(StoreError) {
    try database.transaction { () throws(StoreError) in
      let statement = try database.statement(
        "INSERT INTO session SELECT ?1, name, ?3, ?4, ?5 FROM account WHERE link = ?2")
      statement.bind(1, cookie.bytes).bind(2, link.bytes)
      try Self.bind(made, statement, from: 3).run()
      try database.statement("UPDATE account SET link = NULL WHERE link = ?")
        .bind(1, link.bytes).run()
    }
  }

  /// Whose session a cookie is, and since when; nil for one that is none.
  public func holder(
    of cookie: Digest
  ) throws(StoreError) -> (name: String, role: String, since: Stamp)? {
    try database.statement(
      """
      SELECT session.at, session.boot, session.mono, name, role
      FROM session JOIN account ON account = name WHERE cookie = ?
      """
    ).bind(1, cookie.bytes).first { row in (row.text(3), row.text(4), Self.stamp(row)) }
  }

  /// All sessions, whatever their age.
  public func sessions() throws(StoreError) -> [(cookie: Digest, account: String, since: Stamp)] {
    var all: [(cookie: Digest, account: String, since: Stamp)] = []
    try database.statement("SELECT at, boot, mono, account, cookie FROM session").each {
      (row) throws(StoreError) in
      all.append((try row.digest(4), row.text(3), Self.stamp(row)))
    }
    return all
  }

  /// Ends one session.
  public func end(_ cookie: Digest) throws(StoreError) {
    try database.statement("DELETE FROM session WHERE cookie = ?").bind(1, cookie.bytes).run()
  }

  private static func bind(
    _ stamp: Stamp, _ statement: Statement, from index: Int32
  ) -> Statement {
    statement.bind(index, stamp.at).bind(index + 1, stamp.boot.bytes).bind(index + 2, stamp.mono)
  }

  /// Of the first three columns.
  private static func stamp(_ row: Statement) -> Stamp {
    Stamp(at: row.integer(0), boot: row.identifier(1), mono: row.integer(2))
  }
}
