import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterHub

/// A hub without a network: set up from an event file, asked through its commands and its HTTP.
final class Stage {
  /// An event of three countries, one of whose groups is of countries and one of organisations.
  static let event = """
    {"titles": {"en": "Meeting"}, "zone": "Asia/Jerusalem", "languages": ["en", "ar"],
     "days": [
      {"id": "day-1", "date": "2025-11-07", "from": "14:00", "to": "18:00", "titles": {"en": "One"}},
      {"id": "day-2", "date": "2025-11-08", "from": "14:00", "to": "18:00", "titles": {"en": "Two"}}],
     "sessions": [
      {"id": "a", "day": "day-1", "type": "opening", "minutes": 60, "titles": {"en": "A"}},
      {"id": "b", "day": "day-1", "type": "session", "minutes": 70, "slots": [30, 40], "talks": 2,
       "titles": {"en": "B"}}],
     "doors": [{"id": "main", "titles": {"en": "Main"}}, {"id": "side", "titles": {"en": "Side"}}],
     "indicators": [{"id": "i", "goal": 5, "unit": "people", "measured": "by hand",
      "titles": {"en": "I"}}],
     "groups": [
      {"id": "north", "countries": ["FR"], "titles": {"en": "North"}},
      {"id": "choirs", "bodies": ["Choir", "Band"], "titles": {"en": "Choirs"}}],
     "countries": [
      {"code": "FR", "groups": [], "titles": {"en": "France", "fr": "France"}},
      {"code": "MA", "groups": ["south"], "titles": {"en": "Morocco", "fr": "Maroc"}},
      {"code": "TN", "groups": ["south"], "titles": {"en": "Tunisia"}}]}
    """
  static let points = """
    point,country,zone,language,capacity,contact,name
    fr-1,FR,Europe/Paris,fr,40,+33 1,Salle
    fr-2,FR,Europe/Paris,fr,,,Salle deux
    ma-1,MA,Africa/Casablanca,ar,60,+212 1,قاعة
    tn-1,TN,Africa/Tunis,ar,,,Hall

    """
  static let rosterHeader = "id,name,kind,country,point,body,language,email,phone\n"

  let folder: Folder
  private(set) var hub: Hub
  private(set) var commands: HubCommands
  private var time: Int64 = 0

  var replica: Replica { hub.replica }
  var event: EventID { hub.event }

  init(people: [String] = []) throws {
    folder = try Folder()
    _ = try Initialising(
      folder: folder.hub, eventPath: folder.file("event.json", Self.event),
      address: "hub.example.org:7575", start: "now"
    ).run()
    hub = try Hub(folder: folder.hub, keys: HubKeys.read(from: folder.hub))
    commands = HubCommands(centre: try Centre(hub: hub))
    try importPoints(Self.points)
    let lines = people.map { "\($0),Name of \($0),delegate,FR,fr-1,Choir,fr,,\n" }
    if !people.isEmpty { try importRoster(Self.rosterHeader + lines.joined()) }
  }

  /// Ends in order and opens again, after something was done to the files.
  func reopen(_ between: () throws -> Void = {}) throws {
    try hub.replica.close()
    try between()
    hub = try Hub(folder: folder.hub, keys: HubKeys.read(from: folder.hub))
    commands = HubCommands(centre: try Centre(hub: hub))
  }

  // MARK: Asking

  @discardableResult
  func ask(
    _ command: String, _ body: JSONValue = [:], file: [UInt8] = []
  ) throws(Failure) -> JSONValue {
    try commands.perform(command, body, file: file)
  }

  @discardableResult
  func importPoints(_ csv: String, dryRun: Bool = false) throws(Failure) -> JSONValue {
    try ask("points-import", ["dry_run": .bool(dryRun)], file: Array(csv.utf8))
  }

  @discardableResult
  func importRoster(_ csv: String, dryRun: Bool = false) throws(Failure) -> JSONValue {
    try ask("roster-import", ["dry_run": .bool(dryRun)], file: Array(csv.utf8))
  }

  /// Why a command did not do what it was asked; nil when it did.
  func failure(_ command: String, _ body: JSONValue, file: [UInt8] = []) -> Failure? {
    do throws(Failure) {
      _ = try commands.perform(command, body, file: file)
      return nil
    } catch { return error }
  }

  /// Asks over HTTP.
  func http(
    _ method: HTTPMethod, _ path: String, body: String? = nil, key: String? = nil,
    query: [(name: String, value: String)] = [], role: Role = .admin
  ) -> (status: Int, body: JSONValue) {
    let answer = response(method, path, body: body, key: key, query: query, role: role)
    return (answer.status, (try? JSONValue.read(answer.body)) ?? .null)
  }

