public import MusterCore
public import MusterTrust

/// The hub's side of one connection: who may say what, when. It touches no socket, disk or clock.
///
/// It knows what the node has shown and sent in this session; what the hub holds it is told. Order of
/// calls: ``feed(_:at:)`` with bytes as they come; ``next(at:)`` until it gives nil, each event dealt
/// with before the next is asked for. An ``Event/enrol(_:)`` is answered by ``enrolled(_:)`` or
/// ``refuse(_:)``; an ``Event/hello(_:_:)`` by ``welcome(_:at:)`` or ``refuse(_:)``. The frames that
/// commands return go out in the order of the calls; those of ``takeReplies()`` after each turn of
/// ``next(at:)``. ``timer(at:)`` is called at ``deadline``, which every call may move.
///
/// Other lives: where the welcome's `from` was not the place after the node's log, no segment goes out
/// before the first ``Event/have(_:)``, whose position must be on the hub's log. An
/// ``Event/offer(_:)`` is answered by ``recovered(_:)`` for what is on the disk and
/// ``wantSegments(_:)`` for at most eight of the rest; each ``Event/recovery(_:)`` by
/// ``recovered(_:)``, once it is committed, upon which the node offers what is left.
///
/// After
/// ``Event/failed(_:)``, ``Event/bye(_:)`` or ``TimerEffect/failed(_:)`` nothing more comes, bytes
/// are let go, and the connection is closed once ``farewell`` is sent.
public nonisolated struct HubSession {
  /// What a node said, checked as far as a session can.
  public enum Event: Sendable {
    /// A machine with a join code asks to be admitted.
    case enrol(Enrol)
    /// A node with a valid admission says what it holds.
    case hello(Hello, Admission)
    /// Ops: numbers, chain and signature fit. To be placed.
    case ops(OpsBatch)
    /// The node has committed the log up to here.
    case have(LogPosition)
    /// The node asks for private lines; which it may have is the hub's to decide.
    case want([OpID])
    /// Private lines of the node's ops.
    case privates([PrivateEntry])
    /// How the node is.
    case status(NodeStatus)
    /// The node cannot take the log now; with the reason.
    case held(reason: String, text: String)
    /// The node takes the log again.
    case released
    /// What the node holds of other lives; to be answered by ``wantSegments(_:)`` for what the hub
    /// lacks, and ``recovered(_:)`` for what it has.
    case offer([SegmentOffer])
    /// A segment of another life, which was asked for: form, hash and signature fit. Whether its key
    /// is a hub's is for the hub to look up.
    case recovery(Segment)
    /// Where a moment of the node's boot lies in hub time.
    case mark(ClockMark)
    /// The node ends the session.
    case bye(String)
    /// The session has failed; ``farewell`` holds the frame that says so.
    case failed(ProtocolError)
  }

  private enum State {
    /// The connection is made; the node has said nothing.
    /// The ops are those by which the log knows the machine.
    case greeting(deadline: Int64, standing: [OpID])
    /// The node has asked to be admitted; the hub has not answered.
    case enrolling(deadline: Int64)
    /// The hub has admitted the node, which is to say goodbye.
    case enrolled(deadline: Int64)
    /// The node has shown its admission; the hub has not answered.
    case asked(Hello, node: KeyID, deadline: Int64)
    /// Both know each other.
    case open(Open)
    case ended
  }

  private struct Open {
    let node: KeyID
    let epoch: Epoch
    let boot: OpID
    var received: WriterHead
    var durable: Int64
    var whole: Int64
    var unacknowledged: [Int64] = []
    /// Segments of other lives that were asked for.
    var asked: Set<Digest> = []
  }

  /// The TLS connection beneath.
  public let channel: Channel
  /// Whether the bytes are those of a bundle, in which a node's chain stands from its beginning, no
  /// batch waits for an acknowledgement, and the hub answers after the node's ``Event/bye(_:)``.
  private let isBundle: Bool
  /// What is to be sent before the connection is closed; empty while the session lives.
  public private(set) var farewell: [UInt8] = []
  /// The event that the session is of; the node's `hello` chooses where there are two.
  public private(set) var event: EventID
  private let practice: EventID?
  private let certificate: Certificate?
  private let hasher: Hasher256
  private let deflate: Deflate
  private var input: FrameInput
  private var heartbeat: Heartbeat
  private var state: State

  /// Makes the session of a connection whose handshake began at `moment`.
  ///
  /// - Parameters:
  ///   - practice: the practice event of the machine that has connected, where it has one.
  ///   - certificate: the hub's own, which nearly every node shows, found good already; nil to check each.
  ///   - standing: the ops that admit the channel's machine and count on the log of `event`.
  public init(
    channel: Channel, event: EventID, practice: EventID? = nil, certificate: Certificate? = nil,
    standing: [OpID] = [], isBundle: Bool = false, at moment: Moment, hasher: Hasher256,
    deflate: Deflate
  ) {
    self.channel = channel
    self.isBundle = isBundle
    self.event = event
    self.practice = practice
    self.certificate = certificate
    self.hasher = hasher
    self.deflate = deflate
    input = FrameInput(deflate: deflate)
    heartbeat = Heartbeat(mono: moment.mono)
    state = .greeting(
      deadline: moment.mono + Limits.standard.handshakeMs * 1000, standing: standing)
  }

  // MARK: Queries

  /// The node, once it is welcome.
  public var node: KeyID? {
    if case .open(let open) = state { open.node } else { nil }
  }

  /// The node's writer, once it is welcome.
  public var writer: Writer? {
    if case .open(let open) = state { Writer(node: open.node, epoch: open.epoch) } else { nil }
  }

  /// Whether ops and segments may flow.
  public var isOpen: Bool { node != nil }

  /// µs on the hub's boot clock at which ``timer(at:)`` is due.
  public var deadline: Int64 {
    switch state {
    case .greeting(let deadline, _), .enrolling(let deadline), .enrolled(let deadline),
      .asked(_, _, let deadline):
      deadline
    case .open: heartbeat.deadline
    case .ended: Int64.max
    }
  }

  /// How many bytes wait for the rest of their frame.
  public var waitingBytes: Int { input.waiting }

  // MARK: What comes

  /// Takes bytes as they came.
  public mutating func feed(_ bytes: [UInt8], at moment: Moment) {
    if case .ended = state { return }
    heartbeat.heard(mono: moment.mono)
    input.feed(bytes)
  }

  /// The next thing that the node said; nil when more bytes, or the hub's answer, are needed.
  public mutating func next(at moment: Moment) -> Event? {
    do throws(ProtocolError) {
      while true {
        switch state {
        case .ended: return nil
        case .enrolling, .asked:
          try input.checkPatience()
          return nil
        case .greeting, .enrolled, .open: break
        }
        guard let frame = try input.next() else { return nil }
        if let event = try receive(frame, at: moment) { return event }
      }
    } catch {
      return fail(error)
    }
  }

  private mutating func receive(
    _ frame: Frame, at moment: Moment
  ) throws(ProtocolError) -> Event? {
    let message = try MessageReader(frame)
    switch message.type {
    case "bye":
      let reason = try message.words("reason")
      // What answers a bundle is said once all of it was heard.
      if !isBundle || !isOpen { state = .ended }
      return .bye(reason)
    case "error": return .failed(end(try SmallMessages.readError(message)))
    default: break
    }
    switch state {
    case .greeting(let deadline, let standing):
      return try greet(message, frame, deadline: deadline, standing: standing)
    case .open(let open): return try receive(message, frame, open, at: moment)
    case .enrolled: throw ProtocolError(.unexpected, "After enrolled only bye may come.")
    case .enrolling, .asked, .ended: return nil
    }
  }

  private mutating func greet(
    _ message: MessageReader, _ frame: Frame, deadline: Int64, standing: [OpID]
  ) throws(ProtocolError) -> Event {
    switch message.type {
    case Enrol.type:
      try checkVersions(message)
      let enrol = try Enrol(message)
      state = .enrolling(deadline: deadline)
      return .enrol(enrol)
    case Hello.type:
      try checkVersions(message)
      let hello = try Hello(message, frame)
      if let practice, hello.event == practice, hello.role == .node { event = practice }
      // What stands is on the real event's log.
      let admission = try check(hello, standing: event == practice ? [] : standing)
      state = .asked(hello, node: admission.keyID, deadline: deadline)
      return .hello(hello, admission)
    default:
      throw ProtocolError(.unexpected, "The first message must be hello or enrol.")
    }
  }

  /// Comes before the other members, whose form another version may have changed.
  private func checkVersions(_ message: MessageReader) throws(ProtocolError) {
    guard try message.integers("versions").contains(MusterSync.version) else {
      throw ProtocolError(
        .noCommonVersion,
        "This hub speaks version \(MusterSync.version) of the protocol: update the older program.")
    }
  }

  private func check(_ hello: Hello, standing: [OpID]) throws(ProtocolError) -> Admission {
    guard hello.event == event else {
      throw ProtocolError(.wrongEvent, "This hub serves another event.")
    }
    let shown = hello.admitted.verified(for: event, knowing: certificate, standing: standing)
    guard let admission = shown, admission.key == channel.peerKey else {
      throw ProtocolError(
        .badAdmission, "The admission does not verify for this key: join again with a new code.")
    }
    guard hello.role == .node || hello.admitted.certificate.key == admission.key else {
      throw ProtocolError(
        .badAdmission, "The event's root has not certified this key: it is no standby's.")
    }
    let text = hello.signedText(node: admission.keyID, channel: channel.exporter)
    guard hello.signature.verifies(text, by: admission.key) else {
      throw ProtocolError(.badSignature, "The hello is not signed by the node's key.")
    }
    return admission
  }

  private mutating func receive(
    _ message: MessageReader, _ frame: Frame, _ open: Open, at moment: Moment
  ) throws(ProtocolError) -> Event? {
    switch message.type {
    case OpsHeader.type: return .ops(try batch(OpsHeader(message), frame, open))
    case PrivateMessage.type: return .privates(try PrivateMessage.read(message, frame))
    case "have": return .have(try message.position())
    case "want": return .want(try message.identifiers("ops"))
    case NodeStatus.type: return .status(try NodeStatus(message))
    case "ping":
      let id = try message.integer("id")
      return reply(SmallMessages.pong(id: id, time: moment.time))
    case "pong": return try mark(message, open, at: moment)
    case "wait": return .held(reason: try message.reason(), text: try message.words("text"))
    case "go": return .released
    case LifeMessages.offerType: return .offer(try LifeMessages.readOffer(message))
    case "segment": return .recovery(try recovery(message, frame, open))
    case Hello.type, Enrol.type, Welcome.type, Enrolled.type, "ack", LifeMessages.wantType,
      LifeMessages.recoveredType:
      throw ProtocolError(.unexpected, "\(message.type) does not belong here.")
    default: return nil
    }
  }

  private mutating func batch(
    _ header: OpsHeader, _ frame: Frame, _ open: Open
  ) throws(ProtocolError) -> OpsBatch {
    guard isBundle || open.unacknowledged.count < Limits.standard.unacknowledgedBatches else {
      throw ProtocolError(
        .tooMany,
        "More than \(Limits.standard.unacknowledgedBatches) ops messages are unacknowledged.")
    }
    guard header.event == event, header.writer == Writer(node: open.node, epoch: open.epoch) else {
      throw ProtocolError(.badMessage, "ops names another event or writer than hello.")
    }
    let batch = try OpsBatch(
      header, frame, after: open.received, key: channel.peerKey, hasher: hasher)
    var next = open
    next.received = batch.head
    next.unacknowledged.append(batch.last)
    state = .open(next)
    return batch
  }

  private mutating func recovery(
    _ message: MessageReader, _ frame: Frame, _ open: Open
  ) throws(ProtocolError) -> Segment {
    let header = try SegmentHeader(message)
    guard header.event == event else {
      throw ProtocolError(.wrongEvent, "The segment is of another event.")
    }
    guard open.asked.contains(header.after) else {
      throw ProtocolError(.unexpected, "Nobody asked for this segment.")
    }
    let segment = try Segment(frame, header: header, hasher: hasher)
    guard segment.checkSignature() else {
      throw ProtocolError(.badSignature, "The segment at \(header.first) is not signed rightly.")
    }
    var next = open
    next.asked.remove(header.after)
    state = .open(next)
    return segment
  }

  private mutating func mark(
    _ message: MessageReader, _ open: Open, at moment: Moment
  ) throws(ProtocolError) -> Event? {
    let id = try message.integer("id")
    let clock = try NodeClock(message)
    guard clock.boot == open.boot else {
      throw ProtocolError(.badMessage, "The member boot of pong is not that of hello.")
    }
    guard let roundTrip = heartbeat.pong(id: id, mono: moment.mono) else { return nil }
    return .mark(
      ClockMark(
        node: open.node, boot: clock.boot, mono: clock.mono,
        time: moment.time - roundTrip / 2000, err: (roundTrip + 1999) / 2000))
  }

  /// Frames that answer by themselves are gathered here and taken by ``takeReplies()``.
  private var replies: [UInt8] = []

  private mutating func reply(_ frame: [UInt8]) -> Event? {
    replies += frame
    return nil
  }

  /// Frames that the session itself answers with, pongs: to be sent, at the latest, after
  /// ``next(at:)`` has given nil.
  public mutating func takeReplies() -> [UInt8] {
    defer { replies.removeAll() }
    return replies
  }

  // MARK: Commands

  /// Answers an `enrol`; the session then waits for the node's `bye`.
  public mutating func enrolled(_ answer: Enrolled) -> [UInt8] {
    guard case .enrolling(let deadline) = state else { return [] }
    state = .enrolled(deadline: deadline)
    return answer.frame()
  }

  /// Answers a `hello` and opens the session; the first ping follows at once.
  public mutating func welcome(_ answer: Welcome, at moment: Moment) -> [UInt8] {
    guard case .asked(let hello, let node, _) = state else { return [] }
    input.widen()
    guard !isBundle else {
      let writer = Writer(node: node, epoch: hello.epoch)
      state = .open(
        Open(
          node: node, epoch: hello.epoch, boot: hello.clock.boot,
          received: WriterHead(event: event, writer: writer), durable: 0, whole: 0))
      return answer.frame()
    }
    state = .open(
      Open(
        node: node, epoch: hello.epoch, boot: hello.clock.boot, received: answer.head,
        durable: answer.head.n, whole: answer.whole))
    return answer.frame() + ping(at: moment)
  }

  /// Says what is durable; nil when nothing has changed since the last time.
  public mutating func acknowledge(durable: Int64, whole: Int64) -> [UInt8]? {
    guard case .open(var open) = state else { return nil }
    let durable = max(open.durable, min(durable, open.received.n))
    let whole = max(open.whole, min(whole, durable))
    guard durable > open.durable || whole > open.whole else { return nil }
    open.durable = durable
    open.whole = whole
    open.unacknowledged.removeAll { $0 <= durable }
    state = .open(open)
    return SmallMessages.ack(epoch: open.epoch, durable: durable, whole: whole)
  }

  /// The frames of a `private` message.
  public func privates(_ entries: [PrivateEntry]) -> [[UInt8]] { PrivateMessage.frames(entries) }

  /// The frame of a `want` for at most 256 ops.
  public func want(_ ops: [OpID]) -> [UInt8] { SmallMessages.want(ops) }

  /// The frame of a `status`.
  public func status(_ status: HubStatus) -> [UInt8] { status.frame() }

  /// The frame that asks for at most eight segments of other lives, by the hashes after them.
  public mutating func wantSegments(_ after: [Digest]) -> [UInt8] {
    guard case .open(var open) = state, !after.isEmpty else { return [] }
    open.asked.formUnion(after)
    state = .open(open)
    return LifeMessages.want(after)
  }

  /// Segments of other lives that were asked for and have not come.
  public var askedSegments: Set<Digest> {
    if case .open(let open) = state { open.asked } else { [] }
  }

  /// The frame that says of which segments, at most 128, everything is on the hub's disk.
  public func recovered(_ after: [Digest]) -> [UInt8] {
    after.isEmpty ? [] : LifeMessages.recovered(after)
  }

  /// The frame that stops the node from sending ops.
  public func hold(reason: String, text: String) -> [UInt8] {
    SmallMessages.wait(reason: reason, text: text)
  }

  /// The frame that lets the node send ops again.
  public func resume() -> [UInt8] { SmallMessages.go() }

  /// The frame of a ping, which gives a clock mark when it is answered.
  public mutating func ping(at moment: Moment) -> [UInt8] {
    SmallMessages.ping(id: heartbeat.ping(mono: moment.mono), time: moment.time)
  }

  /// Ends the session with an error of the hub's.
  public mutating func refuse(_ error: ProtocolError) {
    if case .ended = state { return }
    _ = fail(error)
  }

  /// Ends the session in order.
  public mutating func bye(_ reason: String) {
    if case .ended = state { return }
    state = .ended
    farewell = SmallMessages.bye(reason)
  }

  /// What is due at ``deadline``: a frame to send, or the end.
  public mutating func timer(at moment: Moment) -> TimerEffect {
    switch state {
    case .ended: return .nothing
    case .open:
      if heartbeat.isDead(mono: moment.mono) {
        return .failed(failure(ProtocolError(.tooSlow, "Nothing heard for a minute.")))
      }
      return heartbeat.isPingDue(mono: moment.mono) ? .send(ping(at: moment)) : .nothing
    case .greeting, .enrolling, .enrolled, .asked:
      guard moment.mono >= deadline else { return .nothing }
      return .failed(
        failure(
          ProtocolError(
            .tooSlow, "The handshake took longer than \(Limits.standard.handshakeMs / 1000) s.")))
    }
  }

  private mutating func fail(_ error: ProtocolError) -> Event { .failed(failure(error)) }

  private mutating func failure(_ error: ProtocolError) -> ProtocolError {
    farewell = SmallMessages.error(error)
    return end(error)
  }

  private mutating func end(_ error: ProtocolError) -> ProtocolError {
    state = .ended
    return error
  }
}
