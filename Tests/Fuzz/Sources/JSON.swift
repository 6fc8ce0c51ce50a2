import MusterSync

/// Any bytes, as one JSON text.
///
/// What is read is written and read again as the same bytes; within other bytes it is read as if it
/// were alone; an error lies within the bytes. What we take, Foundation takes too, and for the same
/// value; where Foundation takes what we refuse, our reason is one by which the protocol is stricter.
enum JSONTarget {
  static func feed(_ bytes: [UInt8]) {
    do throws(JSONError) {
      let value = try JSONValue.read(bytes)
      readsAgain(value)
      hold(ForeignJSON.read(bytes)?.isSame(as: value) == true, "Foundation reads something else")
    } catch {
      hold(0...bytes.count ~= error.position, "an error at \(error.position) of \(bytes.count)")
      refusesWithin(bytes, error)
      if ForeignJSON.read(bytes) != nil {
        hold(isStricter(error, bytes), "Foundation takes it: \(error.message)")
      }
    }
  }

  /// Written and read again it is the same, alone and within other bytes.
  private static func readsAgain(_ value: JSONValue) {
    let written = value.written
    guard let again = try? JSONValue.read(written) else {
      fatalError("what is written is not read")
    }
    hold(again.written == written, "not the same again")
    let range = 3..<3 + written.count
    let within = Array(#"[{""#.utf8) + written + Array(#""}]"#.utf8)
    let inner = try? JSONValue.read(within, in: range)
    hold(inner?.written == written, "within other bytes it is another value")
  }

  /// The same error stands at the same place when the text lies within other bytes.
  private static func refusesWithin(_ bytes: [UInt8], _ error: JSONError) {
    let within = [0x5B] + bytes + [0x5D, 0x20]
    do throws(JSONError) {
      _ = try JSONValue.read(within, in: 1..<1 + bytes.count)
      fatalError("within other bytes it is read")
    } catch let other {
      hold(
        other.reason == error.reason && other.position == error.position + 1,
        "within other bytes the error is \(other)")
    }
  }

  /// Whether the protocol asks for more than Foundation (`Protocol/1-frames.md`, JSON, rules 1 and 3–5).
  private static func isStricter(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
    switch error.reason {
    case .tooDeep, .duplicateMember, .notAnInteger, .integerTooLarge: true
    // Foundation takes bytes of other encodings, and a byte order mark.
    case .badUTF8: true
    // Foundation takes a comma before the closing bracket, which RFC 8259 does not.
    case .unexpectedByte where hasLooseComma(bytes, error.position): true
    // UTF-16 and UTF-32 look so to a reader of UTF-8.
    default: bytes.prefix(4).contains(0)
    }
  }

  /// Whether a bracket closes at a place, and a comma comes before it.
  private static func hasLooseComma(_ bytes: [UInt8], _ position: Int) -> Bool {
    guard bytes.indices ~= position, [0x5D, 0x7D].contains(bytes[position]) else { return false }
    let before = bytes[..<position].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return before == 0x2C
  }
}

extension JSONValue {
  /// Written compactly.
  var written: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }
}
