/// Reads the records of a text one after another, so that none but the current one stands in memory
/// twice.
nonisolated struct CSVReader: Sendable {
  private static let quote = UInt8(ascii: "\"")

  /// What parts the fields.
  let separator: UInt8
  private let text: [UInt8]
  private var at = 0
  private var line = 1
  /// How many fields the record before had.
  private var width = 0

  /// Begins at the first record.
  ///
  /// - Parameters:
  ///   - text: sound UTF-8 without a byte order mark.
  ///   - separator: what parts the fields; nil: what the text shows.
  init(_ text: [UInt8], separator: Character? = nil) throws(CommandError) {
    self.text = text
    if let byte = separator?.asciiValue {
      self.separator = byte
    } else {
      let found = try CSVSeparator(in: text)
      self.separator = found.byte
      guard found.hasOwnLine else { return }
      while at < text.count, text[at] != 0x0A, text[at] != 0x0D { at += 1 }
      endLine()
    }
  }

  /// The next record with anything in it; nil at the end.
  mutating func next() throws(CommandError) -> CSV.Record? {
    while at < text.count {
      let place = CSV.Place(line: line, offset: at)
      let (fields, isBlank) = try fields()
      if !isBlank { return CSV.Record(place: place, fields: fields) }
    }
    return nil
  }

  /// Goes to a record that was read before.
  mutating func go(to place: CSV.Place) {
    at = place.offset
    line = place.line
  }

  private mutating func fields() throws(CommandError) -> (fields: [String], isBlank: Bool) {
    var fields: [String] = []
    fields.reserveCapacity(width)
    var isBlank = true
    while true {
      if at < text.count, text[at] == Self.quote {
        fields.append(try quoted())
        isBlank = false
      } else {
        let field = try plain()
        if !field.isEmpty { isBlank = false }
        fields.append(field)
      }
      guard at < text.count, text[at] == separator else { break }
      at += 1
    }
    endLine()
    width = fields.count
    return (fields, isBlank)
  }

  private mutating func plain() throws(CommandError) -> String {
    let start = at
    scan: while at < text.count {
      switch text[at] {
      case separator, 0x0A, 0x0D: break scan
      case Self.quote:
        throw .badCSV(
          line, "a quote inside a field: put the whole field in quotes and double it")
      case 0: throw nul
      default: at += 1
      }
    }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private mutating func quoted() throws(CommandError) -> String {
    let first = line
    at += 1
    var start = at
    var field: [UInt8] = []
    while at < text.count {
      switch text[at] {
      case Self.quote:
        guard at + 1 < text.count, text[at + 1] == Self.quote else {
          field += text[start..<at]
          at += 1
          try closed()
          return String(decoding: field, as: UTF8.self)
        }
        field += text[start...at]
        at += 2
        start = at
      case 0x0A, 0x0D: endLine()
      case 0: throw nul
      default: at += 1
      }
    }
    throw .badCSV(first, "a quoted field that begins here never ends")
  }

  /// After the closing quote nothing may stand before what ends the field.
  private func closed() throws(CommandError) {
    guard at < text.count else { return }
    switch text[at] {
    case separator, 0x0A, 0x0D: return
    default: throw .badCSV(line, "text after the closing quote of a field")
    }
  }

  private var nul: CommandError { .badCSV(line, "there is a NUL: is it a text file?") }

  /// Moves past what ends a line.
  private mutating func endLine() {
    guard at < text.count else { return }
    let isReturn = text[at] == 0x0D
    at += 1
    if isReturn, at < text.count, text[at] == 0x0A { at += 1 }
    line += 1
  }
}
