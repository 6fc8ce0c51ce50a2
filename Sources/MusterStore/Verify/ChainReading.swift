internal import MusterCore
internal import MusterSync
internal import MusterTrust

/// The chains of all writers, as the log shows them.
///
/// Mostly a writer's ops stand on the log in the order of their numbers. What was recovered from
/// another life of the hub may stand before what comes earlier in its writer's chain, and of a writer
/// that was copied two ops may stand under one number.
nonisolated struct ChainReading {
  private let event: EventID
  private let hasher: Hasher256
  /// How far each chain is read in order.
  private(set) var heads: [Writer: WriterHead] = [:]
  /// Ops that stand before their turn, by number.
  private var ahead: [Writer: [Int64: Set<Digest>]] = [:]

  init(event: EventID, hasher: Hasher256) {
    self.event = event
    self.hasher = hasher
  }

  /// Takes the next entry of the log.
  mutating func take(_ placement: Placement, _ digest: Digest) {
    let writer = placement.writer
    let head =
      heads[writer] ?? WriterHead(n: 0, hash: WriterChain.start(event: event, writer: writer))
    guard placement.n == head.n + 1 else {
      if placement.n > head.n {
        ahead[writer, default: [:]][placement.n, default: []].insert(digest)
      }
      return
    }
    heads[writer] = WriterHead(n: placement.n, hash: hasher.digest(head.hash, digest))
  }

  /// So many ways of chaining what stands ahead are followed.
  private static let mostWays = 4096

  /// Whether the log bears a head: the chain comes to it in order, or with ops that stand ahead.
  ///
  /// Two copies of a machine that both stand ahead, under the same numbers, can be chained in twice as
  /// many ways with each number. Where there are more than can be followed the head is believed: each
  /// op's own segment is signed, and nothing is lost by it.
  func bears(_ head: WriterHead, of writer: Writer) -> Bool {
    guard let read = heads[writer], head.n >= read.n else { return false }
    var hashes: Set<Digest> = [read.hash]
    var n = read.n
    while n < head.n {
      n += 1
      let next = ahead[writer]?[n] ?? []
      hashes = Set(hashes.flatMap { hash in next.map { hasher.digest(hash, $0) } })
      if hashes.isEmpty { return false }
      if hashes.count > Self.mostWays { return true }
    }
    return hashes.contains(head.hash)
  }
}
