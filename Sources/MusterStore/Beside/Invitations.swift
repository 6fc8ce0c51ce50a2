public import MusterCore

/// The hub's join codes: what each admits to, and the key that used it.
///
/// A code admits the first key that proves it. The same key may come again and gets the same
/// answer; any other is refused (`Protocol/3-identity.md`, Join codes).
public nonisolated struct Invitations {
  /// One join code.
  public struct Invitation: Hashable, Sendable {
    /// 10 random bytes, which are never sent.
    public var secret: [UInt8]
    /// The point whose node it admits.
    public var point: String
    /// When it was made, ms of hub time.
    public var madeAt: Int64
    /// The raw public key that used it; nil while unused.
    public var key: Digest?
    /// The `node.admit` line that answered it.
    public var admission: [UInt8]?
    /// The hub's admission signature, 64 bytes.
    public var signature: [UInt8]?

    /// Makes an unused invitation.
    public init(secret: [UInt8], point: String, madeAt: Int64) {
      self.secret = secret
      self.point = point
      self.madeAt = madeAt
    }
  }

  private let database: Database
  private static let columns = "secret, point, made_at, key, admission, signature"

  /// The invitations of a database.
  public init(_ database: Database) { self.database = database }

  /// Keeps a new invitation.
  public func add(_ invitation: Invitation) throws(StoreError) {
    try database.statement("INSERT INTO invitation (secret, point, made_at) VALUES (?, ?, ?)")
      .bind(1, invitation.secret).bind(2, invitation.point).bind(3, invitation.madeAt).run()
  }

  /// All invitations, oldest first.
  public func all() throws(StoreError) -> [Invitation] {
    var all: [Invitation] = []
    let sql = "SELECT \(Self.columns) FROM invitation ORDER BY made_at, secret"
    try database.statement(sql).each { row in all.append(Self.read(row)) }
    return all
  }

  /// Notes which key used a code, and with what it was answered; in the caller's transaction with
  /// the admission itself. The first use stays.
  ///
  /// - Returns: whether the code is now this key's.
  public func use(
    secret: [UInt8], by key: Digest, admission: [UInt8], signature: [UInt8]
  ) throws(StoreError) -> Bool {
    try database.statement(
      """
      UPDATE invitation SET key = ?2, admission = ?3, signature = ?4
      WHERE secret = ?1 AND (key IS NULL OR key = ?2)
      """
    ).bind(1, secret).bind(2, key).bind(3, admission).bind(4, signature).run()
    return database.changes == 1
  }

  private static func read(_ row: Statement) -> Invitation {
    var invitation = Invitation(
      secret: row.blob(0), point: row.text(1), madeAt: row.integer(2))
    invitation.key = Digest(bytes: row.blob(3).span)
    invitation.admission = row.isNull(4) ? nil : row.blob(4)
    invitation.signature = row.isNull(5) ? nil : row.blob(5)
    return invitation
  }
}
