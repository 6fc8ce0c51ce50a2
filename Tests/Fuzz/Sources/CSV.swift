import MusterCommand

/// Any bytes, as a file that a spreadsheet wrote; the first byte says which encoding it is said to be
/// in, and what parts the fields.
///
/// What is read is written and read again as the same, whichever separator it is written with. Lines
/// ascend and lie within the file; the line of an error does too. A table's rows have a cell for every
/// column, and any of them can be gone back to.
enum CSVTarget {
  private static let encodings: [String?] = [
    nil, nil, nil, "utf-8", "utf-16", "windows-1256", "iso-2022-jp", "utf-7", "utf-32", "shift_jis",
    "big5-hkscs", "gb18030",
  ]
  private static let separators: [Character?] = [nil, ",", ";", "\t"]

  static func feed(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let encoding = encodings[Int(first) % encodings.count]
    let separator = separators[Int(first) / encodings.count % separators.count]
    let file = Array(bytes.dropFirst())
    do throws(CommandError) {
      let records = try CSV.read(file, separator: separator, encoding: encoding)
      check(records, lines: 1 + file.count)
    } catch {
      check(error, lines: 1 + file.count)
    }
    checkTable(file, separator, encoding)
  }

  private static func check(_ records: [CSV.Record], lines: Int) {
    for (one, next) in zip(records, records.dropFirst()) {
      hold(one.line < next.line, "lines do not ascend")
    }
    hold(records.allSatisfy { 1...lines ~= $0.line }, "a line outside")
    for separator in separators {
      let written = records.flatMap { CSV.line($0.fields, separator: separator ?? ",") }
      // A text that begins like `sep=;` says its own separator to whoever was told none.
      guard separator != nil || !begins(written) else { continue }
      let again = try? CSV.read(written, separator: separator)
      guard let again, again.count == records.count else { fatalError("other records again") }
      for (one, other) in zip(records, again) {
        hold(areSame(one.fields, other.fields), "\(one.fields) become \(other.fields)")
      }
    }
  }

  private static func areSame(_ one: [String], _ other: [String]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  private static func begins(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes.prefix(5), as: UTF8.self).lowercased().contains("sep=")
  }

  private static func check(_ error: CommandError, lines: Int) {
    guard case .badCSV(let line, _) = error else { return }
    hold(1...lines ~= line, "an error in line \(line) of at most \(lines)")
  }

  private static func checkTable(_ file: [UInt8], _ separator: Character?, _ encoding: String?) {
    do throws(CommandError) {
      var table = try CSVTable(
        file, encoding: encoding, separator: separator, takesOthers: true)
      var rows: [CSVTable.Row] = []
      while let row = try table.next() {
        hold(row.cells.count == table.columns.count, "a row of another width")
        rows.append(row)
      }
      for row in rows.reversed() {
        let again = try table.row(at: row.place)
        hold(again.map { areSame($0.cells, row.cells) } == true, "another row at its place")
      }
    } catch {
      check(error, lines: 1 + file.count)
    }
  }
}
