public import MusterCore
public import MusterTrust

/// The node's side of one connection: who may say what, when. It touches no socket, disk or clock.
///
/// It knows what the node holds as it was at the start, and what has passed since. Order of calls:
/// ``hello()`` once; ``feed(_:at:)`` and ``next(at:)`` as bytes come; a ``Event/welcome(_:)`` is
/// answered by ``open(ownHash:at:)``, and nothing flows before. Then, whenever ``nextToSend(made:)``
/// gives a number, ``ops(_:)`` with lines from there on. ``timer(at:)`` is called at ``deadline``,
/// which every call may move.
///
/// Other lives: where ``open(ownHash:at:)`` gives nil, the node renews its storage, and dials again at
/// once. Where the welcome's `from` is not the place after its log, it parts its log at the last common
/// place and calls ``follow(from:hubKeys:)`` before anything else. What it keeps aside goes out by
/// ``offer(_:)``, once the session is open and after each ``Event/recovered(_:)``; a
/// ``Event/wantSegments(_:)`` is answered by those frames as they are kept.
///
/// After ``Event/failed(_:)``, ``Event/bye(_:)`` or
/// ``TimerEffect/failed(_:)`` nothing more comes, bytes are let go, and the connection is closed once
/// ``farewell`` is sent.
public nonisolated struct NodeSession {
  /// What the node holds when the session begins.
  public struct Holdings: Sendable {
    /// As what it dials.
    public var role = Hello.Role.node
    /// Its event.
    public var event: EventID
    /// The event's root key, pinned at enrolment.
    public var root: Digest
    /// Its admission.
    public var admitted: Admitted
    /// The life of its storage.
    public var epoch: Epoch
    /// Head of its own chain.
    public var head: WriterHead
    /// Its position in the log.
    public var log: LogPosition
    /// Its newest starts, oldest first.
    public var starts: [HubStartMark]
    /// Hub keys that it has seen certified on the chain.
    public var hubKeys: [Digest]
    /// Its clock now.
    public var clock: NodeClock
    /// Name and version of its program.
    public var software: String

    /// Puts together what a node holds.
    public init(
      event: EventID, root: Digest, admitted: Admitted, epoch: Epoch, head: WriterHead,
      log: LogPosition, starts: [HubStartMark], hubKeys: [Digest], clock: NodeClock,
      software: String
    ) {
      self.event = event
      self.root = root
      self.admitted = admitted
      self.epoch = epoch
      self.head = head
      self.log = log
      self.starts = starts
      self.hubKeys = hubKeys
      self.clock = clock
      self.software = software
    }
  }

  /// What the hub said, checked as far as a session can.
  public enum Event: Sendable {
    /// The hub is known. To be answered by ``open(ownHash:at:)``; where the logs have parted, then by
    /// ``follow(from:hubKeys:)``.
    case welcome(Welcome)
    /// Ops up to `durable` are on the hub's disk, and up to `whole` their private lines too.
    case acknowledged(durable: Int64, whole: Int64)
    /// The next segment of the log: hash and signature fit. To be adopted.
    case segment(Segment)
    /// The hub asks for private lines.
    case want([OpID])
    /// Private lines, for ops on the log.
    case privates([PrivateEntry])
    /// Coverage as the hub sees it.
    case status(HubStatus)
    /// The hub cannot take ops now; with the reason.
    case held(reason: String, text: String)
    /// The hub takes ops again.
    case released
    /// The hub asks for segments of other lives, by the hashes after them: to be sent as they are kept.
    case wantSegments([Digest])
    /// The hub has all of these segments of other lives.
    case recovered([Digest])
    /// How far the wall clock is from hub time.
    case offset(ClockOffset)
    /// The hub ends the session.
    case bye(String)
    /// The session has failed; ``farewell`` holds the frame that says so, if one is owed.
    case failed(ProtocolError)
  }

  private enum State {
    /// `hello` is sent; the hub has not answered.
    case greeting(deadline: Int64)
    /// The hub has answered; the node has not compared its chain.
    case welcomed(Welcome)
    /// Both know each other.
    case open(Open)
    case ended
  }

  private struct Open {
    var sent: WriterHead
    var durable: Int64
    var whole: Int64
    let limits: Limits
    var unacknowledged: [Int64] = []
    var isHeld = false
  }

  /// What is to be sent before the connection is closed; empty while the session lives.
  public private(set) var farewell: [UInt8] = []
  private let holdings: Holdings
  private let channel: Channel
  private let signer: SigningKey
  private let hasher: Hasher256
  private let deflate: Deflate
  private var follower: LogFollower
  private var input: FrameInput
  private var heartbeat: Heartbeat
  private var state: State
  private var replies: [UInt8] = []

  /// Makes the session of a connection that was made at `moment`.
  public init(
    holdings: Holdings, signer: SigningKey, channel: Channel, at moment: Moment,
    hasher: Hasher256, deflate: Deflate
  ) {
    self.holdings = holdings
    self.channel = channel
    self.signer = signer
    self.hasher = hasher
    self.deflate = deflate
    follower = LogFollower(
      event: holdings.event, after: holdings.log, hubKeys: holdings.hubKeys, hasher: hasher)
    input = FrameInput(deflate: deflate)
    heartbeat = Heartbeat(mono: moment.mono)
    state = .greeting(deadline: moment.mono + Limits.standard.handshakeMs * 1000)
  }

  // MARK: Queries

  /// Whether ops and segments may flow.
  public var isOpen: Bool { if case .open = state { true } else { false } }

  /// µs on the node's boot clock at which ``timer(at:)`` is due.
  public var deadline: Int64 {
    switch state {
    case .greeting(let deadline): deadline
    case .welcomed, .open: heartbeat.deadline
    case .ended: Int64.max
    }
  }

  /// The number of the next own op to send, when the hub takes ops, fewer than four batches are
  /// unacknowledged, and `made` ops are on the node's disk.
  public func nextToSend(made: Int64) -> Int64? {
    guard case .open(let open) = state, !open.isHeld, made > open.sent.n,
      open.unacknowledged.count < open.limits.unacknowledgedBatches
    else { return nil }
    return open.sent.n + 1
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

  /// The next thing that the hub said; nil when more bytes are needed.
  public mutating func next(at moment: Moment) -> Event? {
    do throws(ProtocolError) {
      while true {
        switch state {
        case .ended: return nil
        case .welcomed: return nil
        case .greeting:
          guard let frame = try input.next() else { return nil }
          return try greet(MessageReader(frame))
        case .open(let open):
          guard let frame = try input.next() else { return nil }
          if let event = try receive(frame, open, at: moment) { return event }
        }
      }
    } catch {
      return fail(error)
    }
  }

  private mutating func greet(_ message: MessageReader) throws(ProtocolError) -> Event {
    if let event = try ending(message) { return event }
    guard message.type == Welcome.type else {
      throw ProtocolError(.unexpected, "The hub must answer hello with welcome.")
    }
    let welcome = try Welcome(message)
    guard welcome.event == holdings.event, welcome.certificate.root == holdings.root,
      welcome.certificate.key == channel.peerKey,
      welcome.certificate.isGood(for: holdings.event)
    else {
      throw ProtocolError(.wrongHub, "This is not a hub of our event: check the address.")
    }
    guard welcome.from <= holdings.log.place + 1 else {
      throw ProtocolError(.badMessage, "The hub would send from a place that we have not reached.")
    }
    state = .welcomed(welcome)
    return .welcome(welcome)
  }

  /// The messages that end a session in any state.
  private mutating func ending(_ message: MessageReader) throws(ProtocolError) -> Event? {
    switch message.type {
    case "bye":
      let reason = try message.words("reason")
      state = .ended
      return .bye(reason)
    case "error": return .failed(end(try SmallMessages.readError(message)))
    default: return nil
    }
  }

  private mutating func receive(
    _ frame: Frame, _ open: Open, at moment: Moment
  ) throws(ProtocolError) -> Event? {
    let message = try MessageReader(frame)
    if let event = try ending(message) { return event }
    switch message.type {
    case "segment": return .segment(try follower.follow(message, frame))
    case "ack": return try acknowledged(message, open)
    case PrivateMessage.type: return .privates(try PrivateMessage.read(message, frame))
    case "want": return .want(try message.identifiers("ops"))
    case HubStatus.type: return .status(try HubStatus(message))
    case "wait":
      let reason = try message.reason()
      let text = try message.words("text")
      hold(open, true)
      return .held(reason: reason, text: text)
    case "go":
      hold(open, planted(.waitsForEver))
      return .released
    case LifeMessages.wantType:
      return .wantSegments(
        try message.digests("after", atMost: Limits.standard.segmentsWanted))
    case LifeMessages.recoveredType:
      return .recovered(
        try message.digests("after", atMost: Limits.standard.segmentsOffered))
    case "ping":
      let id = try message.integer("id")
      _ = try message.integer("time")
      let clock = NodeClock(boot: holdings.clock.boot, mono: moment.mono, wall: moment.time)
      replies += SmallMessages.pong(id: id, clock: clock)
      return nil
    case "pong": return try offset(message, at: moment)
    case Hello.type, Enrol.type, Welcome.type, Enrolled.type, OpsHeader.type, "have",
      LifeMessages.offerType:
      throw ProtocolError(.unexpected, "\(message.type) does not belong here.")
    default: return nil
    }
  }

  private mutating func hold(_ open: Open, _ isHeld: Bool) {
    var next = open
    next.isHeld = isHeld
    state = .open(next)
  }

  private mutating func acknowledged(
    _ message: MessageReader, _ open: Open
  ) throws(ProtocolError) -> Event {
    let durable = try message.integer("durable")
    let whole = try message.integer("whole")
    guard try message.identifier("epoch") == holdings.epoch, durable >= open.durable,
      whole >= open.whole, whole <= durable, durable <= open.sent.n
    else { throw ProtocolError(.badMessage, "An ack that goes back, or beyond what was sent.") }
    var next = open
    next.durable = durable
    next.whole = whole
    next.unacknowledged.removeAll { $0 <= durable }
    state = .open(next)
    return .acknowledged(durable: durable, whole: whole)
  }

  private mutating func offset(
    _ message: MessageReader, at moment: Moment
  ) throws(ProtocolError) -> Event? {
    let id = try message.integer("id")
    let time = try message.integer("time")
    guard let roundTrip = heartbeat.pong(id: id, mono: moment.mono) else { return nil }
    return .offset(
      ClockOffset(
        offsetMs: moment.time - roundTrip / 2000 - time, errorMs: (roundTrip + 1999) / 2000))
  }

  /// Frames that the session itself answers with, pongs: to be sent, at the latest, after
  /// ``next(at:)`` has given nil.
  public mutating func takeReplies() -> [UInt8] {
    defer { replies.removeAll() }
    return replies
  }

  // MARK: Commands

  /// The frame of `hello`.
  public func hello() -> [UInt8] {
    Hello(
      role: holdings.role, event: holdings.event, admitted: holdings.admitted,
      epoch: holdings.epoch,
      head: holdings.head, log: holdings.log, starts: holdings.starts, clock: holdings.clock,
      software: holdings.software, signer: signer, channel: channel.exporter
    ).frame()
  }

  /// Opens the session without a hub, to write a bundle: everything of the own chain is to be sent, and
  /// nothing is waited for.
  public mutating func openForBundle() {
    guard case .greeting = state else { return }
    var limits = Limits.standard
    limits.unacknowledgedBatches = .max
    let writer = Writer(node: signer.id, epoch: holdings.epoch)
    state = .open(
      Open(
        sent: WriterHead(event: holdings.event, writer: writer), durable: 0, whole: 0,
        limits: limits))
  }

  /// Opens the session after the `welcome` of an answer to a bundle, whose acknowledgements may speak of
  /// all that the node has. The verdict in it is on the bundle, which may be older than the node is now:
  /// only the node can compare.
  ///
  /// - Parameter ownHash: of the own chain at the hub's n; nil where it is shorter.
  /// - Returns: false when the hub holds other ops under this writer's numbers than the node.
  public mutating func openAnswer(ownHash: Digest?) -> Bool {
    guard case .welcomed(let welcome) = state, welcome.head.hash == ownHash else { return false }
    input.widen()
    state = .open(Open(sent: holdings.head, durable: 0, whole: 0, limits: welcome.limits))
    return true
  }

  /// Opens the session after a `welcome`: compares the own chain's hash at the hub's n with the
  /// hub's.
  ///
  /// - Parameter ownHash: nil where the own chain is shorter.
  /// - Returns: the frame of the first ping; nil when the hub holds other ops under this writer's
  ///   numbers than the node. This life of its storage is **outgrown** then: the session has ended,
  ///   ``farewell`` says so, and the node dials again under a new epoch.
  public mutating func open(ownHash: Digest?, at moment: Moment) -> [UInt8]? {
    guard case .welcomed(let welcome) = state else { return nil }
    guard welcome.verdict == .prefix, welcome.head.hash == ownHash else {
      bye("new life")
      return nil
    }
    input.widen()
    heartbeat.limits = welcome.limits
    state = .open(
      Open(
        sent: welcome.head, durable: welcome.head.n, whole: welcome.whole, limits: welcome.limits))
    return ping(at: moment)
  }

  /// Follows the hub's log from another position than the one of the beginning: where both are one.
  ///
  /// - Parameter hubKeys: those that are certified on the log up to there.
  /// - Returns: the frame of the `have` that tells the hub so.
  public mutating func follow(from position: LogPosition, hubKeys: [Digest]) -> [UInt8] {
    follower = LogFollower(
      event: holdings.event, after: position, hubKeys: hubKeys, hasher: hasher)
    return have(position)
  }

  /// The frame that offers at most ``Limits/segmentsOffered`` segments of other lives, the oldest first.
  public func offer(_ segments: [SegmentOffer]) -> [UInt8] { LifeMessages.offer(segments) }

  /// The frame of the next batch: of the lines, which go on from ``nextToSend(made:)``, as many from
  /// the first as the limits of one message let pass. Empty when nothing may be sent.
  public mutating func ops(_ lines: [[UInt8]]) -> [UInt8] {
    guard case .open(var open) = state, !open.isHeld,
      open.unacknowledged.count < open.limits.unacknowledgedBatches
    else { return [] }
    let lines = lines.prefix(Self.fitting(lines, open.limits))
    if lines.isEmpty { return [] }
    var chain = open.sent
    for line in lines { chain.append(hasher.digest(line), hasher: hasher) }
    let header = OpsHeader(
      event: holdings.event, writer: Writer(node: signer.id, epoch: holdings.epoch),
      first: open.sent.n + 1, count: Int64(lines.count), before: open.sent.hash,
      after: chain.hash, signer: signer)
    var payload = JSONWriter()
    header.write(to: &payload)
    for line in lines {
      payload.bytes.append(0x0A)
      payload.bytes += line
    }
    open.sent = chain
    open.unacknowledged.append(chain.n)
    state = .open(open)
    return FrameWriter.smallest(payload.bytes, deflate)
  }

  /// How many of the lines fit into one message; the first always does.
  private static func fitting(_ lines: [[UInt8]], _ limits: Limits) -> Int {
    var count = 0
    var body = -1
    for line in lines.prefix(limits.entries) {
      body += line.count + 1
      if count > 0, body > limits.bodyBytes { break }
      count += 1
    }
    return count
  }

  /// The frames of a `private` message.
  public func privates(_ entries: [PrivateEntry]) -> [[UInt8]] { PrivateMessage.frames(entries) }

  /// The frame that says up to where the log is committed.
  public func have(_ position: LogPosition) -> [UInt8] { SmallMessages.have(position) }

  /// The frame of a `want` for at most 256 ops.
  public func want(_ ops: [OpID]) -> [UInt8] { SmallMessages.want(ops) }

  /// The frame of a `status`.
  public func status(_ status: NodeStatus) -> [UInt8] { status.frame() }

  /// The frame that stops the hub from sending the log.
  public func hold(reason: String, text: String) -> [UInt8] {
    SmallMessages.wait(reason: reason, text: text)
  }

  /// The frame that lets the hub send the log again.
  public func resume() -> [UInt8] { SmallMessages.go() }

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
    case .greeting(let deadline):
      guard moment.mono >= deadline else { return .nothing }
      let seconds = Limits.standard.handshakeMs / 1000
      return .failed(failure(ProtocolError(.tooSlow, "No answer within \(seconds) seconds.")))
    case .welcomed, .open:
      if heartbeat.isDead(mono: moment.mono) {
        return .failed(failure(ProtocolError(.tooSlow, "Nothing heard for a minute.")))
      }
      return heartbeat.isPingDue(mono: moment.mono) ? .send(ping(at: moment)) : .nothing
    }
  }

  private mutating func ping(at moment: Moment) -> [UInt8] {
    SmallMessages.ping(id: heartbeat.ping(mono: moment.mono), time: nil)
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
