public import MusterCore

/// The line beside an op that holds what may be erased (`Protocol/2-lines.md`).
public nonisolated struct PrivateLine: Hashable, Sendable {
  /// One private field and its value.
  public struct Field: Hashable, Sendable {
    /// `name`, `email`, `phone`, or what a column of a roster is called.
    public var name: String
    /// Its value.
    public var value: String

    /// Makes a field.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// 128 random bits, so that the digest of the line tells nothing of what it holds.
  public var salt: Identifier
  /// The fields that it sets, in the order in which they stand.
  public var values: [Field]

  /// Makes a line.
  public init(salt: Identifier, values: [Field]) {
    self.salt = salt
    self.values = values
  }

  /// Makes a line that sets the fields which are given.
  public init(salt: Identifier, name: String? = nil, email: String? = nil, phone: String? = nil) {
    let fields = [("name", name), ("email", email), ("phone", phone)]
    self.init(
      salt: salt,
      values: fields.compactMap { field, value in value.map { Field(name: field, value: $0) } })
  }

  /// The value of a field; nil where the line does not set it.
  public subscript(name: String) -> String? { values.first { $0.name == name }?.value }

  /// What the op's `fields` says: the names, sorted as bytes.
  public var fields: [String] {
    values.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The line's bytes.
  public var bytes: [UInt8] {
    var line = JSONWriter()
    line.beginObject()
    line.member("salt", salt)
    line.key("set")
    line.beginObject()
    for field in values { line.member(field.name, field.value) }
    line.endObject()
    line.endObject()
    return line.bytes
  }

  /// Reads a line; nil for one that is not of the form, or longer than 16 KiB.
  ///
  /// Whether it belongs to an op, the digest in the op says, and that alone.
  public static func read(_ bytes: [UInt8], in range: Range<Int>) -> PrivateLine? {
    guard range.count <= FrameReader.lineLimit else { return nil }
    do {
      var tape = JSONTape()
      try tape.read(bytes, in: range)
      var line = try LineObject(tape, bytes)
      let salt = try line.identifier(.salt)
      let values = try line.textsByName(.set).map { Field(name: $0.name, value: $0.text) }
      return PrivateLine(salt: salt, values: values)
    } catch {
      return nil
    }
  }
}
