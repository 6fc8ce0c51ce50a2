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

  @Test("Whole words come first, then names of which only the last word is begun, then the rest")
  func order() throws {
    try index.set("omari ali", of: "p1")
    try index.set("omar alim", of: "p2")
    try index.set("omar ali", of: "p3")
    try index.set("omar alia", of: "p4")
    try index.set("alim omar", of: "p5")
    #expect(try index.find(["omar", "ali"], limit: 9) == ["p3", "p5", "p4", "p2", "p1"])
    #expect(try index.find(["omar", "ali"], limit: 3) == ["p3", "p5", "p4"])
  }

  @Test(
    "Of more people than are looked at, those indexed first are shown by name, and always the same")
  func crowd() throws {
    let count = NameIndex.looked * 2
    try database.transaction { () throws(StoreError) in
      for number in 0..<count { try index.set("anna \(9999 - number)", of: "p\(number)") }
      try index.set("a", of: "whole")
    }
    let shown = try index.find(["a"], limit: 5)
    let last = NameIndex.looked + 5
    #expect(shown == ["whole"] + (1...4).map { "p\(last - $0)" })
    #expect(try index.find(["a"], limit: 5) == shown)
    #expect(try index.find(["ann", "9999"], limit: 5) == ["p0"])
    #expect(try index.find(["ann", "\(9999 - count + 1)"], limit: 5) == ["p\(count - 1)"])
    #expect(Set(try index.find(["anna"], limit: count)).count == count)
  }

  @Test("Beginnings of every length are found")
  func lengths() throws {
    try index.set("মুহাম্মদ muhammad", of: "p1")
    for word in ["muhammad", "মুহাম্মদ"] {
      for length in 1...word.unicodeScalars.count {
        let part = String(word.unicodeScalars.prefix(length))
        #expect(try index.find([part], limit: 9) == ["p1"], "\(part)")
      }
    }
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
