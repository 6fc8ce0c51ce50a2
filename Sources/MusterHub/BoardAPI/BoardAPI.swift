import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The hub's HTTP: what boards and scripts read, and what they may do, each once, however often it is
/// sent with its key.
struct BoardAPI {
  let commands: HubCommands
  /// In whose name things are done.
  var caller: String?
  /// What the caller may do.
  var role: Role
  /// Of more people than this, or more of the log, a table is not made while everybody waits for it.
  var mostExported = 20_000

  private var centre: Centre { commands.centre }

  /// Answers a request.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    do throws(Failure) { return try respond(to: request) } catch {
      return Control.problem(error)
    }
  }

  private func respond(to request: HTTPRequest) throws(Failure) -> HTTPResponse {
    switch Self.routes.find(request) {
    case .nothing: return Self.noSuchPath
    case .others(let methods): return .notAllowed(use: methods)
    case .route(let route, let names):
      guard let command = route.command else { return try Self.routes.common(route, request) }
      if route.method != .get { return try act(command, route, names, request) }
      let arguments = try route.arguments(request, names)
      if let table = ExportTable.allCases.first(where: { command == "export-\($0.rawValue)" }) {
        return try export(table, arguments)
      }
      return .json(Self.named(try read(command, arguments), by: route))
    }
  }

  private func read(_ command: String, _ arguments: JSONValue) throws(Failure) -> JSONValue {
    var commands = commands
    commands.sight = role.allows(.run) ? .all : .names
    switch command {
    case "ops": return try ops(arguments)
    case "country": return try commands.country(arguments)
    case "event": return try commands.event(arguments)
    case "search":
      guard let text = arguments["q"]?.string, !text.isEmpty else {
        throw .usage("q: write a name, the beginning of one, or an id.")
      }
      return try commands.search(["text": .string(text)])
    case "erase": return try commands.erase(arguments.replacing("dry_run", true))
    default: return try commands.perform(command, arguments)
    }
  }

  /// A list is given a name, so that something can be said beside it some day.
  private static func named(_ value: JSONValue, by route: Route) -> JSONValue {
    guard value.members == nil else { return value }
    return [String(route.path.split(separator: "/").last ?? ""): value]
  }

  static var noSuchPath: HTTPResponse {
    .problem(404, detail: "there is nothing at this path; see /api/v1")
  }

  // MARK: Acts

  private func act(
    _ command: String, _ route: Route, _ names: [(name: String, value: String)],
    _ request: HTTPRequest
  ) throws(Failure) -> HTTPResponse {
    let once = try IdempotentRequest(request, by: caller)
    if let earlier = try once?.earlier(in: centre.replica.answers) { return earlier }
    let arguments = try route.arguments(in: request, names)
    var doing = commands
    doing.caller = caller
    let time = centre.now()
    // What is kept is what is answered, so that it is the same when it is sent again.
    let told = Told()
    doing.keep = { value in
      let answer = Self.named(value, by: route)
      told.answer = answer
      return once?.answer(.json(answer), at: time)
    }
    let value = try doing.perform(command, arguments)
    return .json(told.answer ?? Self.named(value, by: route))
  }

  private final class Told {
    var answer: JSONValue?
  }

  // MARK: Ops

  /// The log from a place on, at most 256 entries at a time.
  private func ops(_ arguments: JSONValue) throws(Failure) -> JSONValue {
    let after = try Self.number(arguments, "after", 0, in: 0...JSONTape.maximumInteger)
    let limit = try Self.number(arguments, "limit", 100, in: 1...256)
    var entries: [LogEntry] = []
    while Int64(entries.count) < limit {
      let place = entries.last?.place ?? after
      let more = try Failure.storing { () throws(StoreError) in
        try centre.replica.entries(after: place)
      }
      guard !more.isEmpty else { break }
      entries += more.prefix(Int(limit) - entries.count)
    }
    return [
      "ops": .array(entries.map { LogExport.json($0, in: centre.replica, withLine: false) }),
      "place": .integer(centre.replica.position.place),
    ]
  }

  private static func number(
    _ arguments: JSONValue, _ name: String, _ standard: Int64, in range: ClosedRange<Int64>
  ) throws(Failure) -> Int64 {
    guard let given = arguments[name] else { return standard }
    guard let number = given.integer, range.contains(number) else {
      throw .usage("\(name): write a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  // MARK: Tables

  private func export(
    _ table: ExportTable, _ arguments: JSONValue
  ) throws(Failure) -> HTTPResponse {
    let isMarked = try arguments.flag("bom")
    let size =
      table == .log
      ? Int(centre.replica.position.place)
      : centre.replica.reading { fold in fold.participantIDs().count }
    guard size <= mostExported else {
      throw .unavailable(
        "This is too much for one answer: muster-hub export \(table.rawValue) writes it beside the"
          + " daemon.")
    }
    var bytes: [UInt8] = []
    let exporting = Exporting(centre)
    let writer = try ExportWriter(exporting.columns(of: table, .csv), .csv, marked: isMarked) {
      bytes += $0
    }
    try exporting.write(table, to: writer)
    return HTTPResponse(
      200, type: "text/csv; charset=utf-8",
      headers: [("Content-Disposition", "attachment; filename=\"\(table.rawValue).csv\"")],
      body: bytes)
  }
}
