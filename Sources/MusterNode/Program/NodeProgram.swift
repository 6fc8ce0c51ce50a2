public import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterSync

/// `muster-node`: reads the command line, has the command done, prints, and says how it ended.
public enum NodeProgram {
  /// The command line, as data.
  public static var description: Command { command }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - words: the command line without the program's own name.
  ///   - environment: the environment variables that stand in for options.
  public static func run(_ words: [String], environment: [String: String]) -> ExitCode {
    Memory.beFrugal()
    return Program.run(
      command, words, environment: environment, version: MusterNode.software, perform: perform)
  }

  private static func perform(_ invocation: Invocation) throws(Failure) -> ExitCode {
    guard let path = invocation.value("data") else {
      throw .usage("say with --data DIR (or MUSTER_DATA) where the node's data are")
    }
    let folder = NodeFolder(path)
    let isJSON = invocation.has("json")
    if invocation.command != "serve" { Progress.begin("muster-node: \(invocation.command)") }
    defer { Progress.end() }
    switch invocation.command {
    case "join": return try join(invocation, folder, isJSON: isJSON)
    case "backup": return try backup(invocation, folder, isJSON: isJSON)
    case "restore": return try restore(invocation, folder, isJSON: isJSON)
    case "serve": return try serve(invocation, folder, isJSON: isJSON)
    default:
      let printing = Printing(isJSON: isJSON)
      return try Asking(folder).perform(invocation, printing)
    }
  }

  private static func join(
    _ invocation: Invocation, _ folder: NodeFolder, isJSON: Bool
  ) throws(Failure) -> ExitCode {
    let made = try Joining.join(
      folder, code: invocation.words[0], hub: invocation.value("hub"))
    let admission = made.admission
    if isJSON {
      Terminal.print(
        JSONValue.present([
          "point": .string(admission.point), "country": .string(admission.country),
          "node": JSONValue(admission.keyID), "event": JSONValue(made.event),
        ]).compact)
    } else {
      Terminal.print(
        "This machine is now the node of \(admission.point). Start it with: muster-node serve "
          + "--data \(folder.path)")
    }
    return .done
  }

  /// Where HTTP listens unless said otherwise.
  static let standardHTTP = "127.0.0.1:7590"

  private static func serve(
    _ invocation: Invocation, _ folder: NodeFolder, isJSON: Bool
  ) throws(Failure) -> ExitCode {
    // A slip in an address is told before anything is opened.
    let web = try WebDoors.Wanted(
      http: invocation.value("http") ?? standardHTTP, https: invocation.value("https"),
      names: invocation.all("host"))
    if let hub = invocation.value("hub") {
      _ = try Failure.connecting { () throws(NetError) in try HostPort(hub) }
    }
    let daemon = try NodeDaemon(
      folder, hub: invocation.value("hub"), log: DaemonLog("muster-node"))
    return try daemon.run(web, isJSON: isJSON)
  }
}
