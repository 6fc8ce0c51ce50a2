/// The manual page of a program, for `man`, from the same tables as its `--help`.
///
/// It holds every command with all that may stand after it; what holds for all of them stands once.
public nonisolated struct Manual {
  private let program: Command
  private let lines: [String]

  /// Writes the page.
  ///
  /// - Parameters:
  ///   - version: what `--version` prints.
  ///   - date: of the page, YYYY-MM-DD.
  ///   - others: names of further pages of section 1 to look at.
  public init(_ program: Command, version: String, date: String, others: [String] = []) {
    self.program = program
    var page = ManualLines()
    let title = program.name.uppercased()
    // A date is read as one only as it is.
    page.raw(
      ".TH \(ManualLines.escaped(title)) 1 \(date) \"\(ManualLines.escaped(version))\" Muster")
    // Long words, such as a file's columns, cannot be stretched to both edges.
    page.macro("ad", "l")
    page.macro("nh")
    page.macro("SH", "NAME")
    // `apropos` reads this line.
    page.raw("\(ManualLines.escaped(program.name)) \\- \(ManualLines.escaped(program.summary))")
    page.macro("SH", "SYNOPSIS")
    page.macro("B", program.name)
    page.macro("I", "COMMAND")
    page.text("[ARGUMENTS] [OPTIONS]")
    if !program.notes.isEmpty {
      page.macro("SH", "DESCRIPTION")
      page.paragraph(program.notes)
    }
    page.macro("SH", "COMMANDS")
    for command in program.commands { page.describe(command, under: [program.name]) }
    page.macro("SH", "OPTIONS")
    page.text("These hold for every command.")
    let general = [
      Command.Option("help", "explain a command, or the program"),
      Command.Option("version", "print the version"),
    ]
    for option in program.options + general { page.describe(option) }
    page.macro("SH", "EXIT STATUS")
    for code in ExitCode.allCases {
      page.macro("TP")
      page.macro("B", String(code.rawValue))
      page.text(code.meaning)
    }
    let variables = program.options.compactMap { option in
      option.environment.map { (name: $0, option: option) }
    }
    if !variables.isEmpty { page.macro("SH", "ENVIRONMENT") }
    for variable in variables {
      page.macro("TP")
      page.macro("B", variable.name)
      page.text("\(variable.option.summary), where --\(variable.option.name) is not given")
    }
    if !others.isEmpty { page.macro("SH", "SEE ALSO") }
    for (index, other) in others.enumerated() {
      page.macro("BR", other, index + 1 < others.count ? "(1)," : "(1)")
    }
    lines = page.lines
  }

  /// The page's source, for a file `NAME.1`.
  public var text: String { lines.joined(separator: "\n") + "\n" }
}

/// Lines in the language of manual pages (`man(7)`), half written.
private nonisolated struct ManualLines {
  private(set) var lines: [String] = []

  mutating func raw(_ line: String) { lines.append(line) }

  /// A macro with its words, each of them one.
  mutating func macro(_ name: String, _ words: String...) {
    let quoted = words.map { word in
      let text = Self.escaped(word)
        .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq")
      return text.contains(" ") || text.isEmpty ? "\"\(text)\"" : text
    }
    lines.append((["." + name] + quoted).joined(separator: " "))
  }

  mutating func text(_ text: String) {
    let line = Self.escaped(text)
    // A line that begins so would be a macro.
    lines.append(line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line)
  }

  /// Lines that belong together, filled anew.
  mutating func paragraph(_ notes: [String]) { for note in notes { text(note) } }

  /// A command with all that may stand after it, or each of a group.
  mutating func describe(_ command: Command, under path: [String]) {
    let path = path + [command.name]
    guard command.commands.isEmpty else {
      for inner in command.commands {
        describe(inner, under: path)
        if inner.name == command.standard {
          macro("PP")
          macro("B", path.joined(separator: " "))
          text("alone does the same.")
        }
      }
      return
    }
    macro("SS", (path + command.arguments.map(\.usage)).joined(separator: " "))
    text(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".")
    for argument in command.arguments {
      macro("TP")
      macro("I", argument.name)
      text(argument.summary)
    }
    for option in command.options { describe(option) }
    guard !command.notes.isEmpty else { return }
    macro("PP")
    paragraph(command.notes)
  }

  mutating func describe(_ option: Command.Option) {
    macro("TP")
    if let value = option.value {
      macro("BI", "--\(option.name) ", value)
    } else {
      macro("B", "--\(option.name)")
    }
    text(option.explanation + (option.repeats ? "; may stand more than once" : ""))
  }

  /// The text as it is, for a formatter that knows nothing but ASCII.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    // A list without blanks may break after its commas.
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    let broken = words.dropFirst().reduce(String(words.first ?? "")) { line, word in
      line + (word.isEmpty || word.first == " " ? "," : ",\u{200B}") + word
    }
    for scalar in broken.unicodeScalars {
      switch scalar {
      case "\u{200B}": escaped += "\\:"
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "~": escaped += "\\(ti"
      case "^": escaped += "\\(ha"
      case "`": escaped += "\\(ga"
      case "'": escaped += "\\(aq"
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\[u\(String(repeating: "0", count: max(0, 4 - hex.utf8.count)))\(hex)]"
      }
    }
    return escaped
  }
}
