/// What a shell needs to complete a program's command lines, from the same tables as its `--help`.
///
/// Each script walks the words before the cursor through the table as the program itself would, and
/// offers what may stand next: commands, options, the choices of an option, files and folders. It needs
/// nothing but the shell: no package of completions, and not the program.
public nonisolated struct Completion {
  /// A place in the table: a group, or a command.
  struct Stop {
    /// The words that lead to it, joined by blanks; empty at the top.
    var path: String
    var command: Command
    /// All options that hold there.
    var options: [Command.Option]
  }

  /// What may be offered for a value.
  enum Offer: Equatable {
    case files, folders
    case words([String])
    case nothing

    /// By the value's name in the help: FILE, FOLDER, `csv|json`.
    init(_ name: String) {
      let choices = name.split(separator: "|").map(String.init)
      if name == "FILE" || name.hasPrefix("FILE.") {
        self = .files
      } else if name == "FOLDER" || name == "DIR" {
        self = .folders
      } else if name == name.lowercased(), choices.count > 0 {
        self = .words(choices)
      } else {
        self = .nothing
      }
    }
  }

  let name: String
  let stops: [Stop]

  /// Reads the tables of a program.
  public init(_ program: Command) {
    name = program.name
    var stops: [Stop] = []
    Self.walk(program, [], program.options, into: &stops)
    self.stops = stops
  }

  private static func walk(
    _ command: Command, _ path: [String], _ options: [Command.Option], into stops: inout [Stop]
  ) {
    var shown = options
    if let standard = command.commands.first(where: { $0.name == command.standard }) {
      shown += standard.options
    }
    shown.append(Command.Option("help", "explain this command"))
    if path.isEmpty { shown.append(Command.Option("version", "print the version")) }
    stops.append(Stop(path: path.joined(separator: " "), command: command, options: shown))
    for inner in command.commands {
      let hidden = Set(inner.options.map(\.name))
      walk(
        inner, path + [inner.name], inner.options + options.filter { !hidden.contains($0.name) },
        into: &stops)
    }
  }

  /// The name of the shell's function.
  var function: String { "_" + String(name.map { $0 == "-" ? "_" : $0 }) }
}

nonisolated extension Completion.Stop {
  /// Options that take a value.
  var valued: [String] { options.filter { $0.value != nil }.map { "--\($0.name)" } }

  /// All options.
  var all: [String] { options.map { "--\($0.name)" } }

  /// What the words after a command may be.
  var offer: Completion.Offer {
    let offers = command.arguments.map { Completion.Offer($0.name) }
    return offers.first { $0 != .nothing } ?? .nothing
  }

  /// What the values of options may be, where anything is known of it.
  var offers: [(option: String, offer: Completion.Offer)] {
    options.compactMap { option in
      guard let value = option.value else { return nil }
      let offer = Completion.Offer(value)
      return offer == .nothing ? nil : ("--\(option.name)", offer)
    }
  }
}
