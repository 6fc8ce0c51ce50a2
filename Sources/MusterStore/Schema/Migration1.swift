nonisolated extension Migration {
  /// The log, the private lines, a machine's own chain, and what is kept beside them.
  static let log = Migration(
    number: 1, name: "the log",
    sql: """
      -- Small facts about this data folder, by name.
      CREATE TABLE setting (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

      -- The log: one row for each segment. ids holds 16 bytes for each entry, so that the table of
      -- ids in memory can be made again without hashing any line.
      CREATE TABLE segment (
        first INTEGER PRIMARY KEY CHECK (first > 0),
        count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 256),
        after BLOB NOT NULL CHECK (length(after) = 32),
        generation BLOB NOT NULL CHECK (length(generation) = 16),
        key BLOB NOT NULL CHECK (length(key) = 32),
        signature BLOB NOT NULL CHECK (length(signature) = 64),
        ids BLOB NOT NULL CHECK (length(ids) = 16 * count)
      ) STRICT;

      -- The frames as they went over the wire; apart, so that walking segments stays cheap.
      CREATE TABLE body (
        first INTEGER PRIMARY KEY REFERENCES segment (first) ON DELETE CASCADE,
        frame BLOB NOT NULL
      ) STRICT;

      -- Lives of the hub: generation, place of its hub.start, hash before it.
      CREATE TABLE start (
        place INTEGER PRIMARY KEY REFERENCES segment (first) ON DELETE CASCADE,
        generation BLOB NOT NULL CHECK (length(generation) = 16),
        before BLOB NOT NULL CHECK (length(before) = 32)
      ) STRICT;

      -- Head of the chain of every writer whose ops are placed.
      CREATE TABLE writer (
        node BLOB NOT NULL CHECK (length(node) = 16),
        epoch BLOB NOT NULL CHECK (length(epoch) = 16),
        n INTEGER NOT NULL CHECK (n > 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (node, epoch)
      ) STRICT, WITHOUT ROWID;

      -- This machine's own chain, kept for good: what it can hand to any hub. received is its guess
      -- of hub time, until the hub says.
      CREATE TABLE own (
        epoch BLOB NOT NULL CHECK (length(epoch) = 16),
        n INTEGER NOT NULL CHECK (n > 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        received INTEGER NOT NULL,
        line BLOB NOT NULL,
        PRIMARY KEY (epoch, n)
      ) STRICT, WITHOUT ROWID;

      -- Names and contacts, beside the ops that name their digests; and those erased for good.
      CREATE TABLE private (
        op BLOB PRIMARY KEY CHECK (length(op) = 16),
        line BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE gone (op BLOB PRIMARY KEY CHECK (length(op) = 16)) STRICT, WITHOUT ROWID;

      -- What a request with an idempotency key was answered.
      CREATE TABLE answer (
        key TEXT PRIMARY KEY,
        response BLOB NOT NULL,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX answer_at ON answer (at);

      -- Search: folded names, and the index of their words. Words are parted by spaces alone.
      CREATE TABLE named (
        row INTEGER PRIMARY KEY,
        participant TEXT NOT NULL UNIQUE,
        words TEXT NOT NULL
      ) STRICT;
      CREATE VIRTUAL TABLE name USING fts5 (
        words, content = 'named', content_rowid = 'row',
        tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cf'"
      );

      -- What participants who may be one person have alike: 64 bits of digests of their folded names
      -- and contacts.
      CREATE TABLE alike (
        key INTEGER NOT NULL,
        participant TEXT NOT NULL,
        PRIMARY KEY (key, participant)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX alike_participant ON alike (participant);

      -- The hub: when each node was last heard, and what it had made.
      CREATE TABLE heard (
        node BLOB PRIMARY KEY CHECK (length(node) = 16),
        at INTEGER NOT NULL,
        made INTEGER NOT NULL,
        pending INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- The hub: join codes, and the key that used each.
      CREATE TABLE invitation (
        secret BLOB PRIMARY KEY CHECK (length(secret) = 10),
        point TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        key BLOB CHECK (length(key) = 32),
        admission BLOB,
        signature BLOB
      ) STRICT, WITHOUT ROWID;
      """)
}
