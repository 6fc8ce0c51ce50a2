nonisolated extension Command {
  /// Reads a command line, without the program's own name.
  ///
  /// `--name value` and `--name=value` are the same; `--` ends the options. Options may stand anywhere
  /// after the command that knows them. Who asks for help gets it, whatever else is wrong in the line.
  ///
  /// - Throws: ``CommandError/usage(_:)`` with one line that says what to do.
  public func parse(
    _ line: [String], environment: [String: String] = [:]
  ) throws(CommandError) -> ParsedLine {
    var reading = Reading(program: self)
    do throws(CommandError) {
      return try reading.read(line[...], environment: environment)
    } catch {
      guard line.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" })
      else { throw error }
      return reading.help
    }
  }
}

/// A command line half read.
private nonisolated struct Reading {
  var command: Command
  var path: [String]
  var options: [Command.Option]
  var words: [String] = []
  var values: [String: [String]] = [:]

  init(program: Command) {
    command = program
    path = [program.name]
    options = program.options
  }

  var help: ParsedLine { .help(command.help(path: path, inherited: options)) }

  private var seeHelp: String { "see \(path.joined(separator: " ")) --help" }
  /// What complaints begin with; each program puts its own name before whatever it complains of.
  private var about: String {
    path.count > 1 ? path.dropFirst().joined(separator: " ") + ": " : ""
  }

  mutating func read(
    _ line: ArraySlice<String>, environment: [String: String]
  ) throws(CommandError) -> ParsedLine {
    var rest = line
    var optionsEnded = false
    while let word = rest.popFirst() {
      if optionsEnded || !word.hasPrefix("-") || word == "-" {
        try take(word)
      } else if word == "--" {
        optionsEnded = true
      } else if word == "--help" || word == "-h" {
        return helpOf(rest)
      } else if word == "--version" && path.count == 1 {
        return .version
      } else {
        try takeOption(word, &rest)
      }
    }
    enterStandard()
    guard command.commands.isEmpty else {
      let names = command.commands.map(\.name).joined(separator: ", ")
      throw .usage("\(about)say what to do, one of: \(names) (\(seeHelp))")
    }
    try checkWords()
    for option in options where values[option.name] == nil {
      if let name = option.environment, let value = environment[name], !value.isEmpty {
        values[option.name] = [value]
      }
    }
    return .run(Invocation(path: Array(path.dropFirst()), words: words, values: values))
  }

  private mutating func take(_ word: String) throws(CommandError) {
    guard !command.commands.isEmpty else { return words.append(word) }
    guard let next = command.commands.first(where: { $0.name == word }) else {
      let hint = didYouMean(word, among: command.commands.map(\.name), prefix: "")
      throw .usage("\(about)there is no command \(Terminal.plain(word))\(hint) (\(seeHelp))")
    }
    enter(next)
  }

  private mutating func enter(_ next: Command) {
    command = next
    path.append(next.name)
    options =
      next.options + options.filter { old in !next.options.contains { $0.name == old.name } }
  }

  /// Takes the name of a group for the command that it stands for alone.
  private mutating func enterStandard() {
    guard let standard = command.commands.first(where: { $0.name == command.standard }) else {
      return
    }
    enter(standard)
  }

  /// The help that was asked for in the middle of a line: of the command that the words after it name.
  private mutating func helpOf(_ rest: ArraySlice<String>) -> ParsedLine {
    for word in rest where !word.hasPrefix("-") {
      guard let next = command.commands.first(where: { $0.name == word }) else { break }
      enter(next)
    }
    return help
  }

  private mutating func takeOption(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(CommandError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0].drop { $0 == "-" })
    let standard = command.commands.first { $0.name == command.standard }
    if !options.contains(where: { $0.name == name }),
      standard?.options.contains(where: { $0.name == name }) == true
    {
      enterStandard()
    }
    guard word.hasPrefix("--"), let option = options.first(where: { $0.name == name }) else {
      let hint = didYouMean(name, among: options.map(\.name) + ["help"], prefix: "--")
      let shown = Terminal.plain(String(parts[0]))
      throw .usage("\(about)there is no option \(shown)\(hint) (\(seeHelp))")
    }
    guard option.repeats || values[name] == nil else {
      throw .usage("\(about)give --\(name) only once")
    }
    guard let wanted = option.value else {
      guard parts.count == 1 else { throw .usage("\(about)--\(name) takes no value") }
      values[name] = [""]
      return
    }
    let value: String
    if parts.count == 2 {
      value = String(parts[1])
    } else if let next = rest.first, !next.hasPrefix("--") {
      value = next
      rest.removeFirst()
    } else {
      throw .usage("\(about)write --\(name) \(wanted)")
    }
    guard !value.isEmpty else { throw .usage("\(about)--\(name) must not be empty") }
    values[name, default: []].append(value)
  }

  private func checkWords() throws(CommandError) {
    let needed = command.arguments.filter { $0.count != .optional && $0.count != .any }
    if words.count < needed.count {
      let missing = needed[words.count]
      throw .usage("\(about)\(missing.name) is missing: \(missing.summary) (\(seeHelp))")
    }
    let endless = command.arguments.contains { $0.count == .many || $0.count == .any }
    if !endless, words.count > command.arguments.count {
      let extra = Terminal.plain(words[command.arguments.count])
      throw .usage("\(about)\(extra) is one word too many (\(seeHelp))")
    }
  }
}

/// `; did you mean X?` for the nearest name that is near enough.
private nonisolated func didYouMean(_ word: String, among names: [String], prefix: String) -> String
{
  let near = names.map { (name: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    .filter { $0.distance <= max(1, $0.name.utf8.count / 3) }
    .min { $0.distance < $1.distance }
  return near.map { "; did you mean \(prefix)\($0.name)?" } ?? ""
}

/// How many letters must be changed, added, dropped or swapped with their neighbour.
private nonisolated func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  guard left.count <= 64, !right.isEmpty else { return max(left.count, right.count) }
  var older: [Int] = []
  var before = Array(0...right.count)
  for (row, a) in left.enumerated() {
    var current = [row + 1]
    for (column, b) in right.enumerated() {
      var cost = min(before[column + 1] + 1, current[column] + 1, before[column] + (a == b ? 0 : 1))
      if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
        cost = min(cost, older[column - 1] + 1)
      }
      current.append(cost)
    }
    older = before
    before = current
  }
  return before[right.count]
}
