nonisolated extension Migration {
  /// Who may log in, and who has.
  static let logins = Migration(
    number: 4, name: "logins",
    sql: """
      -- Desks and operators. link is the digest of a link that was not used yet; the link itself is
      -- nowhere on this machine. at, boot and mono say when it was made: ms of the event's time as it
      -- was known then, and the place on the machine's own clock, by which it may be known better.
      CREATE TABLE account (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        link BLOB UNIQUE CHECK (length(link) = 32),
        at INTEGER NOT NULL,
        boot BLOB NOT NULL CHECK (length(boot) = 16),
        mono INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Digests of the cookies that were given out.
      CREATE TABLE session (
        cookie BLOB PRIMARY KEY CHECK (length(cookie) = 32),
        account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        boot BLOB NOT NULL CHECK (length(boot) = 16),
        mono INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX session_account ON session (account);
      """)
}
