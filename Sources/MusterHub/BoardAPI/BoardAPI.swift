import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The hub's HTTP: what boards and scripts read, and the one thing that they may do.
struct BoardAPI {
  let commands: HubCommands

  private var centre: Centre { commands.centre }

  /// Answers a request.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    do throws(Failure) { return try route(request) } catch {
      return Control.problem(error)
    }
  }

  private func route(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    if request.path == ["healthz"] {
      return try get(request) { () throws(Failure) in ["status": "ok"] }
    }
    guard request.path.prefix(2) == ["api", "v1"] else { return Self.noSuchPath }
    let path = Array(request.path.dropFirst(2))
    switch path {
    case ["status"]: return try get(request) { () throws(Failure) in commands.status() }
    case ["coverage"]:
      return try get(request) { () throws(Failure) in
        try commands.coverage(Self.arguments(request, "lang", "group"))
      }
    case ["conflicts"]:
      return try get(request) { () throws(Failure) in ["conflicts": try commands.conflicts()] }
    case ["nodes"]: return try get(request) { () throws(Failure) in ["nodes": commands.nodes()] }
    case ["points"]:
      return try get(request) { () throws(Failure) in ["points": commands.pointsList()] }
    case ["ops"]: return try get(request) { () throws(Failure) in try ops(request) }
    default: break
    }
    guard path.count == 3, path[0] == "conflicts", path[2] == "resolution" else {
      return Self.noSuchPath
    }
    guard request.method == .post else { return .notAllowed(use: [.post]) }
    return try resolve(path[1], request)
  }

  private static var noSuchPath: HTTPResponse {
    .problem(404, detail: "there is nothing at this path; see /api/v1/status")
  }

  private func get(
    _ request: HTTPRequest, _ value: () throws(Failure) -> JSONValue
  ) throws(Failure) -> HTTPResponse {
    guard request.method == .get || request.method == .head else {
      return .notAllowed(use: [.get, .head])
    }
    return .json(try value())
  }

  private static func arguments(_ request: HTTPRequest, _ names: String...) -> JSONValue {
    .object(
      names.compactMap { name in
        request.value(name).map { JSONMember(name: name, value: .string($0)) }
      })
  }

  // MARK: Ops

  /// The log from a place on, at most 256 entries at a time.
  private func ops(_ request: HTTPRequest) throws(Failure) -> JSONValue {
    let after = try Self.number(request, "after", 0, in: 0...JSONTape.maximumInteger)
    let limit = try Self.number(request, "limit", 100, in: 1...256)
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
    _ request: HTTPRequest, _ name: String, _ standard: Int64, in range: ClosedRange<Int64>
  ) throws(Failure) -> Int64 {
    guard let text = request.value(name) else { return standard }
    guard let number = Int64(text), range.contains(number) else {
      throw .usage("\(name): write a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  // MARK: Resolutions

  private func resolve(_ id: String, _ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    let idempotent = try IdempotentRequest(request)
    if let earlier = try idempotent?.earlier(in: centre.replica.answers) { return earlier }
    guard let body = try? JSONValue.read(request.body), let members = body.members else {
      throw .usage("The body is no JSON object: send {\"choice\": …}.")
    }
    let drafts = try commands.resolution(
      .object([JSONMember(name: "id", value: .string(id))] + members.filter { $0.name != "id" }))
    let hub = try centre.writing()
    let time = hub.now()
    var response = HTTPResponse.noContent
    try hub.append(drafts) { ops in
      response = .json { json in json.value(HubCommands.resolved(ops)) }
      return idempotent?.answer(response, at: time)
    }
    return response
  }
}
