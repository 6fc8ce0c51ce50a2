nonisolated extension Migration {
  /// Search among very many people: what one to four letters begin has an index of its own.
  ///
  /// Without it SQLite gathers everybody whom a letter finds before it gives the first of them. Longer
  /// beginnings are few words, and gathered fast enough.
  static let prefixes = Migration(
    number: 2, name: "indexes of beginnings",
    sql: """
      DROP TABLE name;
      CREATE VIRTUAL TABLE name USING fts5 (
        words, content = 'named', content_rowid = 'row', prefix = '1 2 3 4',
        tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cf'"
      );
      INSERT INTO name (name) VALUES ('rebuild');
      """)
}
