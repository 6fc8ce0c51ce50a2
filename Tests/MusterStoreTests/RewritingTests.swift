import Foundation
import MusterCore
import Testing

@testable import MusterStore

/// SQLite moves rows between pages, and leaves copies behind that no later deletion finds.
@Suite struct RewritingTests {
  @Test(
    "A table that is written anew keeps its rows, and no byte of those that are gone",
    arguments: 0..<6)
  func rewriting(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .node)
    let insert = try database.statement("INSERT INTO private VALUES (?, ?)")
    let delete = try database.statement("DELETE FROM private WHERE op = ?")
    var alive: [OpID: String] = [:]
    var dead: Set<String> = []
    for round in 0..<60 {
      try database.transaction { () throws(StoreError) in
        for number in 0..<[1, 5, 100][Int.random(in: 0..<3, using: &random)] {
          let op = OpID(high: random.next(), low: random.next())
          let length = [20, 200, 900, 3000][Int.random(in: 0..<4, using: &random)]
          alive[op] = "name-\(round)-\(number)-"
          let line = "name-\(round)-\(number)-" + String(repeating: ".", count: length)
          try insert.bind(1, op).bind(2, Array(line.utf8)).run()
        }
        for op in alive.keys.sorted().prefix([0, 3, 40][Int.random(in: 0..<3, using: &random)]) {
          try delete.bind(1, op).run()
          if let name = alive.removeValue(forKey: op) { dead.insert(name) }
        }
      }
    }
    let count = try database.integer("SELECT count(*) FROM private")
    try database.transaction { () throws(StoreError) in try database.rewrite("private") }
    #expect(try database.emptyLog())
    let readable = try names(in: folder)
    #expect(readable.isDisjoint(with: dead))
    #expect(readable == Set(alive.values))
    #expect(try database.integer("SELECT count(*) FROM private") == count)
    #expect(
      try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'rewritten'") == 0)
    try database.quickCheck()
  }

  @Test("What is written anew has the schema and the indexes that it had")
  func schema() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    func schema() throws -> [String] {
      var lines: [String] = []
      try database.statement(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1, 2"
      )
      .each { row in lines.append([row.text(0), row.text(1), row.text(2)].joined(separator: " ")) }
      return lines
    }
    let before = try schema()
    let alike = Alike(database)
    for number in 0..<50 { try alike.set([1, Int64(number)], of: "p-\(number)") }
    let held = try alike.all()
    try database.transaction { () throws(StoreError) in
      for table in ["private", "alike", "named", "answer"] { try database.rewrite(table) }
    }
    #expect(try schema() == before)
    #expect(try alike.all() == held)
    try database.quickCheck()
  }

  /// Every name that can be read in the file.
  private func names(in folder: Folder) throws -> Set<String> {
    let bytes = try Data(contentsOf: URL(filePath: folder.database))
    let begin = Data("name-".utf8)
    var names: Set<String> = []
    var rest = bytes.startIndex..<bytes.endIndex
    while let found = bytes.range(of: begin, in: rest) {
      let end = bytes[found.lowerBound...].firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
      names.insert(String(decoding: bytes[found.lowerBound..<end], as: UTF8.self))
      rest = found.upperBound..<bytes.endIndex
    }
    return names
  }
}
