/// What a command line asks for.
public nonisolated enum ParsedLine: Equatable, Sendable {
  /// Do this.
  case run(Invocation)
  /// Print this help and end well.
  case help(String)
  /// Print the version and end well.
  case version
}

/// A command with its words and options, as given.
public nonisolated struct Invocation: Equatable, Sendable {
  /// The names of the commands, without the program's: `["point", "list"]`.
  public let path: [String]
  /// The words, in order.
  public let words: [String]
  private let values: [String: [String]]

  init(path: [String], words: [String], values: [String: [String]]) {
    self.path = path
    self.words = words
    self.values = values
  }

  /// The names of the commands in one text: `point list`.
  public var command: String { path.joined(separator: " ") }

  /// Whether a flag stands, or an option has a value.
  public func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option; the last one where it may stand more than once.
  public func value(_ name: String) -> String? { values[name]?.last }

  /// All values of an option, in order.
  public func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of an option that cannot be left out.
  public func required(_ name: String) throws(CommandError) -> String {
    guard let value = value(name) else {
      throw .usage("\(command): give --\(name) (\(command) --help says what it is)")
    }
    return value
  }

  /// The value of an option that is a whole number within bounds; nil when it is absent.
  public func number(_ name: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = Int(value), range.contains(number) else {
      throw .usage(
        "--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "not \(Terminal.plain(value))")
    }
    return number
  }
}
