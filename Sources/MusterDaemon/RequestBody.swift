public import MusterSync

/// The members of a request, each checked as it is taken; what is of another form is said with its
/// member's name.
public nonisolated struct RequestBody: Sendable {
  private let value: JSONValue

  /// Takes an object; nothing else is a request.
  public init(_ value: JSONValue) throws(Failure) {
    guard value.members != nil else { throw .usage("Send a JSON object.") }
    self.value = value
  }

  /// A text of so many bytes, without control characters and without white space around it; nil where
  /// the member is absent or `null`.
  ///
  /// - Parameter words: what it is called when something is wrong with it; nil: as the member.
  public func text(
    _ name: String, called words: String? = nil, atMostBytes limit: Int = 200
  ) throws(Failure) -> String? {
    guard let given = value[name], !given.isNull else { return nil }
    let words = words ?? "“\(name)”"
    guard let text = given.string else { throw .usage("\(words) must be a text.") }
    let trimmed = Self.trimmed(text)
    guard (1...limit).contains(trimmed.utf8.count) else {
      throw .badData("\(words) must have 1 to \(limit) bytes.", code: .wrongLength)
    }
    guard !trimmed.unicodeScalars.contains(where: Self.isControl) else {
      throw .badData("\(words) holds a line end, or another character that cannot be shown.")
    }
    return trimmed
  }

  /// The texts of an array of at least one; nil where the member is absent.
  public func texts(_ name: String, atMost limit: Int) throws(Failure) -> [String]? {
    guard let given = value[name] else { return nil }
    guard let texts = given.array?.map(\.string), (1...limit).contains(texts.count) else {
      throw .usage("“\(name)” must be an array of 1 to \(limit) texts.")
    }
    var found: [String] = []
    for text in texts {
      guard let text else { throw .usage("“\(name)” must be an array of texts.") }
      found.append(text)
    }
    return found
  }

  /// The texts of an object by their names, in its order, without control characters and without white
  /// space around them; an empty one stands. Nil where the member is absent.
  public func fields(
    _ name: String, atMostBytes limit: Int = 200
  ) throws(Failure) -> [(name: String, value: String)]? {
    guard let given = value[name], !given.isNull else { return nil }
    guard let members = given.members else { throw .usage("“\(name)” must be an object.") }
    var found: [(name: String, value: String)] = []
    for member in members {
      guard let text = member.value.string else {
        throw .usage("“\(member.name)” must be a text.")
      }
      let trimmed = Self.trimmed(text)
      guard trimmed.utf8.count <= limit else {
        throw .badData(
          "“\(member.name)” must have at most \(limit) bytes.", code: .wrongLength)
      }
      guard !trimmed.unicodeScalars.contains(where: Self.isControl) else {
        throw .badData("“\(member.name)” holds a character that cannot be shown.")
      }
      found.append((member.name, trimmed))
    }
    return found
  }

  /// The objects of an array of at least one; nil where the member is absent.
  public func objects(_ name: String, atMost limit: Int) throws(Failure) -> [RequestBody]? {
    guard let given = value[name] else { return nil }
    guard let elements = given.array, (1...limit).contains(elements.count) else {
      throw .usage("“\(name)” must be an array of 1 to \(limit) objects.")
    }
    var found: [RequestBody] = []
    for element in elements { found.append(try RequestBody(element)) }
    return found
  }

  /// Whether a member is absent, or a text of nothing but white space.
  public func isBlank(_ name: String) -> Bool {
    guard let given = value[name], !given.isNull else { return true }
    return given.string.map { Self.trimmed($0).isEmpty } ?? false
  }

  /// A boolean; false where the member is absent.
  public func flag(_ name: String) throws(Failure) -> Bool {
    guard let given = value[name], !given.isNull else { return false }
    guard let flag = given.bool else { throw .usage("“\(name)” must be true or false.") }
    return flag
  }

  /// A whole number within bounds; nil where the member is absent.
  public func number(_ name: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64? {
    guard let given = value[name], !given.isNull else { return nil }
    guard let number = given.integer, range.contains(number) else {
      throw .usage(
        "“\(name)” must be a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  /// The members of an object, as they are; nil where the member is absent or `null`.
  public func members(_ name: String) throws(Failure) -> [JSONMember]? {
    guard let given = value[name], !given.isNull else { return nil }
    guard let members = given.members else { throw .usage("“\(name)” must be an object.") }
    return members
  }

  /// A text without the white space and line ends around it, as scanners and keyboards add them.
  public static func trimmed(_ text: String) -> String {
    var rest = text.unicodeScalars[...]
    while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
    while rest.last?.properties.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      || (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
