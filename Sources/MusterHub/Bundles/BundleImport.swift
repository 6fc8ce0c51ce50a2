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
struct BundleImport {
  /// So much of the log goes into an answer, bytes; the node asks again for more.
  private static let logBytes = 32 << 20

  let hub: Hub
  private let hasher = Hasher256()
  private let deflate = Deflate()

  init(hub: Hub) { self.hub = hub }

  /// What came of a bundle.
  struct Outcome {
    /// The answer, sealed to the node.
    var reply: [UInt8]
    var admission: Admission
    /// Ops of the bundle, and how many of them were new.
    var ops = 0
    var placed = 0
    /// Private lines that were kept.
    var privates = 0
    /// Whether the node must import the answer to begin anew.
    var isOutgrown = false
    var isRevoked = false
    /// Places of the log that the answer holds.
    var segments = 0
  }

  func run(_ bytes: [UInt8]) throws(Failure) -> Outcome {
    let file = try open(bytes)
    let content: [UInt8]
    do throws(SealedFile.Refusal) {
      content = try file.content(by: hub.keys.seal)
    } catch {
      throw Self.failure(error)
    }
    let node = try author(of: content)
    let channel = Channel(
      peerKey: node, ownKey: hub.keys.hub.publicKey, exporter: file.exporter)
    var session = HubSession(
      channel: channel, event: hub.event, isBundle: true, at: hub.moment(), hasher: hasher,
      deflate: deflate)
    session.feed(content, at: hub.moment())
    return try deal(with: &session)
  }

  private func open(_ bytes: [UInt8]) throws(Failure) -> BundleFile {
    let file: BundleFile
    do throws(BundleFile.Refusal) { file = try BundleFile(bytes) } catch {
      switch error {
      case .noBundle: throw .badData("This is no bundle: make one with muster-node bundle export.")
      case .version(let version):
        throw .badData(
          "This bundle is of version \(version), which this hub does not read: update it.")
      }
    }
    guard file.maker == .node else {
      throw .badData("This is a hub's answer: import it at the node, muster-node bundle import.")
    }
    guard file.event == hub.event else {
      throw .badData("This bundle is of another event, \(file.event.hex).")
    }
    return file
  }

  static func failure(_ error: SealedFile.Refusal) -> Failure {
    switch error {
    case .notForThisKey:
      .badData("This bundle is sealed for another machine: it can be opened only there.")
    case .damaged(let place):
      .badData("The bundle is damaged at or after byte \(place): copy the file once more.")
    case .tooLarge(let limit): .badData("The bundle holds more than \(limit >> 20) MB.")
    }
  }

