nonisolated extension JSONWriter {
  /// Writes a member that is a string; nothing for nil.
  public mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    value(text)
  }

  /// Writes a member that is an integer; nothing for nil.
  public mutating func member(_ name: String, _ number: Int64?) {
    guard let number else { return }
    key(name)
    value(number)
  }

  /// Writes a member that is an integer; nothing for nil.
  public mutating func member(_ name: String, _ number: Int?) {
    member(name, number.map(Int64.init))
  }

  /// Writes a member that is a boolean; nothing for nil.
  public mutating func member(_ name: String, _ truth: Bool?) {
    guard let truth else { return }
    key(name)
    value(truth)
  }

  /// Writes a member that is a tree; nothing for nil.
  public mutating func member(_ name: String, _ tree: JSONValue?) {
    guard let tree else { return }
    key(name)
    value(tree)
  }

  /// Writes a member that is an array of strings.
  public mutating func member(_ name: String, _ texts: [String]) {
    key(name)
    beginArray()
    for text in texts { value(text) }
    endArray()
  }

  /// Writes a member that is an array of integers.
  public mutating func member(_ name: String, _ numbers: [Int64]) {
    key(name)
    beginArray()
    for number in numbers { value(number) }
    endArray()
  }
}
