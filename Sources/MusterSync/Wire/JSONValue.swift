/// A JSON value as a tree, for messages and HTTP bodies; ops take the ``JSONTape``.
public nonisolated enum JSONValue: Hashable, Sendable {
  case object([JSONMember])
  case array([JSONValue])
  case string(String)
  case integer(Int64)
  case bool(Bool)
  case null

  /// Reads one strict JSON text (`Protocol/1-frames.md`).
  ///
  /// - Parameter range: where the text is in `bytes`; nil for all of them.
  public static func read(
    _ bytes: [UInt8], in range: Range<Int>? = nil
  ) throws(JSONError) -> JSONValue {
    var tape = JSONTape()
    try tape.read(bytes, in: range ?? bytes.indices)
    var index = 0
    return build(tape, &index, bytes)
  }

  private static func build(_ tape: JSONTape, _ index: inout Int, _ bytes: [UInt8]) -> JSONValue {
    let node = tape.nodes[index]
    let here = index
    index += 1
    switch node.kind {
    case .object:
      var members: [JSONMember] = []
      members.reserveCapacity(Int(node.integer))
      while index < node.next {
        let name = tape.name(index, bytes)
        members.append(JSONMember(name: name, value: build(tape, &index, bytes)))
      }
      return .object(members)
    case .array:
      var elements: [JSONValue] = []
      elements.reserveCapacity(Int(node.integer))
      while index < node.next { elements.append(build(tape, &index, bytes)) }
      return .array(elements)
    case .string: return .string(tape.text(here, bytes) ?? "")
    case .integer: return .integer(node.integer)
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .null: return .null
    }
  }

  /// The value of an object's member; nil where it has none, or is no object.
  ///
  /// Names compare as bytes: `==` would take U+212A, the kelvin sign, for a K.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The text of a string; nil for another kind.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of an integer; nil for another kind.
  public var integer: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The value of a boolean; nil for another kind.
  public var bool: Bool? {
    if case .bool(let truth) = self { truth } else { nil }
  }

  /// The elements of an array; nil for another kind.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object, in the order in which they stand; nil for another kind.
  public var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether it is `null`.
  public var isNull: Bool { self == .null }
}

/// One member of a JSON object.
public nonisolated struct JSONMember: Hashable, Sendable {
  /// Its name, unescaped.
  public var name: String
  /// Its value.
  public var value: JSONValue

  /// Makes a member.
  public init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }
}

nonisolated extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// A string.
  public init(stringLiteral text: String) { self = .string(text) }
  /// An integer.
  public init(integerLiteral number: Int64) { self = .integer(number) }
  /// A boolean.
  public init(booleanLiteral truth: Bool) { self = .bool(truth) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object with its members in this order.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
}
