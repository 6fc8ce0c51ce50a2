/// Small facts about a data folder, by name.
public nonisolated struct Settings {
  /// The name of a fact.
  public struct Name: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// As it stands in the table.
    public var rawValue: String

    /// Makes a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Makes a name from a literal.
    public init(stringLiteral value: String) { rawValue = value }

    /// 1 when the last process ended in order, 0 while one runs.
    static let endedInOrder: Name = "ended_in_order"
    /// The event's id.
    static let event: Name = "event"
    /// The random part of this life of a node's storage.
    static let epoch: Name = "epoch"
    /// Further addresses of the hub and its standbys, `host:port` in lines.
    public static let addresses: Name = "addresses"
    /// `host:port` at which browsers last reached the daemon.
    public static let page: Name = "page"
    /// 1 when a node's storage was put back from a copy, until it has a new epoch.
    public static let outgrown: Name = "outgrown"
    /// The version of the name folding by which the search index was made.
    static let namesFolded: Name = "names_folded"
    /// The hub has this many of the node's own ops on its disk.
    static let durable: Name = "durable"
    /// And their private lines for this many.
    static let whole: Name = "whole"
  }

  private let database: Database

  /// The settings of a database.
  public init(_ database: Database) { self.database = database }

  /// The bytes under a name; nil when nothing was set.
  public func bytes(_ name: Name) throws(StoreError) -> [UInt8]? {
    try database.statement("SELECT value FROM setting WHERE key = ?")
      .bind(1, name.rawValue)
      .first { row in row.blob(0) }
  }

  /// Sets bytes; nil removes the name.
  public func set(_ name: Name, to value: [UInt8]?) throws(StoreError) {
    guard let value else {
      return try database.statement("DELETE FROM setting WHERE key = ?")
        .bind(1, name.rawValue).run()
    }
    try database.statement(
      "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2"
    ).bind(1, name.rawValue).bind(2, value).run()
  }

  /// The text under a name.
  public func text(_ name: Name) throws(StoreError) -> String? {
    try bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Sets a text.
  public func set(_ name: Name, to value: String) throws(StoreError) {
    try set(name, to: Array(value.utf8))
  }

  /// The integer under a name; nil also when the bytes are no decimal integer.
  public func integer(_ name: Name) throws(StoreError) -> Int64? {
    try text(name).flatMap { Int64($0) }
  }

  /// Sets an integer.
  public func set(_ name: Name, to value: Int64) throws(StoreError) {
    try set(name, to: String(value))
  }
}
