import Testing

@testable import MusterCommand

@Suite("Words on the terminal")
struct TerminalTests {
  @Test(
    "Each script takes its columns",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("김철수", 6), ("日本", 4), ("محمد", 4),
      ("مُحَمَّد", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("👩‍👩‍👧", 2), ("🇫🇷", 2), ("ｱ", 1), ("Ａ", 2),
      ("का", 2), ("\u{200B}", 0),
    ])
  func width(text: String, columns: Int) { #expect(DisplayWidth.columns(text) == columns) }

  @Test("Columns line up in every script")
  func table() {
    let table = TextTable(
      [.init("name"), .init("n", isNumber: true), .init("where")],
      rows: [["김", "7", "Seoul"], ["Ann", "12"], ["محمد", "300", "القاهرة", "surplus"]])
    #expect(
      table.lines(isolates: false)
        == ["name    n  where", "김      7  Seoul", "Ann    12", "محمد  300  القاهرة"])
    let last = table.lines(isolates: true)[3]
    #expect(last == "\u{2068}محمد\u{2069}  300  \u{2068}القاهرة\u{2069}")
  }

  @Test("What others wrote cannot steer the terminal")
  func plain() {
    #expect(Terminal.plain("a\u{1B}[31mb\nc\u{202E}d\u{9B}") == "a�[31mb�c�d�")
    #expect(Terminal.plain("محمد é 김") == "محمد é 김")
    let table = TextTable([.init("a")], rows: [["x\ny"]])
    #expect(table.lines(isolates: true) == ["a", "x�y"])
  }
}
