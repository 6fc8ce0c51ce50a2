import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// What a volunteer can ask of a node: the one way for pages, for the command line, and for commands
/// on the files while no daemon runs.
///
/// ``perform(_:_:keep:)`` finds the command by its name. What it changes is on the disk when it
/// returns; what it throws says in words what to do.
final class NodeCommands {
  /// Gives what is to be kept of an answer, under the key of the request.
  typealias Keep = (JSONValue) -> Answer?

  let node: Node
  let link: HubLink?
  /// Where the running daemon is reached.
  let places: WebDoors?
  /// nil: no daemon runs.
  var rehearsals: Rehearsals?
  var lastState: (position: LogPosition, digest: Digest)?

  /// Makes the commands of a node; without a daemon there is neither a link nor a place.
  init(_ node: Node, link: HubLink? = nil, places: WebDoors? = nil) {
    self.node = node
    self.link = link
    self.places = places
  }

  /// Does a command.
  ///
  /// - Parameters:
  ///   - value: its arguments, an object.
  ///   - keep: called with the answer before anything is recorded; what it gives goes to the
  ///   disk together with the ops.
  func perform(
    _ command: String, _ value: JSONValue, keep: Keep = { _ in nil }
  ) throws(Failure) -> JSONValue {
    let body = try RequestBody(value)
    switch command {
    case "checkin": return try checkIn(body, keep)
    case "checkout": return try checkOut(body, keep)
    case "void": return try void(body, keep)
    case "walkin": return try walkIn(body, keep)
    case "open": return try move(.pointOpen, body, keep)
    case "close": return try move(.pointClose, body, keep)
    case "search": return try search(body)
    case "ops": return try ops(body)
    case "conflicts": return try conflicts()
    case "status": return try status()
    case "verify": return try verify()
    default: return try atTheDesk(command, value, body, keep)
    }
  }

  /// The longest name of a desk, bytes.
  static let deskBytes = 64

  /// Who stands at the desk, for the record.
  func by(_ body: RequestBody) throws(Failure) -> String {
    let desk = try body.text("by", atMostBytes: Self.deskBytes) ?? "desk"
    node.note(desk: desk)
    return desk
  }
}
