public import MusterCore

/// A position in the hub's log: a place, and the hash over all segments up to it
/// (`Protocol/2-lines.md`, "The log").
public nonisolated struct LogChain: Hashable, Sendable {
  /// The last place; 0 before the first.
  public var place: Int64
  /// f at the end of the segment that ends there.
  public var hash: Digest

  /// Continues a log after `place`.
  public init(place: Int64, hash: Digest) {
    self.place = place
    self.hash = hash
  }

  /// Begins the log of an event: (0, f(0)).
  public init(event: EventID) { self.init(place: 0, hash: Self.start(event: event)) }

  /// Takes in the next segment: the digest of its body, and how many entries it has.
  public mutating func append(body: Digest, count: Int64, hasher: Hasher256) {
    hash = hasher.digest(hash, body)
    place += count
  }

  /// f(0): where the log of an event begins.
  public static func start(event: EventID) -> Digest {
    var text = Array("muster log 1\n".utf8)
    event.appendHex(to: &text)
    return SHA256.digest(text)
  }

  /// f(s) from f(s − 1) and the digest of the body of segment s.
  public static func step(_ before: Digest, body: Digest) -> Digest {
    SHA256.digest(before, body)
  }
}
