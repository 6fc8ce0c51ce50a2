/// Writes compact JSON into ``bytes``, in the one spelling that the protocol uses: only `"`, `\` and
/// control characters are escaped, the latter as `\u00xx`; commas come by themselves. An integer beyond
/// ±(2^53 − 1), which no strict reader takes, is written as the nearest that one does.
///
/// The caller pairs every `begin…` with its `end…`, and gives each member a ``key(_:)`` and one value.
public nonisolated struct JSONWriter: Sendable {
  /// What is written so far; may be begun with other bytes, and added to between values.
  public var bytes: [UInt8]
  private var needsComma = false

  /// Makes a writer that adds to `bytes`.
  public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  /// What is written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  @inline(__always)
  private mutating func comma() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  /// Begins an object.
  public mutating func beginObject() {
    comma()
    bytes.append(0x7B)
    needsComma = false
  }

  /// Ends the object begun last.
  public mutating func endObject() {
    bytes.append(0x7D)
    needsComma = true
  }

  /// Begins an array.
  public mutating func beginArray() {
    comma()
    bytes.append(0x5B)
    needsComma = false
  }

  /// Ends the array begun last.
  public mutating func endArray() {
    bytes.append(0x5D)
    needsComma = true
  }

  /// Writes a member's name; its value comes next.
  public mutating func key(_ name: String) {
    comma()
    append(quoted: name)
    bytes.append(0x3A)
    needsComma = false
  }

  /// Writes a string.
  public mutating func value(_ text: String) {
    comma()
    append(quoted: text)
  }

  /// Writes an integer.
  public mutating func value(_ number: Int64) {
    comma()
    append(number)
  }

  /// Writes an integer.
  public mutating func value(_ number: Int) { value(Int64(number)) }

  /// Writes a boolean.
  public mutating func value(_ truth: Bool) {
    comma()
    bytes.append(contentsOf: (truth ? "true" : "false").utf8)
  }

  /// Writes `null`.
  public mutating func null() {
    comma()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a string of ASCII that needs no escape, which `append` adds to the bytes.
  @inline(__always)
  mutating func plain(_ append: (inout [UInt8]) -> Void) {
    comma()
    bytes.append(JSONText.quote)
    append(&bytes)
    bytes.append(JSONText.quote)
  }

  /// Writes a value that is JSON already, as it stands.
  public mutating func json(_ value: some Sequence<UInt8>) {
    comma()
    bytes.append(contentsOf: value)
  }

  /// Writes a tree.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .object(let members):
      beginObject()
      for member in members {
        key(member.name)
        self.value(member.value)
      }
      endObject()
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .string(let text): self.value(text)
    case .integer(let number): self.value(number)
    case .bool(let truth): self.value(truth)
    case .null: null()
    }
  }

  private mutating func append(quoted text: String) {
    bytes.append(JSONText.quote)
    for byte in text.utf8 {
      switch byte {
      case JSONText.quote, JSONText.backslash:
        bytes.append(JSONText.backslash)
        bytes.append(byte)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(0x30 + byte >> 4)
        bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
      default: bytes.append(byte)
      }
    }
    bytes.append(JSONText.quote)
  }

  private mutating func append(_ number: Int64) {
    if number < 0 { bytes.append(0x2D) }
    var rest = min(number.magnitude, UInt64(JSONTape.maximumInteger))
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
