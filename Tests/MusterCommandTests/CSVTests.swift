import Testing

@testable import MusterCommand

@Suite("CSV")
struct CSVTests {
  func fields(_ text: String) throws -> [[String]] { try CSV.read(Array(text.utf8)).map(\.fields) }

  @Test(
    "Records are read as RFC 4180 has them",
    arguments: [
      ("", []), ("\n\r\n", []), ("a", [["a"]]), ("a,b\r\nc,d\n", [["a", "b"], ["c", "d"]]),
      (",", [["", ""]]), ("\"\"", [[""]]), ("\"\"\n\n", [[""]]),
      ("\"a,b\",\"c\r\nd\",\"e\"\"f\"", [["a,b", "c\r\nd", "e\"f"]]),
      ("\u{FEFF}a,b", [["a", "b"]]), ("محمد, 김 ,x", [["محمد", " 김 ", "x"]]),
      ("a,\"\"\r\n", [["a", ""]]),
    ] as [(String, [[String]])])
  func reads(text: String, expected: [[String]]) throws { #expect(try fields(text) == expected) }

  @Test("Each record knows its line, quoted line breaks counted")
  func lines() throws {
    let records = try CSV.read(Array("h\n\n\"a\nb\nc\"\r\nd\n".utf8))
    #expect(records.map(\.line) == [1, 3, 6])
  }

  @Test(
    "What makes no sense is told with its line",
    arguments: [
      ("a\n\"b\n\nc", 2), ("a\nb\"c\n", 2), ("\"a\"b", 1), ("a\rb", 1), ("a\n\u{0}", 2),
    ])
  func refuses(text: String, line: Int) {
    #expect { try fields(text) } throws: { error in
      guard case CommandError.badCSV(line, _) = error else { return false }
      return true
    }
  }

  @Test("Text that is not UTF-8 is told with its line")
  func encoding() {
    #expect { try CSV.read([0x61, 0x0A, 0xE9, 0x0A]) } throws: { error in
      guard case CommandError.badCSV(2, _) = error else { return false }
      return true
    }
  }

  @Test("What is written is read back the same")
  func roundTrip() throws {
    let parts = ["", "a", ",", "\"", "\r", "\n", " ", "é", "한", "a b", "\"\"", ",\n"]
    for first in parts {
      for second in parts {
        for record in [[first], [first, second], [first + second, "", second]] {
          let bytes = CSV.line(record)
          #expect(try CSV.read(bytes).map(\.fields) == [record])
          #expect(try CSV.read(bytes + bytes).count == 2)
        }
      }
    }
  }

  @Test("Other separators work both ways")
  func separators() throws {
    for separator: Character in [";", "\t"] {
      let record = ["a,b", "c\(separator)d"]
      let bytes = CSV.line(record, separator: separator)
      #expect(try CSV.read(bytes, separator: separator).map(\.fields) == [record])
    }
  }

  @Test("A table needs its columns, once each, and whole records")
  func table() throws {
    let table = try CSVTable(Array(" id ,name\n1,a\n".utf8), required: ["name"])
    #expect(table.columns == ["id", "name"])
    #expect(table.field("name", of: table.records[0]) == "a")
    #expect(table.field("other", of: table.records[0]) == nil)
    for text in ["", "id\n", "id,name,id\n", "id,name\n1\n", "id,name\n1,2,3\n"] {
      #expect(throws: CommandError.self) {
        try CSVTable(Array(text.utf8), required: ["name"])
      }
    }
  }
}
