import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterNode

/// A hub in memory, as far as a node can tell: it places what nodes made and hands them the log.
final class Centre {
  let root = SigningKey()
  let hub = SigningKey()
  let seal = SealKey()
  let ticketKey = SigningKey()
  let replica: Replica
  private let folder: Folder
  private let hasher = Hasher256()
  private let deflate = Deflate()
  private var author: Author
  var certificate: Certificate { Certificate(of: hub.publicKey, by: root) }

  var event: EventID { root.id }
  var now: Int64 { BootClock.wallMilliseconds() }

  init(doors: [String] = ["main", "side"]) throws {
    folder = try Folder()
    replica = try Replica(at: folder.path + "/muster.db", event: root.id, as: .hub)
    author = Author(event: root.id, node: hub.id, boot: nil)
    try begin()
    var event = EventPart(sort: .event, id: "event")
    event.zone = "UTC"
    let half: Int64 = 12 * 3_600_000
    event.calendar = [
      CalendarDate(date: "2030-01-01", first: now - half),
      CalendarDate(date: "2030-01-02", first: now + half),
    ]
    let key = TicketKey(key: ticketKey.publicKey, from: 0, until: now + 10 * half)
    let parts = [event] + doors.map { EventPart(sort: .door, id: $0) }
    try append(parts.map { Draft(.eventPut($0)) } + [Draft(.ticketKey(key))])
  }

  private func begin() throws {
    let generation = Randomness.identifier()
    let start = HubStart(
      generation: generation, ordinal: 1, key: hub.publicKey, root: root.publicKey,
      certificate: certificate.signature.bytes, isCertified: true)
    let line = author.write(Draft(.hubStart(start)), at: now, mono: BootClock.microseconds()).line
    author.boot = SHA256.digest(line).identifier
    let signer = SegmentBuilder.Signer(event: event, generation: generation, key: hub)
    try replica.begin(line, signer, received: now)
  }

  @discardableResult
  func append(_ drafts: [Draft]) throws -> [OpID] {
    let own = drafts.map { author.write($0, at: now, mono: BootClock.microseconds()) }
    let ids = try replica.place(own, received: now)
    try replica.commit()
    return ids
  }

  @discardableResult
  func append(_ draft: Draft) throws -> OpID { try append([draft])[0] }

  /// Puts somebody on the roster.
  func register(_ id: String, name: String, country: String = "MA", point: String = "ma-1") throws {
    let put = ParticipantChange(kind: "delegate", country: country, point: point)
    try append(
      Draft(
        .participantPut(put), participant: id, privates: [.init(name: "name", value: name)]))
  }

  /// Says what a door asks.
  func put(_ rule: DoorRule, door: String = "main") throws {
    var part = EventPart(sort: .door, id: door)
    part.rule = rule
    try append(Draft(.eventPut(part)))
  }

  /// Gives the calendar's date a day.
  func putDay(from: Int64, to: Int64) throws {
    var part = EventPart(sort: .day, id: "day")
    part.date = "2030-01-01"
    part.from = from
    part.to = to
    try append(Draft(.eventPut(part)))
  }

  func ticket(_ participant: String, serial: UInt32 = 1, by key: SigningKey? = nil) -> String {
    Ticket(event: event, serial: serial, participant: participant, key: key ?? ticketKey)?.text
      ?? ""
  }

  // MARK: Nodes

  /// The folder of a machine that has joined for a point.
  func joined(_ point: String = "ma-1", country: String = "MA") throws -> Folder {
    let folder = try Folder()
    let files = NodeFolder(folder.path)
    let keys = try files.keys()
    var change = PointChange(country: country, zone: "Africa/Casablanca", language: "fr")
    change.name = point
    try append(Draft(.pointPut(change), point: point))
    let admission = Admission(
      key: keys.signing.publicKey, keyID: keys.signing.id, seal: keys.seal.publicKey, point: point,
      country: country)
    let op = try append(Draft(.nodeAdmit(admission), point: point))
    let line = try replica.line(of: op) ?? []
    let admitted = Admitted(line: line, event: event, certificate: certificate, signer: hub)
    let enrolment = Enrolment(
      event: event, addresses: ["127.0.0.1:1"], seal: seal.publicKey, admitted: admitted)
    try Files.write(enrolment?.bytes ?? [], to: files.enrolment)
    return folder
  }

  /// Hands the hub what a node made, private lines too.
  func takeOps(of node: Node) throws {
    guard let writer = node.replica.ownWriter else { return }
    while let end = node.replica.ownHead, replica.head(of: writer).n < end.n {
      let held = replica.head(of: writer)
      let lines = try node.replica.ownLines(from: held.n + 1)
      try replica.place(batch(lines, of: writer, after: held), received: now)
      try replica.commit()
    }
    for op in replica.missingPrivates(of: node.key.id, limit: 1000) {
      if case .line(let line) = try node.replica.privateLine(of: op) {
        try replica.keepPrivate(line, of: op)
      }
    }
    try replica.commit()
    let held = replica.head(of: writer).n
    try node.replica.acknowledged(durable: held, whole: held)
  }

  private func batch(_ lines: [[UInt8]], of writer: Writer, after head: WriterHead) -> OpsBatch {
    var payload: [UInt8] = []
    var ranges: [Range<Int>] = []
    var digests: [Digest] = []
    var chain = WriterChain(n: head.n, hash: head.hash)
    for line in lines {
      ranges.append(payload.count..<payload.count + line.count)
      payload += line
      digests.append(hasher.digest(line))
      chain.append(digests[digests.count - 1], hasher: hasher)
    }
    return OpsBatch(
      writer: writer, first: head.n + 1, before: head.hash, after: chain.hash, payload: payload,
      lines: ranges, digests: digests)
  }

  /// Gives a node what it lacks of the log, and the private lines that it may have.
  func hand(to node: Node) throws {
    while node.replica.position.place < replica.position.place {
      for stored in try replica.segments(after: node.replica.position.place, maxBytes: 100_000) {
        var reader = FrameReader(limit: Limits.standard.frameBytes)
        reader.append(stored.frame)
        let read = try reader.next { bytes, limit in deflate.inflate(bytes, limit: limit) }
        guard let read else { continue }
        try node.replica.adopt(Segment(read, hasher: hasher))
      }
      try node.replica.commit()
    }
    let country = node.enrolment.admission.country
    for op in node.replica.missingPrivates(limit: 1000)
    where replica.reading({ fold in fold.mayHavePrivate(of: op, country: country) }) {
      if case .line(let line) = try replica.privateLine(of: op) {
        try node.replica.keepPrivate(line, of: op)
      }
    }
    try node.replica.commit()
  }
}
