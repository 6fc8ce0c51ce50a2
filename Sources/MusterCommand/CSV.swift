/// Comma-separated values (RFC 4180), read strictly and written plainly.
public nonisolated enum CSV {
  /// One record and the line (from 1) on which it begins.
  public struct Record: Equatable, Sendable {
    /// Where it begins.
    public let line: Int
    /// Its fields, without quotes.
    public let fields: [String]
  }

  /// Reads a whole file. Empty lines are skipped, a byte order mark is too; LF and CR LF end a record.
  ///
  /// - Throws: ``CommandError/badCSV(_:_:)`` with the line where it stops making sense.
  public static func read(
    _ bytes: [UInt8], separator: Character = ","
  ) throws(CommandError) -> [Record] {
    var reading = CSVReading(separator: separator.asciiValue ?? UInt8(ascii: ","))
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for byte in bytes.starts(with: mark) ? bytes[3...] : bytes[...] { try reading.take(byte) }
    return try reading.end()
  }

  /// One record as a line, ended by CR LF; what needs quotes gets them.
  public static func line(_ fields: [String], separator: Character = ",") -> [UInt8] {
    let separator = separator.asciiValue ?? UInt8(ascii: ",")
    let quote = UInt8(ascii: "\"")
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(separator) }
      let mustQuote =
        field.utf8.contains { $0 == separator || $0 == quote || $0 == 0x0A || $0 == 0x0D }
        || field.utf8.first == 0x20 || field.utf8.last == 0x20
        // A record of one empty field would be an empty line.
        || (fields.count == 1 && field.isEmpty)
      guard mustQuote else {
        bytes += field.utf8
        continue
      }
      bytes.append(quote)
      for byte in field.utf8 {
        bytes.append(byte)
        if byte == quote { bytes.append(quote) }
      }
      bytes.append(quote)
    }
    return bytes + [0x0D, 0x0A]
  }
}

/// The state between two bytes of a CSV file.
private nonisolated struct CSVReading {
  private enum State { case fieldStart, plain, quoted, quoteInQuoted, carriageReturn }

  private let separator: UInt8
  private var state = State.fieldStart
  private var field: [UInt8] = []
  private var fields: [String] = []
  private var records: [CSV.Record] = []
  private var line = 1
  private var recordLine = 1
  private var fieldLine = 1
  private var wasQuoted = false

  init(separator: UInt8) { self.separator = separator }

  mutating func take(_ byte: UInt8) throws(CommandError) {
    guard byte != 0 else { throw .badCSV(line, "there is a NUL: is it a text file in UTF-8?") }
    switch (state, byte) {
    case (.carriageReturn, 0x0A): try endRecord()
    case (.carriageReturn, _): throw .badCSV(line, "a carriage return without a line feed after it")
    case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
    case (.quoted, _):
      if byte == 0x0A { line += 1 }
      field.append(byte)
    case (.quoteInQuoted, UInt8(ascii: "\"")):
      field.append(byte)
      state = .quoted
    case (.fieldStart, UInt8(ascii: "\"")):
      wasQuoted = true
      fieldLine = line
      state = .quoted
    case (_, separator): try endField()
    case (_, 0x0A): try endRecord()
    case (_, 0x0D): state = .carriageReturn
    case (.quoteInQuoted, _): throw .badCSV(line, "text after the closing quote of a field")
    case (_, UInt8(ascii: "\"")):
      throw .badCSV(line, "a quote inside a field: put the whole field in quotes and double it")
    default:
      field.append(byte)
      state = .plain
    }
  }

  mutating func end() throws(CommandError) -> [CSV.Record] {
    if state == .quoted { throw .badCSV(fieldLine, "a quoted field that begins here never ends") }
    if state != .fieldStart || !fields.isEmpty || !field.isEmpty { try endRecord() }
    return records
  }

  private mutating func endField() throws(CommandError) {
    guard let text = String(validating: field, as: UTF8.self) else {
      throw .badCSV(line, "text that is not UTF-8: save the file as UTF-8 first")
    }
    fields.append(text)
    field.removeAll(keepingCapacity: true)
    state = .fieldStart
  }

  private mutating func endRecord() throws(CommandError) {
    let isEmptyLine = fields.isEmpty && field.isEmpty && !wasQuoted
    try endField()
    if !isEmptyLine { records.append(CSV.Record(line: recordLine, fields: fields)) }
    fields.removeAll(keepingCapacity: true)
    wasQuoted = false
    line += 1
    recordLine = line
  }
}
