import Foundation
import Testing

@testable import MusterStore

@Suite struct SchemaTests {
  @Test("A new file is brought from version 0 to the last one")
  func fromNothing() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    #expect(try database.integer("PRAGMA user_version") == Int64(Migration.all.count))
    #expect(try database.integer("PRAGMA application_id") == Schema.applicationID)
  }

  @Test("Nobody else may read the files, in whatever folder and however they were left")
  func modes() throws {
    let folder = try Folder()
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    func modes() throws -> [Int?] {
      try ["", "-wal", "-shm"].map {
        try files.attributesOfItem(atPath: folder.database + $0)[.posixPermissions] as? Int
      }
    }
    try Database.openData(at: folder.database, options: .node).closeInOrder()
    try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.database)
    let database = try Database.openData(at: folder.database, options: .node)
    #expect(try modes() == [0o600, 0o600, 0o600])
    try database.closeInOrder()
  }

  @Test("Migrations are numbered from 1 without gaps")
  func numbers() { #expect(Migration.all.map(\.number) == Array(1...Migration.all.count)) }

  @Test("A later migration runs once and keeps what is there")
  func forward() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    try Settings(database).set("colour", to: "blue")
    let later =
      Migration.all + [
        Migration(
          number: Migration.all.count + 1, name: "shapes",
          sql: "CREATE TABLE shape (corners INTEGER) STRICT; INSERT INTO shape VALUES (3)")
      ]
    try Schema.bringUp(database, by: later)
    try Schema.bringUp(database, by: later)
    #expect(try database.integer("SELECT count(*) FROM shape") == 1)
    #expect(try Settings(database).text("colour") == "blue")
  }

  @Test("Names that stood there before beginnings had an index are found by their beginnings")
  func beginnings() throws {
    let folder = try Folder()
    let database = try Database(path: folder.database, options: .node)
    try Schema.bringUp(database, by: [.log])
    let index = NameIndex(database)
    try index.set("anna weber", of: "p1")
    try Schema.bringUp(database)
    for part in ["a", "an", "ann", "anna", "w", "weber"] {
      #expect(try index.find([part], limit: 9) == ["p1"])
    }
    try index.set("berta weber", of: "p1")
    #expect(try index.find(["a"], limit: 9) == [])
    #expect(try index.isInStep())
  }

  @Test("A migration that fails leaves the version before it")
  func failedMigration() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    let number = Migration.all.count + 1
    let broken =
      Migration.all + [
        Migration(number: number, name: "broken", sql: "CREATE TABLE half (a); SELECT nonsense")
      ]
    #expect(throws: StoreError.self) { try Schema.bringUp(database, by: broken) }
    #expect(try database.integer("PRAGMA user_version") == Int64(number - 1))
    #expect(
      try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
  }

  @Test("A file of a newer program is refused and says which versions")
  func newer() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    try database.execute("PRAGMA user_version = 99")
    database.close()
    #expect(throws: StoreError.fromNewerProgram(found: 99, known: Migration.all.count)) {
      _ = try Database.openData(at: folder.database, options: .hub)
    }
  }

  @Test("Another program's database is left as it is")
  func foreign() throws {
    let folder = try Folder()
    let database = try Database(path: folder.database, options: .hub)
    try database.execute("CREATE TABLE recipe (title TEXT)")
    database.close()
    #expect(throws: StoreError.notMuster(path: folder.database)) {
      _ = try Database.openData(at: folder.database, options: .hub)
    }
  }
}
