/// A command, or a group of commands, described as data; ``parse(_:environment:)`` reads a command line
/// by it and ``help(path:inherited:)`` explains it.
///
/// Options of a group hold for all of its commands. `--help`, `-h` and (at the top) `--version` need not
/// be described.
public nonisolated struct Command: Sendable {
  /// One word that is not an option.
  public struct Argument: Sendable {
    /// How often it stands.
    public enum Count: Sendable { case once, optional, many, any }
    /// Its name in the help, in capitals.
    public let name: String
    /// What it is, in a few words.
    public let summary: String
    /// How often it stands; only the last of a command may be many (at least one) or any (none too),
    /// and only the last ones optional.
    public let count: Count

    /// Describes one.
    public init(_ name: String, _ summary: String, count: Count = .once) {
      self.name = name
      self.summary = summary
      self.count = count
    }
  }

  /// `--name`, or `--name VALUE`.
  public struct Option: Sendable {
    /// Without the hyphens.
    public let name: String
    /// The value's name in the help, in capitals; nil for a flag.
    public let value: String?
    /// What it does, in a few words.
    public let summary: String
    /// The environment variable that stands in for it when it is absent.
    public let environment: String?
    /// Whether it may stand more than once.
    public let repeats: Bool

    /// Describes one.
    public init(
      _ name: String, value: String? = nil, _ summary: String, environment: String? = nil,
      repeats: Bool = false
    ) {
      self.name = name
      self.value = value
      self.summary = summary
      self.environment = environment
      self.repeats = repeats
    }

    /// `--data DIR`, or `MUSTER_DATA`: where the daemon keeps what it knows.
    public static let data = Option(
      "data", value: "DIR", "the data folder", environment: "MUSTER_DATA")
    /// `--json`: answers for programs instead of people.
    public static let json = Option("json", "print JSON instead of text")
  }

  /// The word that calls it.
  public let name: String
  /// What it does, in one line without a full stop.
  public let summary: String
  /// The words that follow it, in order.
  public let arguments: [Argument]
  /// Its options.
  public let options: [Option]
  /// The commands of a group; none for a command that does something.
  public let commands: [Command]
  /// The command of a group that the group's name alone stands for; nil where one has to be named.
  public let standard: String?
  /// Further lines of its help.
  public let notes: [String]

  /// Describes one.
  public init(
    _ name: String, _ summary: String, arguments: [Argument] = [], options: [Option] = [],
    commands: [Command] = [], standard: String? = nil, notes: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.arguments = arguments
    self.options = options
    self.commands = commands
    self.standard = standard
    self.notes = notes
  }
}
