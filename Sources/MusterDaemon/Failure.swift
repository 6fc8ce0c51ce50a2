public import MusterCommand
public import MusterStore

/// Why a daemon, or a command on its files, did not do what it was asked.
///
/// One value for a person (the words say what to do), for a shell (the exit code) and for HTTP (the
/// status).
public nonisolated struct Failure: Error, Equatable, Sendable {
  /// How a command ends because of it.
  public var exitCode: ExitCode
  /// The HTTP status that says it.
  public var status: Int
  /// What happened and what to do, in one line.
  public var message: String
  /// What tells it from others of its status; most have none.
  public var code: ProblemCode?

  /// Makes a failure.
  public init(
    _ exitCode: ExitCode, status: Int, _ message: String, code: ProblemCode? = nil
  ) {
    self.exitCode = exitCode
    self.status = status
    self.message = message
    self.code = code
  }

  /// Understood, and refused by the state.
  public static func refused(_ message: String, code: ProblemCode? = nil) -> Failure {
    Failure(.refused, status: 409, message, code: code)
  }

  /// What was named does not exist.
  public static func unknown(_ message: String) -> Failure {
    Failure(.refused, status: 404, message)
  }

  /// The request is of another form.
  public static func usage(_ message: String, code: ProblemCode? = nil) -> Failure {
    Failure(.usage, status: 400, message, code: code)
  }

  /// The data handed in is wrong.
  public static func badData(_ message: String, code: ProblemCode? = nil) -> Failure {
    Failure(.badData, status: 422, message, code: code)
  }

  /// The data folder is not what it must be.
  public static func configuration(_ message: String) -> Failure {
    Failure(.configuration, status: 500, message)
  }

  /// Something could not be made.
  public static func cannotCreate(_ message: String) -> Failure {
    Failure(.cannotCreate, status: 500, message)
  }

  /// Reading or writing failed.
  public static func inputOutput(_ message: String) -> Failure {
    Failure(.inputOutput, status: 500, message)
  }

  /// Whether there was no room on the disk, and all is as it was.
  public var isDiskFull: Bool { status == 507 }

  /// Nobody is there who could do it.
  public static func unavailable(_ message: String, code: ProblemCode? = nil) -> Failure {
    Failure(.unavailable, status: 503, message, code: code)
  }

  /// A data folder in which there is not what was looked for: because this user may not look into it, or
  /// because it is the other program's, or else as said.
  ///
  /// - Parameters:
  ///   - program: the program that looked.
  public static func wrongFolder(
    _ path: String, for program: FolderOwner, else words: String
  ) -> Failure {
    if Files.isClosed(path) {
      return Failure(
        .notPermitted, status: 403,
        "you may not look into \(path): run the command as the user of the daemon")
    }
    do throws(Failure) { try program.check(path) } catch { return error }
    return .configuration(words)
  }

  /// A command's own failure.
  public init(_ error: CommandError) {
    switch error {
    case .usage: self.init(error.exitCode, status: 400, error.message)
    case .badCSV, .tooLarge, .notOrdinary: self.init(error.exitCode, status: 422, error.message)
    default: self.init(error.exitCode, status: 500, error.message)
    }
  }

  /// The store's failure.
  public init(_ error: StoreError) {
    switch error {
    case .diskFull: self.init(.inputOutput, status: 507, error.message)
    case .locked: self.init(.tryLater, status: 503, error.message)
    case .otherEvent, .fromNewerProgram, .notMuster:
      self.init(.configuration, status: 500, error.message)
    default: self.init(.inputOutput, status: 500, error.message)
    }
  }

  /// Does what may fail in the store, and says its failure as this one.
  public static func storing<Value>(
    _ body: () throws(StoreError) -> Value
  ) throws(Failure) -> Value {
    do throws(StoreError) { return try body() } catch { throw Failure(error) }
  }

  /// Does what may fail in a command, and says its failure as this one.
  public static func commanding<Value>(
    _ body: () throws(CommandError) -> Value
  ) throws(Failure) -> Value {
    do throws(CommandError) { return try body() } catch { throw Failure(error) }
  }

  /// Does what may fail with a file that a person has named: nothing of the own data is in doubt then.
  public static func withNamedFile<Value>(
    _ body: () throws(CommandError) -> Value
  ) throws(Failure) -> Value {
    do throws(CommandError) { return try body() } catch {
      throw Failure(error.exitCode, status: 422, error.message)
    }
  }
}
