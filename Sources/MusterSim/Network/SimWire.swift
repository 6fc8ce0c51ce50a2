import MusterCore
import MusterNet

/// One end of a simulated connection, as its engine sees it: behaves as ``Connection`` does.
///
/// What is sent waits in `queue` until the call returns, leaves as fast as the way allows, travels, waits
/// in the other end's `inbox` as in a kernel, and is delivered when that process has time.
final class SimWire: Wire {
  enum State { case open, flushing, lingering, ended }

  /// What travels.
  enum Parcel {
    case bytes([UInt8])
    /// The other end sends nothing more.
    case end
    /// The other end is no more.
    case reset
  }

  /// So much a kernel takes in for a process that does not read, bytes.
  private static let inboxLimit = 131_072

  let peerKey: Digest
  let exporter: [UInt8]
  let peerAddress: String
  var onBytes: ([UInt8]) -> Void = { _ in }
  var onClosed: (CloseReason) -> Void = { _ in }
  var onWritable: () -> Void = {}
  private(set) var bytesIn = 0
  private(set) var bytesOut = 0
  private(set) var outputBytes = 0

  weak var line: Line?
  weak var peer: SimWire?
  /// The era of the machine at the other end.
  var peerEra = 0
  let life: Life
  private let way: Way
  private var state = State.open
  private var isPaused = false
  private var isAboveMark = false
  /// Whether the process that this end belongs to is there to be told.
  private var isHandedOver = false
  /// Whether the kernel holds this end no more, and answers so.
  private var isAbandoned = false

  private var queue: [[UInt8]] = []
  private var isSending = false
  /// What is under way from here, in order.
  private var travelling: [Parcel] = []
  private var lastArrival: Int64 = 0
  /// How many parcels would have arrived, had anything passed.
  private var overdue = 0
  private var isStalled = false

  private var inbox: [UInt8] = []
  private var ending: CloseReason?

  private var world: World { life.world }

  init(_ life: Life, over way: Way, peerKey: Digest, exporter: [UInt8], at address: String) {
    self.life = life
    self.way = way
    self.peerKey = peerKey
    self.exporter = exporter
    peerAddress = address
    life.add(self)
  }

  /// Whether it has been told its end, or nobody is there to be told.
  var isEnded: Bool { state == .ended }

  // MARK: As the engine sees it

  var isOpen: Bool { state == .open }

  func send(_ bytes: [UInt8]) {
    guard state == .open, !bytes.isEmpty else { return }
    queue.append(bytes)
    outputBytes += bytes.count
    if outputBytes >= Connection.lowMarkBytes { isAboveMark = true }
    life.wrote(self)
  }

  func send(shared: SharedBytes) { send(shared.copied) }

  func pauseReading() { isPaused = true }

  func resumeReading() {
    guard state == .open, isPaused else { return }
    isPaused = false
    world.after(0) { [weak self] in self?.tell() }
  }

  func close(withinMs ms: Int) {
    guard state == .open else { return }
    state = .flushing
    world.after(Int64(ms) * 1_000) { [weak self] in
      guard let self else { return }
      self.life.perform { self.end(self.state == .lingering ? .closed : .timedOut) }
    }
    life.wrote(self)
  }

  func abort() {
    guard state == .open || state == .flushing else { return }
    state = .lingering
    queue.removeAll()
    travel(.reset)
    world.after(0) { [weak self] in
      guard let self else { return }
      self.life.perform { self.end(.aborted) }
    }
  }

  private func end(_ reason: CloseReason) {
    guard state != .ended else { return }
    state = .ended
    outputBytes = 0
    let closed = onClosed
    forget()
    closed(reason)
  }

  private func forget() {
    onBytes = { _ in }
    onClosed = { _ in }
    onWritable = {}
    queue.removeAll()
  }

  // MARK: Sending

  /// Lets what a call has sent leave.
  func flush() {
    guard life.isAlive, !isSending, !isAbandoned else { return }
    while !queue.isEmpty {
      guard travelling.count < 64 || !way.isCut, peer?.takesMore ?? true else { return }
      let rate = way.rate
      let chunk = cut(atMost: rate == 0 ? 262_144 : max(256, min(16_384, Int(rate / 32))))
      guard rate > 0 else {
        left(chunk)
        continue
      }
      isSending = true
      return world.after(Int64(chunk.count) * 8_000_000 / rate) { [weak self] in
        guard let self else { return }
        self.isSending = false
        self.left(chunk)
        self.flush()
      }
    }
    if state == .flushing {
      state = .lingering
      travel(.end)
    }
  }

  private func cut(atMost count: Int) -> [UInt8] {
    if queue.count > 1 { queue = [Array(queue.joined())] }
    guard queue[0].count > count else { return queue.removeFirst() }
    let chunk = Array(queue[0].prefix(count))
    queue[0].removeFirst(count)
    return chunk
  }

