nonisolated extension Migration {
  /// Other lives of the hub: what a node keeps of them, and what a hub has taken up from them.
  static let lives = Migration(
    number: 3, name: "other lives of the hub",
    sql: """
      -- Segments that the log followed has parted from: kept until all that they hold is on it.
      CREATE TABLE aside (
        number INTEGER PRIMARY KEY,
        after BLOB NOT NULL UNIQUE CHECK (length(after) = 32),
        generation BLOB NOT NULL CHECK (length(generation) = 16),
        first INTEGER NOT NULL CHECK (first > 0),
        count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 256),
        frame BLOB NOT NULL
      ) STRICT;

      -- The hub: hashes after segments of other lives, all of whose entries are on its log.
      CREATE TABLE recovered (after BLOB PRIMARY KEY CHECK (length(after) = 32)) STRICT, WITHOUT ROWID;
      """)
}
