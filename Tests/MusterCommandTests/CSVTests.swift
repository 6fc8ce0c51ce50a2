import Testing

@testable import MusterCommand

@Suite("CSV")
struct CSVTests {
  func fields(_ text: String) throws -> [[String]] { try CSV.read(Array(text.utf8)).map(\.fields) }

  @Test(
    "Records are read as spreadsheets write them",
    arguments: [
      ("", []), ("\n\r\n", []), ("a", [["a"]]), ("a,b\r\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("\"\"", [[""]]), ("\"\"\n\n", [[""]]), ("a,", [["a", ""]]), (",a", [["", "a"]]),
      ("\"a,b\",\"c\r\nd\",\"e\"\"f\"", [["a,b", "c\r\nd", "e\"f"]]),
      ("\u{FEFF}a,b", [["a", "b"]]), ("محمد, 김 ,x", [["محمد", " 김 ", "x"]]),
      ("a,\"\"\r\n", [["a", ""]]), ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
      ("a\r\rb\n\rc", [["a"], ["b"], ["c"]]), ("\"\"\"\"", [["\""]]),
    ] as [(String, [[String]])])
  func reads(text: String, expected: [[String]]) throws { #expect(try fields(text) == expected) }

  @Test(
    "Lines of nothing but separators are passed over",
    arguments: [
      (",", []), ("a,b\n,\n\n,\nc,d", [["a", "b"], ["c", "d"]]), (";;\na;b", [["a", "b"]]),
    ]
      as [(String, [[String]])])
  func blank(text: String, expected: [[String]]) throws { #expect(try fields(text) == expected) }

  @Test("Each record knows its line, quoted line ends of every kind counted")
  func lines() throws {
    let text = "h\n\n\"a\nb\nc\"\r\nd\n\"e\rf\r\ng\"\rh\n,\ni"
    #expect(try CSV.read(Array(text.utf8)).map(\.line) == [1, 3, 6, 7, 10, 12])
  }

  @Test(
    "What makes no sense is told with its line",
    arguments: [
      ("a\n\"b\n\nc", 2), ("a\nb\"c\n", 2), ("\"a\"b", 1), ("a\n\u{0}", 2), ("a\r\"\0", 2),
    ])
  func refuses(text: String, line: Int) {
    #expect { try fields(text) } throws: { error in
      guard case CommandError.badCSV(line, _) = error else { return false }
      return true
    }
  }

  @Test(
    "The first line shows what parts the fields",
    arguments: [
      ("a,b;c,d\n1,2,3", 3), ("a;b,c;d\n1;2;3", 3), ("a\tb,c\td\n1\t2\t3", 3),
      ("\"a,b,c\";d\n1;2", 2), ("\"a\n,,,\"\td\n1\t2", 2), ("a\n1;2", 1), ("\n;\na;b\n1;2", 2),
      ("sep=;\na,a;b\n1;2", 2), ("SEP=\t\r\na,a\tb\n1\t2", 2), ("\"sep=,\"\ra;a,b\n1,2", 2),
      ("sep=,\na;b;c\n1;2;3", 1),
    ])
  func separator(text: String, count: Int) throws {
    let records = try CSV.read(Array(text.utf8))
    #expect(records.map(\.fields.count).allSatisfy { $0 == count }, "\(records)")
    #expect(records.count == 2)
  }

  @Test("After the line that names the separator, lines are counted from it")
  func separatorLine() throws {
    #expect(try CSV.read(Array("sep=;\r\na;b\r\n1;2".utf8)).map(\.line) == [2, 3])
    #expect(
      throws: CommandError.badCSV(1, "sep= must be followed by a comma, a semicolon or a tab")
    ) { try CSV.read(Array("sep=x\na".utf8)) }
  }

  @Test("What is written is read back the same")
  func roundTrip() throws {
    let parts = ["", "a", ",", "\"", "\r", "\n", " ", "é", "한", "a b", "\"\"", ",\n", "\u{FEFF}"]
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

  @Test("Any table, with any separator, quoting, line ends and encoding, reads back the same")
  func anyTable() throws {
    for seed in 1...400 {
      var made = AnyTable(seed: UInt64(seed))
      let rows = made.rows()
      let bytes = made.bytes(rows)
      #expect(try CSV.read(bytes).map(\.fields) == rows, "seed \(seed)")
    }
  }
}
