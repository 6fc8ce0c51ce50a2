import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Takes in a node's bundle, and makes the bundle that answers it.
///
/// The session is the one that a connection would have: it checks chain, numbers and signatures. What
/// is on the log already, because it came over a connection or in an earlier bundle, is passed over.
final class BundleImport {
  /// Ops whose private lines one bundle may ask for; a node asks again for others.
  private static let wantedLimit = 65_536

  /// What came of a bundle.
  struct Outcome {
    /// The point's id.
    var point = ""
    var node = KeyID(high: 0, low: 0)
    /// Ops of the bundle, and how many of them were new.
    var ops = 0
    var placed = 0
    /// Private lines that were kept.
    var privates = 0
    /// Whether the hub holds other ops under the bundle's numbers: the node is to begin anew.
    var isOutgrown = false
    var isRevoked = false
    /// Entries of the log that the answer holds, and whether there are more.
    var entries = 0
    var hasMore = false
  }

  private struct Greeting {
    let hello: Hello
    let admission: Admission
    let welcome: Welcome
    let frame: [UInt8]
  }

  private let hub: Hub
  private let onKept: ([PrivateEntry]) -> Void
  private let hasher = Hasher256()
  private let deflate = Deflate()
  private var outcome = Outcome()
  private var greeting: Greeting?
  private var hasEnded = false
  /// What was taken since the last commit.
  private var taken = 0
  private var kept: [PrivateEntry] = []
  private var wanted: [OpID] = []
  /// The newest batch all of which the hub held before.
  private var passed: OpsBatch?

  /// - Parameter onKept: called with private lines that are on the disk now.
  init(hub: Hub, onKept: @escaping ([PrivateEntry]) -> Void = { _ in }) {
    self.hub = hub
    self.onKept = onKept
  }

  /// Takes a bundle in.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - reply: where the answer goes.
  ///   - maxBytes: about so large the content of the answer may be.
  func run(_ path: String, reply: String, maxBytes: Int) throws(Failure) -> Outcome {
    guard !hub.isDiskScarce else {
      throw Failure(
        .inputOutput, status: 507,
        "The hub's disk is nearly full; nothing was taken in. Make room, then import again.")
    }
    guard !Files.areSame(path, reply) else {
      throw .usage("The answer would take the place of the bundle: give --reply another file.")
    }
    let reader = try BundleReader(path, from: .node, event: hub.event, by: hub.keys.seal)
    guard let first = try reader.next() else { throw Self.empty }
    // A place where nothing can be written is told before anything is taken in.
    let file = try Failure.withNamedFile { () throws(CommandError) in try NewFile(reply) }
    let channel = Channel(
      peerKey: try author(of: first), ownKey: hub.keys.hub.publicKey,
      exporter: reader.header.exporter)
    var session = HubSession(
      channel: channel, event: hub.event, isBundle: true, at: hub.moment(), hasher: hasher,
      deflate: deflate)
    try take(first, &session)
    while let more = try reader.next() { try take(more, &session) }
    try finish(session)
    try answer(&session, file, maxBytes: maxBytes)
    return outcome
  }

  private static var empty: Failure {
    .badData("The bundle is empty: make it anew, muster-node bundle export.")
  }

  /// The key of the node whose `hello` comes first; the session checks that it has signed.
  private func author(of content: [UInt8]) throws(Failure) -> Digest {
    var reader = FrameReader(limit: Limits.standard.frameBytesBeforeAuthentication)
    reader.append(content)
    var operations = OperationReader(event: hub.event)
    guard let frame = try? reader.next(inflate: { deflate.inflate($0, limit: $1) }),
      frame.lines.count == 2
    else { throw .badData("The bundle does not begin as a node's would: make it anew.") }
    let line = Array(frame.payload[frame.lines[1]])
    let id = hasher.digest(line).identifier
    guard case .nodeAdmit(let admission) = operations.read(line, in: 0..<line.count, id: id).act
    else { throw .badData("The bundle does not say whose it is: make it anew.") }
    return admission.key
  }

  // MARK: What comes

  private func take(_ content: [UInt8], _ session: inout HubSession) throws(Failure) {
    session.feed(content, at: hub.moment())
    while let event = session.next(at: hub.moment()) {
      guard !hasEnded else { throw .badData("Something stands behind the bundle's end.") }
      try deal(with: event, &session)
      if taken >= Limits.standard.opsPerTick { try commit() }
    }
  }

