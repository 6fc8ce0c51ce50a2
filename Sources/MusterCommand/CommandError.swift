internal import Glibc

/// What stops a command, with the words and the exit code for it.
public nonisolated enum CommandError: Error, Equatable {
  /// The command line is wrong: one line that says what to do instead.
  case usage(String)
  /// A file could not be read.
  case cannotRead(String, String)
  /// A file is larger than it may be (path, bytes allowed).
  case tooLarge(String, Int)
  /// A file or folder could not be made or replaced.
  case cannotWrite(String, String)
  /// A CSV file is wrong at this line (from 1).
  case badCSV(Int, String)
  /// Nobody answers at this address.
  case nobodyListens(String)
  /// The address exists and this user may not use it.
  case notPermitted(String)
  /// The connection broke, or could not be made.
  case connection(String, String)
  /// No whole answer within the time (ms).
  case timedOut(String, Int)
  /// The answer is not HTTP, or larger than it may be.
  case badReply(String, String)

  /// What happened and what to do, for a person, in one line.
  public var message: String {
    switch self {
    case .usage(let words): words
    case .cannotRead(let path, let why): "cannot read \(path): \(why)"
    case .tooLarge(let path, let bytes):
      "\(path) is larger than \(bytes) bytes: is it the right file?"
    case .cannotWrite(let path, let why): "cannot write \(path): \(why)"
    case .badCSV(let line, let why): "line \(line): \(why)"
    case .nobodyListens(let place): "nothing listens on \(place): is the daemon running?"
    case .notPermitted(let place):
      "you may not use \(place): run the command as the user of the daemon"
    case .connection(let place, let why): "the connection to \(place) failed: \(why)"
    case .timedOut(let place, let ms): "\(place) did not answer within \(ms) ms: is it overloaded?"
    case .badReply(let place, let why):
      "the answer of \(place) makes no sense (\(why)): is it Muster?"
    }
  }

  /// How the program ends because of it.
  public var exitCode: ExitCode {
    switch self {
    case .usage: .usage
    case .cannotRead: .inputOutput
    case .cannotWrite: .cannotCreate
    case .tooLarge, .badCSV: .badData
    case .nobodyListens, .connection, .badReply: .unavailable
    case .notPermitted: .notPermitted
    case .timedOut: .tryLater
    }
  }

  /// The system's words for an `errno`.
  static func words(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
