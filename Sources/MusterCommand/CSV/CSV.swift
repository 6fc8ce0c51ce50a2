/// Values parted by commas (RFC 4180), semicolons or tabs: read as spreadsheets write them, written
/// plainly.
public nonisolated enum CSV {
  /// Where a record begins.
  public struct Place: Hashable, Sendable {
    /// Line of the file, from 1.
    public let line: Int
    /// Bytes of the text before it.
    let offset: Int
  }

  /// One record and where it begins.
  public struct Record: Equatable, Sendable {
    /// Where it begins.
    public let place: Place
    /// Its fields, without quotes.
    public let fields: [String]

    /// The line on which it begins, from 1.
    public var line: Int { place.line }
  }

  /// What may part the fields of a record.
  static let separators: [Character] = [",", ";", "\t"]

  /// Reads a whole file; lines that are empty, or hold nothing but separators, are skipped.
  ///
  /// - Parameters:
  ///   - separator: what parts the fields; nil: what its first line shows.
  ///   - encoding: what the file is written in; nil: what it looks like.
  /// - Throws: ``CommandError/badCSV(_:_:)`` with the line where it stops making sense.
  public static func read(
    _ bytes: [UInt8], separator: Character? = nil, encoding: String? = nil
  ) throws(CommandError) -> [Record] {
    let text = try TextEncoding.utf8(bytes, named: encoding)
    var reader = try CSVReader(text, separator: separator)
    var records: [Record] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  /// One record as a line, ended by CR LF; what needs quotes gets them.
  public static func line(_ fields: [String], separator: Character = ",") -> [UInt8] {
    let separator = separator.asciiValue ?? UInt8(ascii: ",")
    // A record without anything would be a line to skip.
    let isBlank = fields.allSatisfy { $0.isEmpty }
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(separator) }
      if needsQuotes(field, separator) || (isBlank && index == 0) {
        append(field, to: &bytes)
      } else {
        bytes += field.utf8
      }
    }
    return bytes + [0x0D, 0x0A]
  }

  /// A text that no spreadsheet takes for a formula (OWASP, CSV Injection): with an apostrophe before
  /// whatever begins as one, at the beginning, behind what nobody sees there, and behind whatever may
  /// part fields.
  ///
  /// `|` and `%` begin no formula of their own; programs that make and check such tables count them
  /// among the signs that do (they call other programs within one), and an apostrophe costs nothing.
  public static func defused(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var mayBegin = true
    for scalar in text.unicodeScalars {
      if mayBegin, beginsFormula(scalar) { result.append("'") }
      mayBegin = mayBeginFormula(behind: scalar, mayBegin)
      result.append(scalar)
    }
    return String(result)
  }

  /// What ``defused(_:)`` was given, by what it gave: without the apostrophes that it puts in.
  public static func undefused(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var mayBegin = true
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "'", mayBegin, let next = rest.first, beginsFormula(next) { continue }
      mayBegin = mayBeginFormula(behind: scalar, mayBegin)
      result.append(scalar)
    }
    return String(result)
  }

  /// Whether a formula may begin behind a scalar, where it may or may not before it.
  private static func mayBeginFormula(behind scalar: Unicode.Scalar, _ before: Bool) -> Bool {
    switch scalar {
    case ";", ",", "\t", "\r", "\n": true
    default: before && isPassedOver(scalar)
    }
  }

  private static func beginsFormula(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "|", "%", "\t", "\r": true
    // What is one of these once it is normalised (NFKC), as spreadsheets and what people paste into do:
    // full-width, small, raised and lowered forms; and the minus that is no hyphen.
    case "\u{FF1D}", "\u{FE66}", "\u{207C}", "\u{208C}", "\u{2A75}", "\u{2A76}": true
    case "\u{FF0B}", "\u{FE62}", "\u{207A}", "\u{208A}", "\u{FB29}": true
    case "\u{FF0D}", "\u{FE63}", "\u{2212}", "\u{207B}", "\u{208B}": true
    case "\u{FF20}", "\u{FE6B}", "\u{FF5C}", "\u{FF05}", "\u{FE6A}": true
    default: false
    }
  }

  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return switch properties.generalCategory {
    case .control, .format: true
    default:
      scalar == "\"" || properties.isWhitespace || properties.isDefaultIgnorableCodePoint
    }
  }

  /// By which spreadsheets see that a file is UTF-8.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func needsQuotes(_ field: String, _ separator: UInt8) -> Bool {
    // At the beginning of a file U+FEFF would be taken for a byte order mark.
    field.utf8.first == 0x20 || field.utf8.last == 0x20 || field.utf8.starts(with: byteOrderMark)
      || field.utf8.contains { byte in
        switch byte {
        // Whatever may part fields: a reader looks for it outside quotes.
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D: true
        default: byte == separator
        }
      }
  }

  private static func append(_ field: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    for byte in field.utf8 {
      bytes.append(byte)
      if byte == quote { bytes.append(quote) }
    }
    bytes.append(quote)
  }
}