  private func deal(
    with event: HubSession.Event, _ session: inout HubSession
  ) throws(Failure) {
    switch event {
    case .hello(let hello, let admission): try greet(hello, admission, &session)
    case .ops(let batch): try take(batch)
    case .privates(let entries): keep(entries)
    case .want(let ops): wanted += ops.prefix(Self.wantedLimit - wanted.count)
    case .bye: hasEnded = true
    case .failed(let error):
      // What came before is sound.
      try commit()
      throw .badData("The bundle does not hold together (\(error.name)): \(error.text)")
    default: break
    }
  }

  private func greet(
    _ hello: Hello, _ admission: Admission, _ session: inout HubSession
  ) throws(Failure) {
    guard hello.role == .node else {
      throw .badData("A standby has no ops of its own: it follows the hub over the network.")
    }
    let welcome: Welcome
    do throws(ProtocolError) { welcome = try hub.welcome(hello, admission) } catch {
      throw .inputOutput(error.text)
    }
    greeting = Greeting(
      hello: hello, admission: admission, welcome: welcome,
      frame: session.welcome(welcome, at: hub.moment()))
    outcome.point = admission.point
    outcome.node = admission.keyID
    outcome.isRevoked = welcome.isRevoked
  }

  /// Places a batch. Of what the hub held before only the last batch is compared: its hash is over all
  /// that comes before it.
  private func take(_ batch: OpsBatch) throws(Failure) {
    outcome.ops += batch.lines.count
    guard let held = greeting?.welcome.head, !outcome.isOutgrown else { return }
    guard batch.last >= held.n else {
      passed = batch
      return
    }
    passed = nil
    try place(batch)
  }

  private func place(_ batch: OpsBatch) throws(Failure) {
    do throws(StoreError) {
      let before = hub.replica.reading { $0.operationCount }
      taken += try hub.replica.place(batch, received: hub.now())
      outcome.placed += hub.replica.reading { $0.operationCount } - before
    } catch {
      // Its numbers were taken by another life of the machine: the answer tells the node so.
      guard case .fork = error else { throw Failure(error) }
      outcome.isOutgrown = true
    }
  }

  private func keep(_ entries: [PrivateEntry]) {
    taken += entries.count
    for entry in entries where (try? hub.keep(entry, from: outcome.node)) == true {
      guard case .line = entry.content else { continue }
      outcome.privates += 1
      kept.append(entry)
    }
  }

  private func commit() throws(Failure) {
    try hub.commit()
    taken = 0
    onKept(kept)
    kept.removeAll()
  }

  private func finish(_ session: HubSession) throws(Failure) {
    try commit()
    if let passed { try place(passed) }
    guard greeting != nil else { throw Self.empty }
    guard hasEnded, session.waitingBytes == 0 else {
      throw .badData("The bundle ends too early; what came of it is kept. Make it anew.")
    }
  }

  // MARK: The answer

  private func answer(
    _ session: inout HubSession, _ file: NewFile, maxBytes: Int
  ) throws(Failure) {
    guard let greeting else { throw Self.empty }
    let writer = try BundleWriter(
      file, from: .hub, event: hub.event, to: [greeting.admission.seal])
    let end = hub.replica.position.place
    let reply = BundleReply(
      certificate: hub.keys.certificate, epoch: greeting.hello.epoch, log: greeting.hello.log,
      end: end)
    try writer.add(reply.frame(writer.exporter, event: hub.event, signer: hub.keys.hub))
    try writer.add(greeting.frame)
    let own = Writer(node: outcome.node, epoch: greeting.hello.epoch)
    let durable = hub.replica.head(of: own).n
    let whole = hub.replica.whole(of: own)
    if let ack = session.acknowledge(durable: durable, whole: whole) { try writer.add(ack) }
    if !outcome.isRevoked {
      let log = BundleLog(hub: hub, country: greeting.admission.country, maxBytes: maxBytes)
      outcome.entries = try log.write(to: writer, after: greeting.welcome.from - 1, upTo: end)
      outcome.hasMore = greeting.welcome.from - 1 + Int64(outcome.entries) < end
      try log.write(to: writer, privatesOf: wanted)
    }
    session.bye("end of the bundle")
    try writer.add(session.farewell)
    try writer.finish()
  }
}
