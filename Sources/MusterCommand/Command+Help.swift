nonisolated extension Command {
  /// The help of this command.
  ///
  /// - Parameters:
  ///   - path: the names from the program to this command.
  ///   - inherited: all options that hold here, those of the groups above included.
  func help(path: [String], inherited: [Option]) -> String {
    var lines = ["\(path.joined(separator: " ")): \(summary)", "", "Usage: \(usage(path))"]
    func section(_ title: String, _ rows: [(String, String)]) {
      guard !rows.isEmpty else { return }
      let width = rows.map(\.0.count).max() ?? 0
      lines += ["", title]
      for (left, right) in rows {
        let gap = String(repeating: " ", count: width - left.count + 2)
        lines.append("  \(left)\(gap)\(right)")
      }
    }
    section("Commands:", commands.map { ($0.name, $0.summary) })
    section("Arguments:", arguments.map { ($0.name, $0.summary) })
    var options = inherited.map { ($0.spelling, $0.explanation) }
    options.append(("--help", "explain this command"))
    if path.count == 1 { options.append(("--version", "print the version")) }
    section("Options:", options)
    if let standard { lines += ["", "\(path.joined(separator: " ")) alone is \(standard)."] }
    if !notes.isEmpty { lines += [""] + notes }
    return lines.joined(separator: "\n")
  }

  private func usage(_ path: [String]) -> String {
    var words = path
    if !commands.isEmpty { words.append(standard == nil ? "COMMAND" : "[COMMAND]") }
    return (words + arguments.map(\.usage) + ["[OPTIONS]"]).joined(separator: " ")
  }
}

nonisolated extension Command.Argument {
  /// Its name with the signs for how often it stands.
  var usage: String {
    switch count {
    case .once: name
    case .optional: "[\(name)]"
    case .many: "\(name)..."
    case .any: "[\(name)...]"
    }
  }
}

nonisolated extension Command.Option {
  fileprivate var spelling: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }

  var explanation: String {
    environment.map { "\(summary) (or \($0) in the environment)" } ?? summary
  }
}
