import MusterCore
import MusterTrust

@testable import MusterSync

/// A whole session as each side heard it: the bytes, and what came of them.
///
/// A side is played again by ``replayHub(_:)`` and ``replayNode(_:)`` from other chunks of bytes; what
/// it is asked to answer, it answers as in the recording.
nonisolated struct Recording {
  let cast = Cast()
  /// All that the node said, frame by frame.
  private(set) var fromNode: [[UInt8]] = []
  /// All that the hub said, frame by frame.
  private(set) var fromHub: [[UInt8]] = []
  private var pair = Pair(change: { $0.head = Cast().head(40) })

  init() {
    let messages = Messages()
    say(fromNode: pair.node.hello())
    say(fromHub: pair.hub.welcome(cast.welcome, at: pair.now))
    say(fromNode: pair.node.open(ownHash: cast.emptyHead.hash, at: pair.now) ?? [])
    for first in [1, 11, 21] {
      say(fromNode: pair.node.ops(cast.lines(first...first + 9)))
    }
    for frame in pair.node.privates(messages.entries) { say(fromNode: frame) }
    say(fromHub: pair.hub.acknowledge(durable: 20, whole: 10) ?? [])
    var position = cast.emptyLog
    let start = cast.segment([cast.startLine(cast.hub)], after: position)
    say(fromHub: start.frame)
    position = start.header.end
    for first in [1, 21] {
      let sealed = cast.segment(
        cast.lines(first...first + 19) + [[0xFF, 0x00]], after: position, first: Int64(first))
      say(fromHub: sealed.frame)
      position = sealed.header.end
    }
    say(fromHub: pair.hub.acknowledge(durable: 30, whole: 30) ?? [])
    say(fromNode: pair.node.ops(cast.lines(31...40)))
    say(fromNode: pair.node.have(position))
    say(fromHub: pair.hub.want([Cast.id("one"), Cast.id("two")]))
    for (type, frame) in messages.ofNode
    where ["want", "status", "wait", "go", "ping"].contains(type) {
      say(fromNode: frame)
    }
    let quiet = ["private", "status", "wait", "go", "ping"]
    for (type, frame) in messages.ofHub where quiet.contains(type) { say(fromHub: frame) }
    say(fromNode: messages.unknown)
    say(fromHub: messages.unknown)
    say(fromHub: pair.hub.acknowledge(durable: 40, whole: 40) ?? [])
    say(fromNode: SmallMessages.bye("done"))
    say(fromHub: SmallMessages.bye("done"))
  }

  private mutating func say(fromNode bytes: [UInt8]) {
    fromNode += Letter.frames(bytes)
    _ = pair.hubHears(bytes)
    let replies = pair.hub.takeReplies()
    if !replies.isEmpty { say(fromHub: replies) }
  }

  private mutating func say(fromHub bytes: [UInt8]) {
    fromHub += Letter.frames(bytes)
    _ = pair.nodeHears(bytes)
    let replies = pair.node.takeReplies()
    if !replies.isEmpty { say(fromNode: replies) }
  }

  /// What came of some chunks, and how many bytes the session answered by itself.
  struct Played {
    var outcomes: [JSONValue] = []
    var replies: [UInt8] = []
    var farewell: [UInt8] = []
    /// The most bytes that waited inside the session after a chunk was dealt with.
    var mostWaiting = 0
  }

  /// Plays the hub's side: every ops batch is acknowledged at once, so that no window closes.
  func replayHub(_ chunks: [[UInt8]]) -> Played {
    var hub = HubSession(
      channel: cast.hubChannel(), event: cast.event, at: cast.start, hasher: cast.hasher,
      deflate: cast.deflate)
    var played = Played()
    for chunk in chunks {
      hub.feed(chunk, at: cast.start)
      while true {
        let next = hub.next(at: cast.start)
        played.replies += hub.takeReplies()
        guard let event = next else { break }
        played.outcomes.append(Outcome.of(event))
        switch event {
        case .hello: played.replies += hub.welcome(cast.welcome, at: cast.start)
        case .enrol: hub.refuse(ProtocolError(.badCode, "No join code fits."))
        case .ops(let batch):
          played.replies += hub.acknowledge(durable: batch.last, whole: batch.last) ?? []
        default: break
        }
      }
      played.mostWaiting = max(played.mostWaiting, hub.waitingBytes)
    }
    played.farewell = hub.farewell
    return played
  }

  /// Plays the node's side: it has sent its 40 ops as soon as it may.
  func replayNode(_ chunks: [[UInt8]]) -> Played {
    var holdings = cast.holdings
    holdings.head = cast.head(40)
    var node = NodeSession(
      holdings: holdings, signer: cast.node, channel: cast.nodeChannel(), at: cast.start,
      hasher: cast.hasher, deflate: cast.deflate)
    var played = Played()
    for chunk in chunks {
      node.feed(chunk, at: cast.start)
      while true {
        let next = node.next(at: cast.start)
        played.replies += node.takeReplies()
        guard let event = next else { break }
        played.outcomes.append(Outcome.of(event))
        guard case .welcome = event else { continue }
        played.replies += node.open(ownHash: cast.emptyHead.hash, at: cast.start) ?? []
        for first in [1, 11, 21, 31] {
          played.replies += node.ops(cast.lines(first...first + 9))
        }
      }
      played.mostWaiting = max(played.mostWaiting, node.waitingBytes)
    }
    played.farewell = node.farewell
    return played
  }
}

nonisolated extension [UInt8] {
  /// The bytes in chunks of random lengths up to `most`.
  func chunks<T: RandomNumberGenerator>(atMost most: Int, using random: inout T) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var rest = self[...]
    while !rest.isEmpty {
      let length = Int.random(in: 1...most, using: &random)
      chunks.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return chunks
  }
}
