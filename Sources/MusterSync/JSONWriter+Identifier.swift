public import MusterCore

nonisolated extension JSONWriter {
  /// Writes an id as 32 hex digits.
  public mutating func value(_ id: Identifier) { plain { id.appendHex(to: &$0) } }

  /// Writes a digest or a key as 64 hex digits.
  public mutating func value(_ digest: Digest) { plain { digest.appendHex(to: &$0) } }

  /// Writes a member that is an id; nothing for nil.
  public mutating func member(_ name: String, _ id: Identifier?) {
    guard let id else { return }
    key(name)
    value(id)
  }

  /// Writes a member that is a digest or a key; nothing for nil.
  public mutating func member(_ name: String, _ digest: Digest?) {
    guard let digest else { return }
    key(name)
    value(digest)
  }

  /// Writes a member that is an array of ids.
  public mutating func member(_ name: String, _ ids: [Identifier]) {
    key(name)
    beginArray()
    for id in ids { value(id) }
    endArray()
  }
}

nonisolated extension JSONValue {
  /// The id that a string spells; nil for anything else.
  public var identifier: Identifier? { string.flatMap { Identifier($0) } }

  /// The digest or key that a string spells; nil for anything else.
  public var digest: Digest? { string.flatMap { Digest($0) } }

  /// A string that spells the id.
  public init(_ id: Identifier) { self = .string(id.hex) }

  /// A string that spells the digest.
  public init(_ digest: Digest) { self = .string(digest.hex) }
}
