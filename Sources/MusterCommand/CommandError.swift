internal import Glibc

/// What stops a command, with the words and the exit code for it.
public nonisolated enum CommandError: Error, Equatable {
  /// The command line is wrong: one line that says what to do instead.
  case usage(String)
  /// A file could not be read.
  case cannotRead(String, String)
  /// A file is larger than it may be (path, bytes allowed).
  case tooLarge(String, Int)
  /// What is named is a folder, a pipe or a device, and no file to read.
  case notOrdinary(String)
  /// A file or folder could not be made or replaced.
  case cannotWrite(String, String)
  /// Writing failed for what the disk is, or has no room for.
  case writingFailed(String, String)
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
  /// The daemon, of this process, neither answers nor works.
  case isStill(Int32)
  /// The answer is not HTTP, or larger than it may be.
  case badReply(String, String)

  /// What happened and what to do, for a person, in one line.
  public var message: String {
    switch self {
    case .usage(let words): words
    case .cannotRead(let path, let why): "cannot read \(path): \(why)"
    case .tooLarge(let path, let bytes):
      "\(path) is larger than \(bytes) bytes: is it the right file?"
    case .notOrdinary(let path): "\(path) is no ordinary file: name one"
    case .cannotWrite(let path, let why), .writingFailed(let path, let why):
      "cannot write \(path): \(why)"
    case .badCSV(let line, let why): "line \(line): \(why)"
    case .nobodyListens(let place): "nothing listens on \(place): is the daemon running?"
    case .notPermitted(let place):
      "you may not use \(place): run the command as the user of the daemon"
    case .connection(let place, let why): "the connection to \(place) failed: \(why)"
    case .timedOut(let place, let ms): "\(place) did not answer within \(ms) ms: is it overloaded?"
    case .isStill(let process):
      "the daemon (process \(process)) does not answer, and does nothing: if it was stopped,"
        + " kill -CONT \(process) lets it go on; else end it, and start it again"
    case .badReply(let place, let why):
      "the answer of \(place) makes no sense (\(why)): is it Muster?"
    }
  }

  /// How the program ends because of it.
  public var exitCode: ExitCode {
    switch self {
    case .usage: .usage
    case .cannotRead, .writingFailed: .inputOutput
    case .cannotWrite: .cannotCreate
    case .tooLarge, .notOrdinary, .badCSV: .badData
    case .nobodyListens, .connection, .badReply: .unavailable
    case .notPermitted: .notPermitted
    case .timedOut, .isStill: .tryLater
    }
  }

  /// What stopped the writing of a file: the disk, or that none of this name can be made.
  static func writing(_ path: String, _ code: Int32) -> CommandError {
    switch code {
    case ENOSPC, EDQUOT, EIO: .writingFailed(path, words(code))
    default: .cannotWrite(path, words(code))
    }
  }

  /// The system's words for an `errno`.
  static func words(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
