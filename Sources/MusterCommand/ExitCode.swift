internal import Glibc

/// How a program ends: 0, 1, or one of `sysexits.h`, so that scripts and systemd can tell.
public nonisolated enum ExitCode: Int32, CaseIterable, Sendable {
  /// Done.
  case done = 0
  /// Understood, and refused or found wanting.
  case refused = 1
  /// The command line is wrong.
  case usage = 64
  /// The data given is wrong.
  case badData = 65
  /// The daemon, or a service it needs, is not there.
  case unavailable = 69
  /// A file or folder cannot be made.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// Not now; the same may succeed later.
  case tryLater = 75
  /// This user or key may not.
  case notPermitted = 77
  /// The configuration is wrong.
  case configuration = 78

  /// What it says to whoever reads the manual.
  var meaning: String {
    switch self {
    case .done: "Done."
    case .refused: "Understood, and refused or found wanting; the words say why."
    case .usage: "The command line is wrong."
    case .badData: "The data given are wrong."
    case .unavailable: "The daemon, or the hub, is not there."
    case .cannotCreate: "A file or folder cannot be made."
    case .inputOutput: "Reading or writing failed, or the disk is full."
    case .tryLater: "Not now; the same may succeed later."
    case .notPermitted: "This user, or this key, may not."
    case .configuration: "The data folder or the configuration is not what it must be."
    }
  }

  /// Ends the process.
  public func leave() -> Never { exit(rawValue) }
}
