/// Why some bytes are not the strict JSON of `Protocol/1-frames.md`, and where.
public nonisolated struct JSONError: Error, Hashable, Sendable {
  /// The rule that was broken.
  public enum Reason: String, CaseIterable, Sendable {
    /// The bytes end inside a value.
    case unexpectedEnd = "unexpected-end"
    /// A byte that cannot stand here.
    case unexpectedByte = "unexpected-byte"
    /// Something other than white space after the value.
    case trailingBytes = "trailing-bytes"
    /// More than ``JSONTape/maximumDepth`` arrays and objects inside one another.
    case tooDeep = "too-deep"
    /// A member's name that the object already has.
    case duplicateMember = "duplicate-member"
    /// A number with a fraction, an exponent, a leading zero, or minus zero.
    case notAnInteger = "not-an-integer"
    /// An integer beyond ±(2^53 − 1).
    case integerTooLarge = "integer-too-large"
    /// A backslash that begins no escape of RFC 8259.
    case badEscape = "bad-escape"
    /// Half of a surrogate pair.
    case loneSurrogate = "lone-surrogate"
    /// A control character that is not escaped.
    case controlCharacter = "control-character"
    /// Bytes that are not UTF-8, or a byte order mark before the value.
    case badUTF8 = "bad-utf8"
    /// More bytes than this reader can number.
    case tooLong = "too-long"
  }

  /// Offset of the offending byte in the bytes that were given.
  public var position: Int
  /// The rule that was broken.
  public var reason: Reason

  /// Makes an error.
  public init(position: Int, reason: Reason) {
    self.position = position
    self.reason = reason
  }

  /// What to tell the person who wrote the bytes.
  public var message: String { "byte \(position): \(words)" }

  /// What is wrong there.
  public var words: String {
    switch reason {
    case .unexpectedEnd: "the JSON ends too early; send the whole value"
    case .unexpectedByte: "this byte cannot stand here in JSON"
    case .trailingBytes: "something follows the value; send one value only"
    case .tooDeep: "nested more than \(JSONTape.maximumDepth) deep"
    case .duplicateMember: "the object has this member already; name each member once"
    case .notAnInteger: "write numbers as plain integers, without fraction, exponent, or -0"
    case .integerTooLarge: "the integer is beyond ±9007199254740991"
    case .badEscape: "no such escape in JSON; write \\\\ for a backslash"
    case .loneSurrogate: "half a surrogate pair; write both halves, or the character itself"
    case .controlCharacter: "escape control characters as \\u00xx"
    case .badUTF8: "not UTF-8; send UTF-8 without a byte order mark"
    case .tooLong: "too long to be read"
    }
  }
}
