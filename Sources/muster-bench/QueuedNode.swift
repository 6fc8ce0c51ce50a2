import MusterCore
import MusterNet
import MusterSync
import MusterTrust

/// A node with a queue in memory: the real enrolment and the real session, without a disk.
final class QueuedNode {
  let code: JoinCode
  let key = SigningKey()
  let epoch = Randomness.identifier()
  private(set) var lines: [[UInt8]] = []
  private(set) var enrolled: Enrolled?
  private(set) var admission: Admission?
  private(set) var log: LogPosition?
  private(set) var durable: Int64 = 0
  private(set) var failure: String?
  /// Whether own ops may be sent; until then the session is open and idle.
  var mayDrain = false

  private let hasher: Hasher256
  private let deflate: Deflate
  private let sharedLog: SharedLog
  private var cutter = FrameCutter()
  private var enrolment: NodeEnrolment?
  private var session: NodeSession?
  private(set) var connection: Connection?
  private var boot = OpID(high: 0, low: 0)

  init(code: JoinCode, log: SharedLog, hasher: Hasher256, deflate: Deflate) {
    self.code = code
    sharedLog = log
    self.hasher = hasher
    self.deflate = deflate
  }

  /// So many, each with a code of its own, that read the log together.
  ///
  /// - Parameter codes: what `muster-hub invite --all` gave.
  static func all(_ count: Int, _ codes: [JSONValue]) throws -> [QueuedNode] {
    guard codes.count >= count else {
      throw BenchError("there are \(codes.count) points, --nodes asks for \(count)")
    }
    let hasher = Hasher256()
    let deflate = Deflate()
    let log = SharedLog(hasher: hasher, deflate: deflate)
    return try codes.prefix(count).map { value in
      QueuedNode(
        code: try JoinCode(value["code"]?.string ?? ""), log: log, hasher: hasher,
        deflate: deflate)
    }
  }

  /// What dials with its key.
  func dialer(on loop: EventLoop) throws -> TLSDialer {
    try TLSDialer(
      loop: loop,
      identity: TLSIdentity(
        certificateDER: key.selfSignedCertificateDER(), privateKeyDER: key.privateKeyDER()))
  }

  /// Whether its session is open: asked for each frame, for which a session is much to copy.
  private(set) var isOpen = false
  var made: Int64 { Int64(lines.count) }

  private var moment: Moment {
    Moment(mono: BootClock.microseconds(), time: BootClock.wallMilliseconds())
  }

  private func channel(_ connection: Connection) -> Channel? {
    let exported = connection.exporter
    guard let exporter = Digest(bytes: exported.span) else { return nil }
    return Channel(peerKey: connection.peerKey, ownKey: key.publicKey, exporter: exporter)
  }

  /// Dials and proves the join code.
  func enrol(_ dialer: TLSDialer, _ address: HostPort) {
    dialer.dial(address) { [self] result in
      guard case .success(let connection) = result, let channel = channel(connection) else {
        failure = "cannot reach the hub"
        return
      }
      self.connection = connection
      let enrolment = NodeEnrolment(code: code, channel: channel, deflate: deflate)
      connection.onBytes = { [self] bytes in takeEnrolled(bytes) }
      connection.send(enrolment.enrol(software: "muster-bench", seal: SealKey().publicKey))
      self.enrolment = enrolment
    }
  }

  private func takeEnrolled(_ bytes: [UInt8]) {
    enrolment?.feed(bytes)
    do throws(ProtocolError) {
      guard let answer = try enrolment?.next() else { return }
      enrolled = answer
      admission = answer.admitted.verified(for: answer.event)
      log = LogPosition(event: answer.event)
      if let enrolment { connection?.send(enrolment.bye()) }
      connection?.close()
    } catch {
      failure = error.text
    }
  }