  private func left(_ chunk: [UInt8]) {
    guard state != .ended, !isAbandoned else { return }
    outputBytes -= chunk.count
    bytesOut += chunk.count
    // A network keeps the order of bytes, and nothing else of how they were sent.
    if let line, chunk.count > 1, line.chance.happens(60) {
      let at = line.chance.number(1...(chunk.count - 1))
      travel(.bytes(Array(chunk[..<at])))
      travel(.bytes(Array(chunk[at...])))
    } else {
      travel(.bytes(chunk))
    }
    guard isAboveMark, outputBytes <= Connection.lowMarkBytes else { return }
    isAboveMark = false
    life.perform { [weak self] in self?.onWritable() }
  }

  private func travel(_ parcel: Parcel) {
    guard let line, !line.isBroken else { return }
    travelling.append(parcel)
    lastArrival = max(lastArrival + 1, world.now + way.latency(line.chance))
    world.at(lastArrival) { [weak self] in self?.arrive() }
  }

  /// The first of what is under way has come, unless nothing passes.
  private func arrive() {
    guard let line, !line.isBroken, !travelling.isEmpty else { return }
    if way.isCut || isStalled || peer?.life.machine.answers != true {
      overdue += 1
      // A machine that has lost power never answers for what it held before.
      isStalled = true
      return
    }
    deliver(travelling.removeFirst(), line)
  }

  private func deliver(_ parcel: Parcel, _ line: Line) {
    guard let peer else { return }
    if peer.isAbandoned {
      if case .bytes = parcel { reset(after: way.latency(line.chance)) }
      return
    }
    peer.take(parcel)
  }

  /// Sends again what was held back.
  func resend(after pause: Int64) {
    guard isStalled else { return }
    world.after(pause) { [weak self] in
      guard let self, let line = self.line, !line.isBroken, self.isStalled else { return }
      guard !self.way.isCut, self.peer?.life.machine.answers == true else { return }
      self.isStalled = false
      let count = self.overdue
      self.overdue = 0
      for _ in 0..<count where !self.travelling.isEmpty {
        self.deliver(self.travelling.removeFirst(), line)
      }
      self.flush()
    }
  }

  // MARK: Receiving

  /// Whether the other kernel may send more.
  private var takesMore: Bool { inbox.count < Self.inboxLimit }

  private func take(_ parcel: Parcel) {
    guard state != .ended else { return }
    switch parcel {
    case .bytes(let bytes):
      guard state == .open else { return }
      inbox += bytes
    case .end: ending = ending ?? .peer
    case .reset: ending = .failed("connection reset by peer")
    }
    tell()
  }

  /// The other side has answered that it knows no such connection.
  private func reset(after pause: Int64) {
    world.after(pause) { [weak self] in self?.fail("connection reset by peer") }
  }

  /// The kernel says that the connection has failed.
  func fail(_ why: String) {
    guard state != .ended else { return }
    ending = .failed(why)
    tell()
  }

  /// Calls the process for what has come.
  private func tell() {
    guard isHandedOver else { return }
    life.perform { [weak self] in self?.deliver() }
  }

  /// The engine has it now, and is told what has come meanwhile.
  func handedOver() {
    isHandedOver = true
    if !inbox.isEmpty || ending != nil { world.after(0) { [weak self] in self?.tell() } }
  }

  private func deliver() {
    guard state != .ended else { return }
    if state == .open, !inbox.isEmpty, !isPaused {
      let bytes = inbox
      inbox.removeAll()
      bytesIn += bytes.count
      world.trace.add(bytes)
      life.heardEra = peerEra
      if let peer { world.after(0) { peer.flush() } }
      onBytes(bytes)
    }
    guard let ending, state != .ended, inbox.isEmpty || state != .open else { return }
    switch (state, ending) {
    case (.lingering, .peer): end(.closed)
    default: end(ending)
    }
    // Its kernel has nothing more to say, and says so.
    if case .peer = ending { peer?.answered() }
  }

  /// The other side has taken the end in.
  private func answered() {
    guard state == .lingering, let line else { return }
    world.after(way.latency(line.chance)) { [weak self] in
      guard let self else { return }
      self.life.perform { self.end(.closed) }
    }
  }

  // MARK: The end of its process

  /// The process is no more: nothing is told to anybody but by the kernel to the other side.
  func abandon(tellsPeer: Bool) {
    guard !isAbandoned else { return }
    let wasOpen = state == .open || state == .flushing
    isAbandoned = true
    state = .ended
    forget()
    inbox.removeAll()
    if wasOpen, tellsPeer { travel(.end) }
  }

  /// Nothing passes any more.
  func lose() {
    travelling.removeAll()
    overdue = 0
    queue.removeAll()
  }
}