  func response(
    _ method: HTTPMethod, _ path: String, body: String? = nil, key: String? = nil,
    query: [(name: String, value: String)] = [], role: Role = .admin
  ) -> HTTPResponse {
    BoardAPI(commands: commands, role: role).answer(
      HTTPRequest(
        method, path: path.split(separator: "/").map(String.init), query: query,
        headers: key.map { [(name: "idempotency-key", value: $0)] } ?? [],
        body: Array((body ?? "").utf8)))
  }

  // MARK: Looking

  /// The time of the next thing that happens at a door: a second after the one before, and after all
  /// that the hub has done so far.
  func tick() -> Int64 {
    time = max(time, hub.now()) + 1000
    return time
  }

  /// A moment after everything that happened.
  var afterwards: Int64 { time + 1000 }

  var place: Int64 { replica.position.place }

  func participant(_ id: String) -> ParticipantView? {
    replica.reading { fold in fold.participant(id) }
  }

  func info(_ op: OpID) -> OperationView? { replica.reading { fold in fold.operationInfo(op) } }

  func conflicts() throws -> [JSONValue] { try ask("conflicts").array ?? [] }

  /// Coverage of a moment, by what the nodes are said to have said.
  func coverage(at now: Int64, _ words: [KeyID: NodeWord]) -> Coverage {
    replica.reading { fold in
      Coverage(&fold, now: now, isRevoked: { $0.isRevoked }) { words[$0] }
    }
  }

  func row(_ country: String, _ coverage: Coverage) -> Coverage.Row? {
    coverage.rows.first { $0.country == country }
  }
}

/// A machine at a point, as far as a hub can tell.
final class Machine {
  let key = SigningKey()
  let point: String
  private let stage: Stage
  private let epoch = Randomness.identifier()
  private let hasher = Hasher256()
  private var author: Author
  var boot: OpID? { author.boot }

  /// The newest private line that it made.
  private(set) var lastPrivate: [UInt8] = []

  var id: KeyID { key.id }
  var writer: Writer { Writer(node: id, epoch: epoch) }

  init(_ stage: Stage, _ point: String, _ country: String) throws {
    self.stage = stage
    self.point = point
    author = Author(event: stage.event, node: key.id, boot: nil)
    // Of two machines of a point the one that was admitted later counts, so let time pass.
    let before = stage.hub.now()
    while stage.hub.now() == before {}
    let admission = Admission(
      key: key.publicKey, keyID: key.id, seal: Randomness.digest(), point: point, country: country)
    try stage.hub.append([Draft(.nodeAdmit(admission), point: point)])
    author.boot = try hand([Draft(.boot(previous: nil, machine: "test"))])[0]
  }

  /// Hands ops in, as its session would.
  @discardableResult
  func hand(_ drafts: [Draft]) throws -> [OpID] {
    try hand(
      lines: drafts.map { draft in
        let own = author.write(draft, at: stage.hub.now(), mono: BootClock.microseconds())
        lastPrivate = own.privateLine ?? lastPrivate
        return own.line
      })
  }

  /// Hands lines in, whoever they say has made them.
  @discardableResult
  func hand(lines made: [[UInt8]]) throws -> [OpID] {
    let hub = stage.hub
    let held = hub.replica.head(of: writer)
    var chain = WriterChain(n: held.n, hash: held.hash)
    var payload: [UInt8] = []
    var lines: [Range<Int>] = []
    var digests: [Digest] = []
    for line in made {
      lines.append(payload.count..<payload.count + line.count)
      payload += line
      digests.append(hasher.digest(line))
      chain.append(digests[digests.count - 1], hasher: hasher)
    }
    try hub.replica.place(
      OpsBatch(
        writer: writer, first: held.n + 1, before: held.hash, after: chain.hash, payload: payload,
        lines: lines, digests: digests), received: hub.now())
    try hub.commit()
    return digests.map(\.identifier)
  }

  @discardableResult
  func checkIn(
    _ participant: String, seen blocks: [OpID] = [], serial: Int64? = nil
  ) throws -> OpID {
    let act = Act.checkin(CheckIn(door: "main", base: blocks, serial: serial))
    return try hand(
      [Draft(act, by: "desk-1", point: point, participant: participant, stated: stage.tick())])[0]
  }

  @discardableResult
  func checkOut(_ participant: String) throws -> OpID {
    let act = Act.checkout(door: "main")
    return try hand(
      [Draft(act, point: point, participant: participant, stated: stage.tick())])[0]
  }

  /// What it said of itself.
  func word(
    at time: Int64, pending: Int64 = 0, isCurrent: Bool = true
  ) -> [KeyID: NodeWord] {
    [id: NodeWord(at: time, made: 0, pending: pending, isCurrent: isCurrent)]
  }
}
