import Testing

@testable import MusterStore

@Suite struct NameIndexTests {
  let folder: Folder
  let database: Database
  let index: NameIndex

  init() throws {
    folder = try Folder()
    database = try Database.openData(at: folder.database, options: .node)
    index = NameIndex(database)
  }

  @Test("Every word of the query begins a word of the name, whole words first")
  func wordsBegin() throws {
    try index.set("maria rossini", of: "p1")
    try index.set("maria rossi", of: "p2")
    try index.set("mario rossi", of: "p3")
    #expect(try index.find(["maria", "rossi"], limit: 9) == ["p2", "p1"])
    #expect(try index.find(["ros", "mar"], limit: 9) == ["p2", "p1", "p3"])
    #expect(try index.find(["ossi"], limit: 9) == [])
    #expect(try index.find(["mar"], limit: 2) == ["p2", "p1"])
  }

  @Test("Words of every script are found, whatever marks they hold")
  func scripts() throws {
    let names = [
      "ar": "محمد عبدالله", "hi": "अनिता देवी", "zh": "王 小明", "ka": "ნინო ბერიძე", "am": "አበበ በቀለ",
      "th": "สมชาย ใจดี", "ko": "김 민준", "ta": "கார்த்திக் குமார்",
    ]
    for (id, words) in names { try index.set(words, of: id) }
    for (id, words) in names {
      let parts = words.split(separator: " ").map(String.init)
      #expect(try index.find(parts, limit: 9) == [id])
      #expect(try index.find(parts.map { String($0.prefix(1)) }, limit: 9) == [id])
    }
  }

  @Test("A query that looks like the index's own syntax is only words")
  func syntax() throws {
    try index.set("near o\"neill", of: "p1")
    for word in ["NEAR", "AND", "(", "*", "words:", "\"", "^a", "-", ""] {
      _ = try index.find([word], limit: 9)
    }
    #expect(try index.find(["o\"ne"], limit: 9) == ["p1"])
  }

  @Test("A changed name is found by its new words alone, and a removed one by none")
  func changes() throws {
    try index.set("anna weber", of: "p1")
    #expect(try index.set("anna huber", of: "p1"))
    #expect(try !index.set("anna huber", of: "p1"))
    #expect(try index.find(["weber"], limit: 9) == [])
    #expect(try index.find(["hub"], limit: 9) == ["p1"])
    try index.set("", of: "p1")
    #expect(try index.find(["anna"], limit: 9) == [])
    #expect(try index.isInStep())
  }

  @Test("An index out of step with its words is found, and rebuilt")
  func outOfStep() throws {
    try index.set("anna weber", of: "p1")
    try database.execute("UPDATE named SET words = 'somebody else'")
    #expect(try !index.isInStep())
    try index.sweep()
    #expect(try index.isInStep())
    #expect(try index.find(["else"], limit: 9) == ["p1"])
  }
}
