import Testing

@testable import MusterCommand

@Suite("CSV tables")
struct CSVTableTests {
  private func table(
    _ text: String, required: [String] = ["id"], optional: [String] = [], takesOthers: Bool = true
  ) throws(CommandError) -> CSVTable {
    try CSVTable(
      Array(text.utf8), required: required, optional: optional, takesOthers: takesOthers)
  }

  private func rows(_ table: CSVTable) throws(CommandError) -> [CSVTable.Row] {
    var table = table
    var rows: [CSVTable.Row] = []
    while let row = try table.next() { rows.append(row) }
    return rows
  }

  private func failure(
    _ text: String, required: [String] = ["id"], optional: [String] = [],
    takesOthers: Bool = true
  ) -> String? {
    do throws(CommandError) {
      let table = try table(
        text, required: required, optional: optional, takesOthers: takesOthers)
      _ = try rows(table)
      return nil
    } catch { return error.message }
  }

  @Test("Columns are found by name, without the space around it and without case")
  func names() throws {
    let table = try table("\t Name ;\u{A0}ID;Hôtel\n1;2;3\n", required: ["id", "name"])
    #expect(table.columns == ["name", "id", "hôtel"])
    #expect(table.others == ["hôtel"])
    let row = try #require(try rows(table).first)
    #expect(row["id"] == "2")
    #expect(row["hôtel"] == "3")
    #expect(row["other"] == nil)
    #expect(row.line == 2)
  }

  @Test("Columns without a name at the end are no columns, and cells there are none")
  func trailing() throws {
    let table = try table("id,name,,\n1,a,,\n2,b\n3,c,,,,,\n")
    #expect(table.columns == ["id", "name"])
    #expect(try rows(table).map(\.cells) == [["1", "a"], ["2", "b"], ["3", "c"]])
    #expect(failure("id,name,,\n1,a,,x\n")?.hasPrefix("line 2: 4 fields instead of 2") == true)
    #expect(failure("id,,name\n1,,a\n") == nil)
    #expect(failure("id,,name\n1,,a\n2,x,b\n")?.hasPrefix("line 3: field 2 ") == true)
  }

  @Test("The form is refused with what to do about it")
  func forms() {
    #expect(failure("") == "line 1: the file is empty: its first line names the columns")
    #expect(failure("\n;;\n")?.contains("empty") == true)
    #expect(failure("\nname\n")?.hasPrefix("line 2: the column id is missing") == true)
    #expect(failure("id,Name,name\n")?.contains("name is there twice") == true)
    #expect(failure("id,name\n1\n")?.contains("comma") == true)
    #expect(failure("id;name\n1,2\n")?.contains("semicolon") == true)
    #expect(failure("id\tname\n1\t2\t3\n")?.contains("tab") == true)
    #expect(
      failure("id,nam\n", optional: ["name"], takesOthers: false)
        == "line 1: there is no column nam: write id,name")
    #expect(failure("id,name\n1,a\n", optional: ["name", "x"], takesOthers: false) == nil)
  }

  @Test("A row can be read once more, and those after it")
  func again() throws {
    var table = try table("id,name\r\n1,\"a\nb\"\r\n\r\n2,c\r\n3,d\r\n")
    let rows = try rows(table)
    #expect(rows.map(\.line) == [2, 5, 6])
    for row in rows.reversed() {
      let again = try #require(try table.row(at: row.place))
      #expect(again.cells == row.cells)
      #expect(again.line == row.line)
    }
    #expect(try table.next()?.cells == ["2", "c"])
  }
}
