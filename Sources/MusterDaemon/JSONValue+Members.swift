public import MusterSync

nonisolated extension JSONValue {
  /// An object of the members that have a value, in this order.
  public static func present(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { name, value in value.map { JSONMember(name: name, value: $0) } })
  }

  /// An integer.
  public static func number(_ number: some BinaryInteger) -> JSONValue { .integer(Int64(number)) }

  /// The value on one line, for a terminal or a pipe.
  public var compact: String {
    var json = JSONWriter()
    json.value(self)
    return json.text
  }

  /// Adds a member to an object; nothing happens to any other value.
  public mutating func append(_ name: String, _ value: JSONValue) {
    guard case .object(let members) = self else { return }
    self = .object(members + [JSONMember(name: name, value: value)])
  }

  /// An object with this member in the place of any of its name; any other value as it is.
  public func replacing(_ name: String, _ value: JSONValue) -> JSONValue {
    guard let members else { return self }
    return .object(
      members.filter { $0.name != name } + [JSONMember(name: name, value: value)])
  }
}
