import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterNode

/// A hub in a folder, as far as a node can tell: it has an event and people, places what the node made
/// and hands it the log.
final class SmallCentre {
  let replica: Replica
  private let root = SigningKey()
  private let hub = SigningKey()
  private let seal = SealKey()
  private let ticketKey = SigningKey()
  private let hasher = Hasher256()
  private let deflate = Deflate()
  private var author: Author

  private var event: EventID { root.id }
  private var certificate: Certificate { Certificate(of: hub.publicKey, by: root) }
  private var now: Int64 { BootClock.wallMilliseconds() }

  init(in path: String) throws {
    replica = try Replica(at: path + "/centre.db", event: root.id, as: .hub)
    author = Author(event: root.id, node: hub.id, boot: nil)
    try begin()
    let now = now
    let key = TicketKey(key: ticketKey.publicKey, from: 0, until: now + 1_000_000_000)
    try append(NodeEvent.parts(around: now).map { Draft(.eventPut($0)) } + [Draft(.ticketKey(key))])
    let lunch = Announcement(texts: ["en": "Lunch", "fr": "Midi"], countries: [], groups: [])
    try append([Draft(.announce(lunch), by: "centre")])
    for (id, name, country) in NodeEvent.people {
      var put = ParticipantChange(kind: id == "p-2" ? "press" : "delegate", country: country)
      put.point = country == "MA" ? "ma-1" : "fr-1"
      let privates = [("name", name), ("diet", "none")].map {
        PrivateLine.Field(name: $0.0, value: $0.1)
      }
      try append([Draft(.participantPut(put), participant: id, privates: privates)])
    }
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
  private func append(_ drafts: [Draft]) throws -> [OpID] {
    let own = drafts.map { author.write($0, at: now, mono: BootClock.microseconds()) }
    let ids = try replica.place(own, received: now)
    try replica.commit()
    return ids
  }

  func ticket(for participant: String) -> String? {
    Ticket(event: event, serial: 1, participant: participant, key: ticketKey)?.text
  }

  // MARK: The node

  /// The node of a machine that joins for a point.
  func join(_ folder: NodeFolder) throws -> Node {
    try Files.makeFolder(folder.path)
    let keys = try folder.keys()
    for (point, country) in [("ma-1", "MA"), ("fr-1", "FR")] {
      var change = PointChange(
        country: country, zone: "Africa/Casablanca", language: "fr", capacity: 40)
      change.name = point
      try append([Draft(.pointPut(change), point: point)])
    }
    let admission = Admission(
      key: keys.signing.publicKey, keyID: keys.signing.id, seal: keys.seal.publicKey,
      point: "ma-1", country: "MA")
    let op = try append([Draft(.nodeAdmit(admission), point: "ma-1")])[0]
    let line = try replica.line(of: op) ?? []
    let admitted = Admitted(line: line, event: event, certificate: certificate, signer: hub)
    let enrolment = Enrolment(
      event: event, addresses: ["127.0.0.1:1"], seal: seal.publicKey, admitted: admitted)
    try Files.write(enrolment?.bytes ?? [], to: folder.enrolment)
    return try folder.open()
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
      let digest = hasher.digest(line)
      digests.append(digest)
      chain.append(digest, hasher: hasher)
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
    for op in node.replica.missingPrivates(limit: 1000)
    where replica.reading({ fold in fold.mayHavePrivate(of: op, country: "MA") }) {
      if case .line(let line) = try replica.privateLine(of: op) {
        try node.replica.keepPrivate(line, of: op)
      }
    }
    try node.replica.commit()
  }
}
