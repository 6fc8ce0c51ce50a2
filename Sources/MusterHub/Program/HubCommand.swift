import MusterCommand
import MusterDaemon
import MusterSync

/// One command of an operator's at the command line, as data: what is sent for its words, how the
/// answer is told to a person, and how the program ends by it.
///
/// Each group of commands stands in a file of its own, beside the words that describe it.
struct HubCommand {
  /// Arguments by name; those without a value are left out.
  typealias Arguments = [(name: String, value: JSONValue?)]

  /// The arguments for the words of a command line.
  typealias Send = @MainActor (Invocation) throws(Failure) -> Arguments

  private let arguments: Send
  /// Tells the answer to a person.
  let tell: @MainActor (JSONValue) -> Void
  /// How the program ends.
  let ends: @MainActor (JSONValue) -> ExitCode

  init(
    send arguments: @escaping Send = { _ in [] }, tell: @escaping @MainActor (JSONValue) -> Void,
    ends: @escaping @MainActor (JSONValue) -> ExitCode = { _ in .done }
  ) {
    self.arguments = arguments
    self.tell = tell
    self.ends = ends
  }

  /// What is sent to the hub.
  func send(_ given: Invocation) throws(Failure) -> JSONValue {
    .object(
      try arguments(given).compactMap { name, value in
        value.map { JSONMember(name: name, value: $0) }
      })
  }

  /// The groups' commands by their names among ``HubCommands``.
  static let all: [String: HubCommand] = [
    ConflictGroup.table, PeopleGroup.table, ErasureGroup.table, AnnouncementGroup.table,
    ReadinessGroup.table, AttendanceGroup.table, ProgrammeGroup.table, NodeGroup.table,
    BundleGroup.table, OperatorGroup.table,
  ]
  .reduce(into: [:]) { all, table in all.merge(table) { first, _ in first } }

  /// The groups as the command line describes them.
  static let described: [Command] = [
    PeopleGroup.commands, ErasureGroup.commands, ConflictGroup.commands, AnnouncementGroup.commands,
    ReadinessGroup.commands, AttendanceGroup.commands, ProgrammeGroup.commands,
    NodeGroup.commands, BundleGroup.commands, OperatorGroup.commands,
  ].flatMap { $0 }
}

extension Invocation {
  /// The value of an option that cannot be left out.
  func needed(_ option: String) throws(Failure) -> JSONValue {
    .string(try Failure.commanding { () throws(CommandError) in try required(option) })
  }

  /// The value of an option, where it stands.
  func optional(_ option: String) -> JSONValue? { value(option).map { .string($0) } }

  /// All its words.
  var list: JSONValue { .array(words.map { .string($0) }) }
}
