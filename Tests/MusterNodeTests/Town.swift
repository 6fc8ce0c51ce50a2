import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterNode

/// A node at its point, with the hub's log, and a desk that asks it things.
final class Town {
  let centre: Centre
  private(set) var folder: Folder
  private(set) var node: Node
  private(set) var commands: NodeCommands

  init(_ centre: Centre, point: String = "ma-1", country: String = "MA", synced: Bool = true)
    throws
  {
    self.centre = centre
    folder = try centre.joined(point, country: country)
    node = try NodeFolder(folder.path).open()
    commands = NodeCommands(node)
    if synced { try sync() }
  }

  func sync() throws {
    try centre.takeOps(of: node)
    try centre.hand(to: node)
  }

  /// Ends in order and opens again.
  func reopen() throws {
    try node.replica.close()
    try open()
  }

  /// Ends as a power cut ends it, and opens what it left.
  func crash() throws {
    folder = try folder.crashed()
    try open()
  }

  private func open() throws {
    node = try NodeFolder(folder.path).open()
    commands = NodeCommands(node)
  }

  @discardableResult
  func ask(_ command: String, _ body: JSONValue = [:]) throws(Failure) -> JSONValue {
    try commands.perform(command, body)
  }

  func checkIn(_ participant: String, door: String? = nil) throws(Failure) -> JSONValue {
    var body: JSONValue = ["participant": .string(participant)]
    if let door { body.append("door", .string(door)) }
    return try ask("checkin", body)
  }

  func scan(_ ticket: String) throws(Failure) -> JSONValue {
    try ask("checkin", ["ticket": .string(ticket)])
  }

  /// The line of one of the node's own ops, as its hub reads it.
  func line(of op: String?) throws -> JSONValue? {
    try sync()
    guard let op = op.flatMap({ OpID($0) }), let line = try centre.replica.line(of: op) else {
      return nil
    }
    return try JSONValue.read(line)
  }

  var made: Int64 { node.replica.ownHead?.n ?? 0 }

  /// Asks over HTTP.
  func http(
    _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, key: String? = nil,
    by desk: String? = nil, query: [(name: String, value: String)] = []
  ) -> (status: Int, body: JSONValue) {
    var json = JSONWriter()
    if let body { json.value(body) }
    let headers = key.map { [(name: "idempotency-key", value: $0)] } ?? []
    let request = HTTPRequest(
      method, path: path.split(separator: "/").map(String.init), query: query, headers: headers,
      body: json.bytes)
    let answer = DeskAPI(commands: commands).answer(request, by: desk)
    return (answer.status, (try? JSONValue.read(answer.body)) ?? .null)
  }
}

extension JSONValue {
  var verdict: String? { self["verdict"]?.string }
  var reason: String? { self["reason"]?.string }
  var op: String? { self["op"]?.string }
}
