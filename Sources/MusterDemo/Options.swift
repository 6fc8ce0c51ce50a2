internal import Glibc

/// What the command line of `muster-demo` says.
public struct Options {
  /// The folder with `muster-hub` and `muster-node`.
  public var programs = ""
  /// The folder with `event.json`, `points.csv` and `roster.csv`.
  public var seeds = "seeds"
  /// Whether everything is left running at the end.
  public var keeps = false
  /// How many points take part, 5–75.
  public var nodes = 75

  /// What `--help` prints.
  public static let help = """
    muster-demo --bin DIR [--seeds DIR] [--nodes N] [--keep]

    Runs a hub and 75 nodes as real processes, lets 5,000 people in, kills the hub and a node, lets
    everything come back, and proves from the log that nothing was lost or counted twice.

      --bin DIR     folder with the programs muster-hub and muster-node
      --seeds DIR   folder with event.json, points.csv and roster.csv (default: seeds)
      --nodes N     only the first N points, 5 to 75 (default: 75)
      --keep        leave everything running at the end, and say how to look at it (also: KEEP=1)

    Exit codes: 0 every proof held; 1 one failed; 64 usage; 69 something is missing; 74 the system.

    """

  /// Reads the arguments after the program's name.
  ///
  /// - Returns: nil when help is asked for.
  public static func read(_ arguments: [String]) throws(Usage) -> Options? {
    var options = Options()
    if let keep = unsafe getenv("KEEP") { options.keeps = unsafe String(cString: keep) == "1" }
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--help", "-h": return nil
      case "--keep": options.keeps = true
      case "--bin": options.programs = try value(of: argument, &rest)
      case "--seeds": options.seeds = try value(of: argument, &rest)
      case "--nodes":
        guard let count = Int(try value(of: argument, &rest)), (5...75).contains(count) else {
          throw Usage(message: "--nodes takes a number from 5 to 75")
        }
        options.nodes = count
      default: throw Usage(message: "muster-demo knows no \(argument); see muster-demo --help")
      }
    }
    guard !options.programs.isEmpty else {
      throw Usage(message: "say where the programs are: muster-demo --bin DIR")
    }
    return options
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(Usage) -> String {
    guard let value = rest.popFirst() else { throw Usage(message: "\(option) needs a value") }
    return value
  }

  /// What is wrong with the command line.
  public struct Usage: Error {
    /// For a person.
    public let message: String
  }
}
