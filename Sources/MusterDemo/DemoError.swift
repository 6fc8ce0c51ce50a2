/// Why the demo cannot go on; each case says what to do or where to look.
enum DemoError: Error {
  /// Something that it needs is not there.
  case missing(String)
  /// The operating system refused something.
  case system(String)
  /// A program or a daemon did not do what its page says.
  case broken(String)
  /// Somebody pressed Ctrl-C, or asked it to end.
  case interrupted

  /// What happened, for a person.
  var message: String {
    switch self {
    case .missing(let what), .system(let what), .broken(let what): what
    case .interrupted: "interrupted"
    }
  }

  /// The exit code: 69 for what is missing, 74 for the system, 1 for what broke, 130 for Ctrl-C.
  var exitCode: Int32 {
    switch self {
    case .missing: 69
    case .system: 74
    case .broken: 1
    case .interrupted: 130
    }
  }
}
