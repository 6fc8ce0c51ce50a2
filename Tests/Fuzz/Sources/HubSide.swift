import MusterCore
import MusterTrust

@testable import MusterSync

/// A hub that a fuzzer talks to: the smallest that can be, which holds nothing and says `welcome`.
struct HubSide {
  /// How far the session has come before the first byte.
  enum Stage {
    case greeting, open, bundle
  }

  private var session: HubSession
  private let isBundle: Bool
  private var now = Side.begin
  private var head = Side.emptyHead
  private var events: [String] = []
  private var hasEnded = false

  init(_ stage: Stage) {
    isBundle = stage == .bundle
    session = HubSession(
      channel: Side.hubChannel, event: Company.event, isBundle: stage == .bundle, at: now,
      hasher: Side.hasher, deflate: Side.deflate)
    guard stage == .open else { return }
    let node = NodeSession(
      holdings: Side.holdings(made: 0), signer: Company.node, channel: Side.nodeChannel, at: now,
      hasher: Side.hasher, deflate: Side.deflate)
    session.feed(node.hello(), at: now)
    take(chunk: 0)
    hold(session.isOpen, "a good hello is refused: \(events)")
  }

  /// What comes of the parts.
  func hear(_ parts: [MessageTarget.Part], chunk: Int) -> [String] {
    var side = self
    for part in parts { side.hear(part, chunk: chunk) }
    return side.events
  }

  private mutating func hear(_ part: MessageTarget.Part, chunk: Int) {
    if case .pause(let ms) = part { return wait(ms) }
    for bytes in Side.chunks(Side.bytes(part, head, Side.emptyLog), of: chunk) {
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
      hold(!hasEnded || isBundle, "something comes after the end")
      answer(event)
    }
    Side.checkWaiting(session.waitingBytes, chunk: chunk)
    let replies = session.takeReplies()
    if !replies.isEmpty { events.append("replies \(replies.count)") }
  }

  private mutating func answer(_ event: HubSession.Event) {
    switch event {
    case .enrol(let enrol): answer(enrol)
    case .hello(let hello, let admission): answer(hello, admission)
    case .ops(let batch): take(batch)
    case .privates(let entries):
      hold(1...256 ~= entries.count, "\(entries.count) entries")
      events.append("private \(entries.map(\.op.hex))")
    case .want(let ops):
      hold(1...256 ~= ops.count, "\(ops.count) ids")
      events.append("want \(ops.map(\.hex))")
    case .offer(let segments):
      hold(1...128 ~= segments.count, "\(segments.count) segments")
      events.append("offer \(segments.count)")
      let wanted = segments.prefix(Limits.standard.segmentsWanted).map(\.after)
      events.append("want \(session.wantSegments(wanted).count)")
    case .recovery(let segment):
      hold(segment.checkSignature(), "a segment that is not signed")
      events.append("recovery \(segment.header.after.hex)")
    case .have, .status, .mark, .held, .released: events.append("\(event)")
    case .bye(let reason):
      events.append("bye \(reason)")
      hasEnded = true
      hold(session.farewell.isEmpty, "a farewell after the other's bye")
    case .failed(let error): end(error)
    }
  }

  private mutating func answer(_ hello: Hello, _ admission: Admission) {
    events.append("hello \(hello.head) \(hello.log) \(admission)")
    hold(admission.key == Company.node.publicKey, "another's admission")
    var welcome = Side.welcome
    welcome.head = head
    welcome.verdict = hello.verdict(held: head)
    let common = try? hello.commonPlace { place throws(ProtocolError) in
      place == 0 ? Side.emptyLog.hash : nil
    }
    hold(common == 0, "an empty log has something in common: \(common ?? -1)")
    events.append("welcome \(welcome.verdict) \(session.welcome(welcome, at: now).count)")
  }

  private mutating func answer(_ enrol: Enrol) {
    events.append("enrol \(enrol.software)")
    guard let secret = Side.code?.secret, session.channel.isProved(enrol, by: secret) else {
      let refusal = ProtocolError(.badCode, "No code fits.")
      session.refuse(refusal)
      return end(refusal)
    }
    let answer = Enrolled(
      event: Company.event, seal: Company.digest("seal"), admitted: Side.admitted,
      proof: session.channel.hubProof(of: secret))
    events.append("enrolled \(session.enrolled(answer).count)")
  }

  private mutating func take(_ batch: OpsBatch) {
    events.append("ops \(batch.first) \(batch.last) \(batch.after.hex)")
    hold(batch.first == head.n + 1 && batch.before == head.hash, "a gap")
    for line in batch.lines {
      head.append(Side.hasher.digest(batch.payload, in: line), hasher: Side.hasher)
    }
    hold(batch.last == head.n && batch.after == head.hash, "another hash than the lines give")
    guard head.n % 2 == 0, session.acknowledge(durable: head.n, whole: head.n - 1) != nil else {
      return
    }
    events.append("ack")
  }

  private mutating func end(_ error: ProtocolError) {
    events.append("\(error.code) \(error.name)")
    hasEnded = true
    hold(session.deadline == .max && !session.isOpen, "a session that goes on")
    // What the other side calls an error is answered by nothing.
    if !session.farewell.isEmpty { Side.check(farewell: session.farewell, of: error) }
  }
}
