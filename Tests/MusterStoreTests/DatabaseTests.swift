import Foundation
import Testing

@testable import MusterStore

@Suite struct DatabaseTests {
  @Test("What a transaction wrote survives a crash right after it")
  func transactionIsDurable() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    try Settings(database).set("colour", to: "blue")
    let copy = try folder.crashed()
    let again = try Database.openData(at: copy.database, options: .hub)
    #expect(try Settings(again).text("colour") == "blue")
  }

  @Test("A transaction that throws leaves nothing, and the next one works")
  func thrownTransactionLeavesNothing() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    #expect(throws: StoreError.needsReopen) {
      try database.transaction { () throws(StoreError) in
        try Settings(database).set("colour", to: "blue")
        throw .needsReopen
      }
    }
    #expect(try Settings(database).text("colour") == nil)
    try database.transaction { () throws(StoreError) in
      try Settings(database).set("colour", to: "red")
    }
    #expect(try Settings(database).text("colour") == "red")
  }

  @Test("A full disk is its own error, with nothing half written, and work resumes with room")
  func fullDisk() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    let pages = try #require(try database.integer("PRAGMA page_count"))
    try database.execute("PRAGMA max_page_count = \(pages + 4)")
    let settings = Settings(database)
    let error = #expect(throws: StoreError.self) {
      try database.transaction { () throws(StoreError) in
        try settings.set("small", to: "kept only with the rest")
        try settings.set("large", to: [UInt8](repeating: 7, count: 1 << 20))
      }
    }
    guard case .diskFull(let failure)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.code == 13)
    #expect(!failure.sql.contains("large"))
    #expect(try settings.text("small") == nil)
    try database.execute("PRAGMA max_page_count = 100000")
    try settings.set("large", to: [UInt8](repeating: 7, count: 1 << 20))
    #expect(try settings.bytes("large")?.count == 1 << 20)
  }

  @Test("Bytes, texts and integers come back as they were bound, empty ones too")
  func values() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .node)
    let settings = Settings(database)
    try settings.set("empty", to: [])
    try settings.set("nothing", to: "")
    try settings.set("text", to: "Ä عبد\u{0}x")
    try settings.set("least", to: Int64.min)
    #expect(try settings.bytes("empty") == [])
    #expect(try settings.text("nothing") == "")
    #expect(try settings.text("text") == "Ä عبد\u{0}x")
    #expect(try settings.integer("least") == Int64.min)
    try settings.set("text", to: nil)
    #expect(try settings.bytes("text") == nil)
  }

  @Test("A file that is no database is called corrupt, and the words say what to do")
  func noDatabase() throws {
    let folder = try Folder()
    try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: folder.database))
    let error = #expect(throws: StoreError.self) {
      _ = try Database.openData(at: folder.database, options: .hub)
    }
    guard case .corrupt? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.message.contains("restore the newest backup") == true)
  }

  @Test(
    "At rest the work of many transactions goes into the file, that of a few waits",
    arguments: [true, false])
  func atRest(many: Bool) throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .node)
    try database.checkpoint()
    let settings = Settings(database)
    for number in 1...(many ? Database.manyTransactions : 3) {
      try database.transaction { () throws(StoreError) in
        try settings.set("newest", to: "\(number)")
      }
    }
    try database.checkpointAtRest()
    let copy = try Folder()
    try FileManager.default.copyItem(atPath: folder.database, toPath: copy.database)
    let alone = try Database(path: copy.database, options: .reader)
    #expect(try Settings(alone).text("newest") == (many ? "\(Database.manyTransactions)" : nil))
    #expect(try settings.text("newest") != nil)
  }

  @Test("Damaged pages are found at the start after a crash")
  func damagedPages() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    let settings = Settings(database)
    try settings.set("long", to: [UInt8](repeating: 7, count: 1 << 18))
    for number in 0..<200 { try settings.set(.init(rawValue: "key \(number)"), to: "value") }
    try database.checkpoint()
    database.close()
    var bytes = try Data(contentsOf: URL(filePath: folder.database))
    for page in stride(from: 20 * 4096, to: bytes.count, by: 4096) {
      for index in page..<page + 64 { bytes[index] = 0xEE }
    }
    try bytes.write(to: URL(filePath: folder.database))
    let error = #expect(throws: StoreError.self) {
      _ = try Database.openData(at: folder.database, options: .hub)
    }
    guard case .corrupt? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A second writer is told that another program holds the file")
  func locked() throws {
    let folder = try Folder()
    let first = try Database.openData(at: folder.database, options: .hub)
    var options = Database.Options.hub
    options.busyMs = 0
    let error = try first.transaction { () throws(StoreError) in
      do throws(StoreError) {
        _ = try Database.openData(at: folder.database, options: options)
        return StoreError?.none
      } catch { return error }
    }
    guard case .locked? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A reader beside a running daemon sees what is committed and cannot write")
  func reader() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .hub)
    try Settings(database).set("colour", to: "blue")
    let reader = try Database.openData(at: folder.database, options: .reader)
    #expect(try Settings(reader).text("colour") == "blue")
    #expect(throws: StoreError.self) { try Settings(reader).set("colour", to: "red") }
  }

  @Test("A reader's transaction sees one moment, whatever is committed meanwhile")
  func readerSeesOneMoment() throws {
    let folder = try Folder()
    let writer = try Database.openData(at: folder.database, options: .hub)
    try Settings(writer).set("colour", to: "blue")
    let reader = try Database.openData(at: folder.database, options: .reader)
    try reader.transaction { () throws(StoreError) in
      let first = try Settings(reader).text("colour")
      try Settings(writer).set("colour", to: "red")
      let second = try Settings(reader).text("colour")
      #expect(first == "blue" && second == "blue")
    }
    #expect(try Settings(reader).text("colour") == "red")
  }

  @Test("A folder that is not there is named in the error")
  func noFolder() throws {
    let error = #expect(throws: StoreError.self) {
      _ = try Database.openData(at: "/nowhere/at/all.db", options: .hub)
    }
    #expect(error?.message.contains("/nowhere/at/all.db") == true)
  }
}