  /// The key of the node whose `hello` comes first; the session checks that it has signed.
  private func author(of content: [UInt8]) throws(Failure) -> Digest {
    var reader = FrameReader(limit: Limits.standard.frameBytes)
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

  // MARK: The session

  private func deal(with session: inout HubSession) throws(Failure) -> Outcome {
    var frames: [UInt8] = []
    var outcome: Outcome?
    var hello: Hello?
    var welcome: Welcome?
    while let event = session.next(at: hub.moment()) {
      switch event {
      case .hello(let shown, let admission):
        let answer: Welcome
        do throws(ProtocolError) { answer = try hub.welcome(shown, admission) } catch {
          throw .inputOutput(error.text)
        }
        frames += session.welcome(answer, at: hub.moment())
        hello = shown
        welcome = answer
        outcome = Outcome(reply: [], admission: admission)
        outcome?.isRevoked = answer.isRevoked
      case .ops(let batch):
        let count = batch.lines.count
        outcome?.ops += count
        outcome?.placed += try place(batch)
        let head = hub.replica.head(of: batch.writer).n
        frames +=
          session.acknowledge(durable: head, whole: hub.replica.whole(of: batch.writer)) ?? []
      case .privates(let entries):
        guard let node = outcome?.admission.keyID else { continue }
        for entry in entries { if keep(entry, from: node) { outcome?.privates += 1 } }
      case .failed(let error):
        throw .badData("The bundle does not hold together (\(error.name)): \(error.text)")
      default: break
      }
    }
    try hub.commit()
    guard var outcome, let hello, let welcome else {
      throw .badData("The bundle is empty: make it anew.")
    }
    guard session.writer == nil || session.waitingBytes == 0 else {
      throw .badData("The bundle ends in the middle of a frame: copy the file once more.")
    }
    outcome.isOutgrown = isOutgrown(hello, outcome.admission)
    let reply = try reply(to: hello, welcome, outcome.admission, frames, &outcome)
    outcome.reply = reply
    return outcome
  }

  private func place(_ batch: OpsBatch) throws(Failure) -> Int {
    do throws(StoreError) {
      let before = hub.replica.reading { $0.operationCount }
      try hub.replica.place(batch, received: hub.now())
      try hubCommit()
      return hub.replica.reading { $0.operationCount } - before
    } catch {
      // Its numbers were taken by another life of the machine: the answer tells the node so.
      if case .fork = error { return 0 }
      throw Failure(error)
    }
  }

  private func hubCommit() throws(StoreError) {
    do throws(Failure) { try hub.commit() } catch { throw .needsReopen }
  }

  private func keep(_ entry: PrivateEntry, from node: KeyID) -> Bool {
    guard case .line = entry.content else { return false }
    return (try? hub.keep(entry, from: node)) == true
  }

  /// Whether the hub holds other ops under the node's numbers than the bundle.
  private func isOutgrown(_ hello: Hello, _ admission: Admission) -> Bool {
    let head = hub.replica.head(of: Writer(node: admission.keyID, epoch: hello.epoch))
    return head.n == hello.head.n && head.hash != hello.head.hash
  }

  // MARK: The answer

  private func reply(
    to hello: Hello, _ welcome: Welcome, _ admission: Admission, _ frames: [UInt8],
    _ outcome: inout Outcome
  ) throws(Failure) -> [UInt8] {
    var content = frames
    if !welcome.isRevoked {
      let segments = try Failure.storing { () throws(StoreError) in
        try hub.replica.segments(after: welcome.from - 1, maxBytes: Self.logBytes)
      }
      outcome.segments = segments.count
      for segment in segments { content += segment.frame }
      for frame in try privates(segments, country: admission.country) { content += frame }
    }
    var farewell = HubSession(
      channel: Channel(peerKey: admission.key, ownKey: admission.key, exporter: admission.key),
      event: hub.event, at: hub.moment(), hasher: hasher, deflate: deflate)
    farewell.bye("end of the bundle")
    content += farewell.farewell
    let sealed = BundleFile.make(from: .hub, event: hub.event, to: [admission.seal]) { exporter in
      ReplySeal.frame(
        exporter, event: hub.event, certificate: hub.keys.certificate, signer: hub.keys.hub)
        + content
    }
    guard let sealed else {
      throw .badData("The node's key for bundles is no good one: let it join anew.")
    }
    return sealed
  }

  /// The private lines of the ops of these segments that a country may have.
  private func privates(
    _ segments: [StoredSegment], country: String
  ) throws(Failure) -> [[UInt8]] {
    var entries: [PrivateEntry] = []
    for segment in segments {
      var place = segment.first
      while place <= segment.end.place {
        let found = try Failure.storing { () throws(StoreError) in
          try hub.replica.entries(after: place - 1)
        }
        guard !found.isEmpty else { break }
        for entry in found { if let held = held(entry.op, country) { entries.append(held) } }
        place += Int64(found.count)
      }
    }
    return PrivateMessage.frames(entries)
  }

  private func held(_ op: OpID, _ country: String) -> PrivateEntry? {
    guard hub.replica.reading({ $0.mayHavePrivate(of: op, country: country) }) else { return nil }
    return switch try? hub.replica.privateLine(of: op) {
    case .line(let line): PrivateEntry(op: op, content: .line(line))
    case .gone: PrivateEntry(op: op, content: .gone)
    case .absent, nil: nil
    }
  }
}
