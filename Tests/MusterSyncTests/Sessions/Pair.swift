import MusterCore
import MusterTrust

@testable import MusterSync

/// A hub's and a node's session, joined by bytes that a test carries, under a clock of its own.
///
/// The hub side is the smallest that a hub can be: it holds nothing and says `welcome`.
nonisolated struct Pair {
  let cast = Cast()
  var now: Moment
  var hub: HubSession
  var node: NodeSession

  init(
    node key: SigningKey? = nil, hub hubKey: SigningKey? = nil, standing: [OpID] = [],
    change: (inout NodeSession.Holdings) -> Void = { _ in }
  ) {
    now = cast.start
    var holdings = cast.holdings
    change(&holdings)
    hub = HubSession(
      channel: cast.hubChannel(key), event: cast.event, standing: standing, at: now,
      hasher: cast.hasher, deflate: cast.deflate)
    node = NodeSession(
      holdings: holdings, signer: cast.node, channel: cast.nodeChannel(hubKey), at: now,
      hasher: cast.hasher, deflate: cast.deflate)
  }

  /// A pair whose sessions are open, with nothing on its way.
  static func opened(
    welcome change: (inout Welcome) -> Void = { _ in },
    holding: (inout NodeSession.Holdings) -> Void = { _ in }
  ) -> Pair {
    var pair = Pair(change: holding)
    var welcome = pair.cast.welcome
    change(&welcome)
    _ = pair.hubHears(pair.node.hello())
    _ = pair.nodeHears(pair.hub.welcome(welcome, at: pair.now))
    let ping = pair.node.open(ownHash: welcome.head.hash, at: pair.now) ?? []
    _ = pair.hubHears(ping)
    _ = pair.nodeHears([])
    _ = pair.hub.takeReplies()
    _ = pair.node.takeReplies()
    return pair
  }

  mutating func pass(ms: Int64) { pass(µs: ms * 1000) }

  mutating func pass(µs: Int64) {
    now.mono += µs
    now.time = cast.start.time + (now.mono - cast.start.mono) / 1000
  }

  /// Gives bytes to the hub, and takes all that comes of them.
  mutating func hubHears(_ bytes: [UInt8]) -> [HubSession.Event] {
    hub.feed(bytes, at: now)
    var events: [HubSession.Event] = []
    while let event = hub.next(at: now) { events.append(event) }
    return events
  }

  /// Gives bytes to the node, and takes all that comes of them.
  mutating func nodeHears(_ bytes: [UInt8]) -> [NodeSession.Event] {
    node.feed(bytes, at: now)
    var events: [NodeSession.Event] = []
    while let event = node.next(at: now) { events.append(event) }
    return events
  }
}

nonisolated extension [HubSession.Event] {
  /// The error that came last.
  var error: ProtocolError? {
    if case .failed(let error)? = last { error } else { nil }
  }
}

nonisolated extension [NodeSession.Event] {
  /// The error that came last.
  var error: ProtocolError? {
    if case .failed(let error)? = last { error } else { nil }
  }
}
