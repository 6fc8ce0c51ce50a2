import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The hub's HTTP: what boards and scripts read, and the few things that they may do.
struct BoardAPI {
  let commands: HubCommands
  /// In whose name things are done.
  var caller: String?

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
    case ["event"]:
      return try get(request) { () throws(Failure) in
        try commands.event(Self.arguments(request, "lang"))
      }
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
    if let answer = try read(path, request) { return answer }
    return try act(path, request) ?? Self.noSuchPath
  }

  /// What is read of the programme, of people and of the day; nil for another path.
  private func read(
    _ path: [String], _ request: HTTPRequest
  ) throws(Failure) -> HTTPResponse? {
    switch path {
    case ["attendance"]:
      try get(request) { () throws(Failure) in
        try commands.attendance(
          Self.arguments(request, "by", "day", "session", "country", "lang"))
      }
    case ["answers"]:
      try get(request) { () throws(Failure) in
        ["answers": try commands.answers(Self.arguments(request, "door"))]
      }
    case ["statement"]:
      try get(request) { () throws(Failure) in
        try commands.statement(Self.arguments(request, "date"))
      }
    case ["indicators"]:
      try get(request) { () throws(Failure) in
        try commands.indicators(Self.arguments(request, "lang"))
      }
    case ["readiness"]:
      try get(request) { () throws(Failure) in
        try commands.readiness(Self.arguments(request, "lang"))
      }
    case ["announcements"] where request.method != .post:
      try get(request, or: .post) { () throws(Failure) in
        ["announcements": commands.announcements()]
      }
    case ["programme"]:
      try get(request) { () throws(Failure) in
        try commands.programme(Self.arguments(request, "zone", "day", "lang"))
      }
    case ["participants"]:
      try get(request) { () throws(Failure) in
        guard let text = request.value("q"), !text.isEmpty else {
          throw .usage("q: write a name, the beginning of one, or an id.")
        }
        return ["participants": try commands.search(["text": .string(text)])]
      }
    case _ where path.count == 2 && path[0] == "participants":
      try get(request) { () throws(Failure) in
        try commands.showParticipant(["id": .string(path[1])])
      }
    case _
    where path.count == 3 && path[0] == "participants" && path[2] == "erasure"
      && request.method != .post:
      try get(request, or: .post) { () throws(Failure) in
        try commands.erase(["participant": .string(path[1]), "dry_run": true])
      }
    default: nil
    }
  }

  static var noSuchPath: HTTPResponse {
    .problem(404, detail: "there is nothing at this path; see /api/v1/status")
  }

  private func get(
    _ request: HTTPRequest, or other: HTTPMethod? = nil, _ value: () throws(Failure) -> JSONValue
  ) throws(Failure) -> HTTPResponse {
    guard request.method == .get || request.method == .head else {
      return .notAllowed(use: [.get, .head] + (other.map { [$0] } ?? []))
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
}
