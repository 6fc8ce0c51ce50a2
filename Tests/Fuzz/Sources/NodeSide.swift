import MusterCore
import MusterTrust

@testable import MusterSync

/// A node that a fuzzer talks to: it has made three ops, and sends them when its session opens.
struct NodeSide {
  private var session: NodeSession
  private var now = Side.begin
  private var log = Side.emptyLog
  private var acknowledged: Int64 = 0
  private var events: [String] = []
  private var hasEnded = false

  init(isOpen: Bool) {
    session = NodeSession(
      holdings: Side.holdings(made: Side.lines.count), signer: Company.node,
      channel: Side.nodeChannel, at: now, hasher: Side.hasher, deflate: Side.deflate)
    events.append("hello \(session.hello().count)")
    guard isOpen else { return }
    session.feed(Side.welcome.frame(), at: now)
    take(chunk: 0)
    hold(session.isOpen, "a good welcome is refused: \(events)")
  }

  /// What comes of the parts.
  func hear(_ parts: [MessageTarget.Part], chunk: Int) -> [String] {
    var side = self
    for part in parts { side.hear(part, chunk: chunk) }
    return side.events
  }

  private mutating func hear(_ part: MessageTarget.Part, chunk: Int) {
    if case .pause(let ms) = part { return wait(ms) }
    for bytes in Side.chunks(Side.bytes(part, Side.head(3), log), of: chunk) {
      session.feed(bytes, at: now)
      take(chunk: bytes.count)
    }
  }

  private mutating func wait(_ ms: Int64) {
    now.mono += ms * 1000
    now.time += ms
    switch session.timer(at: now) {
    case .nothing: break
    case .send: events.append("ping")
    case .failed(let error): end(error)
    }
  }

  private mutating func take(chunk: Int) {
    while let event = session.next(at: now) {
      hold(!hasEnded, "something comes after the end")
      answer(event)
    }
    Side.checkWaiting(session.waitingBytes, chunk: chunk)
    let replies = session.takeReplies()
    if !replies.isEmpty { events.append("replies \(replies.count)") }
  }

  private mutating func answer(_ event: NodeSession.Event) {
    switch event {
    case .welcome(let welcome): open(welcome)
    case .segment(let segment): take(segment)
    case .acknowledged(let durable, let whole):
      hold(durable >= acknowledged && whole <= durable && durable <= 3, "more than was sent")
      acknowledged = durable
      events.append("ack \(durable) \(whole) \(session.nextToSend(made: 9) ?? 0)")
    case .privates(let entries):
      hold(1...256 ~= entries.count, "\(entries.count) entries")
      events.append("private \(entries.map(\.op.hex))")
    case .want(let ops):
      hold(1...256 ~= ops.count, "\(ops.count) ids")
      events.append("want \(ops.map(\.hex))")
    case .wantSegments(let after):
      hold(1...8 ~= after.count, "\(after.count) segments")
      events.append("want segments \(after.map(\.hex))")
    case .recovered(let after):
      hold(1...128 ~= after.count, "\(after.count) segments")
      events.append("recovered \(after.map(\.hex))")
    case .status, .held, .released, .offset: events.append("\(event)")
    case .bye(let reason):
      events.append("bye \(reason)")
      hasEnded = true
    case .failed(let error): end(error)
    }
  }

  private mutating func take(_ segment: Segment) {
    hold(segment.header.first == log.place + 1 && segment.header.before == log.hash, "a gap")
    hold(segment.checkSignature(), "a segment that is not signed")
    hold(segment.header.key == Company.hub.publicKey, "signed by a key that nobody certified")
    log = segment.header.end
    events.append("segment \(log.place) \(segment.entries.map(\.op.hex))")
  }

  private mutating func open(_ welcome: Welcome) {
    let own = welcome.head.n <= 3 ? Side.head(Int(welcome.head.n)).hash : nil
    guard session.open(ownHash: own, at: now) != nil else {
      hasEnded = true
      hold(session.deadline == .max && !session.farewell.isEmpty, "an outgrown life goes on")
      return events.append("outgrown")
    }
    hold(welcome.verdict == .prefix && welcome.head.n <= 3, "more than there is")
    let next = session.nextToSend(made: 3) ?? 4
    let frame = session.ops(Array(Side.lines.dropFirst(Int(next) - 1)))
    events.append("welcome \(welcome.head.n) \(frame.count)")
  }

  private mutating func end(_ error: ProtocolError) {
    events.append("\(error.code) \(error.name)")
    hasEnded = true
    hold(session.deadline == .max && !session.isOpen, "a session that goes on")
    if !session.farewell.isEmpty { Side.check(farewell: session.farewell, of: error) }
  }
}
