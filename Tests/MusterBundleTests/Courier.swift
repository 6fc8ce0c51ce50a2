import Foundation
import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterHub
@testable import MusterNode

/// A folder of its own for one test, gone with it.
final class Folder {
  let url: URL

  init() throws {
    let memory = URL(filePath: "/dev/shm")
    let isThere = FileManager.default.isWritableFile(atPath: memory.path)
    let parent = isThere ? memory : FileManager.default.temporaryDirectory
    url = parent.appending(path: "muster-bundle-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  isolated deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Copies one folder or file within this one.
  func copy(_ from: String, to: String) throws {
    try? FileManager.default.removeItem(atPath: path(to))
    try FileManager.default.copyItem(atPath: path(from), toPath: path(to))
  }
}

/// A hub whose nodes reach it by files alone.
final class Courier {
  static let event = """
    {"titles": {"en": "Meeting"}, "zone": "Asia/Jerusalem", "languages": ["en"],
     "days": [{"id": "day-1", "date": "2025-11-07", "from": "14:00", "to": "18:00",
      "titles": {"en": "One"}}],
     "sessions": [{"id": "a", "day": "day-1", "type": "opening", "minutes": 60,
      "titles": {"en": "A"}}],
     "doors": [{"id": "main", "titles": {"en": "Main"}}], "indicators": [], "groups": [],
     "countries": [
      {"code": "FR", "groups": [], "titles": {"en": "France"}},
      {"code": "MA", "groups": [], "titles": {"en": "Morocco"}}]}
    """
  static let points = """
    point,country,zone,language,capacity,contact,name
    fr-1,FR,Europe/Paris,fr,40,+33 1,Salle
    ma-1,MA,Africa/Casablanca,ar,60,+212 1,Hall

    """

  let folder: Folder
  private(set) var hub: Hub
  private var files: HubFolder
  private var carried = 0

  init() throws {
    folder = try Folder()
    files = HubFolder(folder.path("hub"))
    let event = folder.path("event.json")
    try Files.write(Array(Self.event.utf8), to: event)
    _ = try Initialising(
      folder: files, eventPath: event, address: "hub.example.org:7575", start: "now"
    ).run()
    hub = try Hub(folder: files, keys: HubKeys.read(from: files))
    _ = try ask("points-import", ["dry_run": false], file: Array(Self.points.utf8))
  }

  @discardableResult
  func ask(_ command: String, _ body: JSONValue, file: [UInt8] = []) throws(Failure) -> JSONValue {
    try HubCommands(centre: Centre(hub: hub)).perform(command, body, file: file)
  }

  /// Ends in order; another life begins, of the folder as it is or as it was kept under a name.
  func beginAnew(from kept: String? = nil) throws {
    try hub.replica.close()
    if let kept { try folder.copy(kept, to: "hub") }
    hub = try Hub(folder: files, keys: HubKeys.read(from: files))
  }

  /// Keeps a copy of the folder.
  func keep(as name: String) throws {
    try hub.replica.close()
    try folder.copy("hub", to: name)
    hub = try Hub(folder: files, keys: HubKeys.read(from: files))
  }

  /// The node of a point, which has joined and never connected.
  ///
  /// - Parameter folder: its folder's name; the point's where it is nil.
  func join(_ point: String, in folderName: String? = nil) throws -> Node {
    let answer = try ask("invite", ["point": .string(point)])
    let code = try JoinCode(answer["code"]?.string ?? "")
    let place = NodeFolder(folder.path(folderName ?? point))
    try Files.makeFolder(place.path)
    let keys = try place.keys()
    let own = hub.keys.hub.publicKey
    let exporter = Randomness.digest()
    let deflate = Deflate()
    var node = NodeEnrolment(
      code: code,
      channel: Channel(peerKey: own, ownKey: keys.signing.publicKey, exporter: exporter),
      deflate: deflate)
    let channel = Channel(peerKey: keys.signing.publicKey, ownKey: own, exporter: exporter)
    var session = HubSession(
      channel: channel, event: hub.event, at: hub.moment(), hasher: Hasher256(), deflate: deflate)
    session.feed(node.enrol(software: "test", seal: keys.seal.publicKey), at: hub.moment())
    guard case .enrol(let enrol) = session.next(at: hub.moment()) else { throw Missing.answer }
    node.feed(session.enrolled(try Enrolling(hub: hub, channel: channel).answer(enrol)))
    guard let enrolled = try node.next(),
      let enrolment = Enrolment(
        event: enrolled.event, addresses: ["127.0.0.1:1"], seal: enrolled.seal,
        admitted: enrolled.admitted)
    else { throw Missing.answer }
    try Files.write(enrolment.bytes, to: place.enrolment)
    return try place.open()
  }

  enum Missing: Error { case answer }

  // MARK: What is carried

  /// Exports what a node has; gives the path of the bundle.
  func export(_ node: Node, others: [Digest] = []) throws -> String {
    carried += 1
    let path = folder.path("bundle-\(carried)")
    try BundleExport(node: node, others: others).run(to: path)
    return path
  }

  /// Imports a bundle; gives what came of it and the path of the answer.
  func take(
    _ bundle: String, maxBytes: Int = 64 << 20
  ) throws -> (outcome: BundleImport.Outcome, answer: String) {
    carried += 1
    let path = folder.path("answer-\(carried)")
    return (try BundleImport(hub: hub).run(bundle, reply: path, maxBytes: maxBytes), path)
  }

  /// Imports an answer at a node.
  @discardableResult
  func give(_ answer: String, to node: Node) throws -> BundleAnswer.Outcome {
    let seed = try KeyFile.read(.seal, at: node.folder.sealKey)
    return try BundleAnswer(node: node).run(answer, seal: SealKey(seed: seed))
  }

  /// There and back once.
  @discardableResult
  func exchange(_ node: Node, maxBytes: Int = 64 << 20) throws -> BundleAnswer.Outcome {
    try give(take(export(node), maxBytes: maxBytes).answer, to: node)
  }

  /// All ops on the log, each as often as it was placed with its line.
  func ops() throws -> [OpID] {
    var ops: [OpID] = []
    var place: Int64 = 0
    while case let entries = try hub.replica.entries(after: place), !entries.isEmpty {
      ops += entries.filter { $0.line != nil }.map(\.op)
      place += Int64(entries.count)
    }
    return ops
  }
}

extension Node {
  /// Somebody comes in.
  @discardableResult
  func checkIn(_ participant: String) throws -> OpID {
    let written = write(
      Draft(.checkin(CheckIn(door: "main")), by: "desk", point: point, participant: participant))
    try record([written])
    return written.id
  }

  /// So many come in, written together.
  @discardableResult
  func checkIn(count: Int, named name: String) throws -> [OpID] {
    let written = (0..<count).map { number in
      write(
        Draft(
          .checkin(CheckIn(door: "main")), by: "desk", point: point,
          participant: "\(name)-\(number)"))
    }
    try record(written)
    return written.map(\.id)
  }

  /// Somebody who is not on the roster is put on it.
  @discardableResult
  func walkIn(_ name: String) throws -> OpID {
    let put = ParticipantChange(
      kind: "visitor", country: enrolment.admission.country, point: point)
    let written = write(
      Draft(
        .participantPut(put), by: "desk", point: point,
        privates: [.init(name: "name", value: name)]))
    try record([written])
    return written.id
  }

  var made: Int64 { replica.ownHead?.n ?? 0 }
}