  /// Queues a `boot` and check-ins of people of the roster, as a node cut off would have made them.
  func queue(_ count: Int, participants: [String]) {
    guard let event = enrolled?.event, let point = admission?.point, count > 0 else { return }
    var operation = Operation(
      node: key.id, nonce: Randomness.nonce(), at: moment.time, boot: nil, mono: moment.mono,
      act: .boot(previous: nil, machine: "bench"))
    lines.append(OperationWriter.write(operation, event: event))
    boot = hasher.digest(lines[0]).identifier
    operation.boot = boot
    operation.point = point
    operation.by = "desk-1"
    operation.act = .checkin(CheckIn(door: "main", serial: 1))
    for _ in 1..<count {
      operation.nonce = Randomness.nonce()
      operation.mono += Int64.random(in: 1_000_000...9_000_000)
      operation.at += 5_000
      operation.participant = participants.randomElement()
      lines.append(OperationWriter.write(operation, event: event))
    }
  }

  /// Dials and opens a session.
  func connect(_ dialer: TLSDialer, _ address: HostPort) {
    dialer.dial(address) { [self] result in
      if case .failure(let error) = result { failure = error.message }
      guard case .success(let connection) = result, let channel = channel(connection),
        let holdings = holdings()
      else { return }
      self.connection = connection
      let session = NodeSession(
        holdings: holdings, signer: key, channel: channel, at: moment, hasher: hasher,
        deflate: deflate)
      connection.onBytes = { [self] bytes in take(bytes) }
      connection.onClosed = { [self] reason in
        isOpen = false
        failure = failure ?? "closed: \(reason)"
      }
      connection.send(session.hello())
      self.session = session
    }
  }

  /// Ends the session, to come again.
  func hangUp() {
    connection?.onClosed = { _ in }
    connection?.onBytes = { _ in }
    connection?.close()
    connection = nil
    session = nil
    isOpen = false
    cutter = FrameCutter()
    failure = nil
  }

  private func holdings() -> NodeSession.Holdings? {
    guard let enrolled, let log else { return nil }
    let writer = Writer(node: key.id, epoch: epoch)
    var head = WriterHead(event: enrolled.event, writer: writer)
    for line in lines { head.append(hasher.digest(line), hasher: hasher) }
    return NodeSession.Holdings(
      event: enrolled.event, root: enrolled.admitted.certificate.root,
      admitted: enrolled.admitted, epoch: epoch, head: head, log: log, starts: [], hubKeys: [],
      clock: NodeClock(boot: boot, mono: moment.mono, wall: moment.time),
      software: "muster-bench")
  }

  private func take(_ bytes: [UInt8]) {
    cutter.append(bytes)
    do {
      while let frame = cutter.next() { try take(frame: frame) }
    } catch {
      failure = "\(error)"
    }
    if let replies = session?.takeReplies(), !replies.isEmpty { connection?.send(replies) }
    drain()
  }

  private func take(frame: ArraySlice<UInt8>) throws {
    if isOpen, let log, let connection,
      let end = try sharedLog.end(of: frame, after: log, hub: connection.peerKey)
    {
      self.log = end
      return
    }
    session?.feed([UInt8](frame), at: moment)
    while let event = session?.next(at: moment) { deal(with: event) }
  }

  private func deal(with event: NodeSession.Event) {
    switch event {
    case .welcome(let welcome):
      guard let ping = session?.open(ownHash: welcome.head.hash, at: moment) else { return }
      isOpen = true
      connection?.send(ping)
    case .acknowledged(let durable, _): self.durable = durable
    case .failed(let error): end(error.text)
    case .bye(let reason): end(reason)
    case .segment, .want, .wantSegments, .recovered, .privates, .status, .held, .released, .offset:
      break
    }
  }

  private func end(_ why: String) {
    isOpen = false
    failure = why
  }

  /// Sends what the window lets through.
  func drain() {
    guard mayDrain, let connection else { return }
    while let n = session?.nextToSend(made: made) {
      let first = Int(n - 1)
      let batch = Array(lines[first..<min(first + Limits.standard.opsPerBatch, lines.count)])
      if let frame = session?.ops(batch) { connection.send(frame) }
    }
  }
}
