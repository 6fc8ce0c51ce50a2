public import MusterCore
public import MusterTrust

/// What a session must know of the TLS connection beneath it (`Protocol/3-identity.md`).
public nonisolated struct Channel: Hashable, Sendable {
  /// The raw Ed25519 key of the peer's certificate.
  public var peerKey: Digest
  /// The raw Ed25519 key of our own certificate.
  public var ownKey: Digest
  /// 32 bytes of the TLS exporter with label `EXPORTER-muster`.
  public var exporter: Digest

  /// Makes a channel.
  public init(peerKey: Digest, ownKey: Digest, exporter: Digest) {
    self.peerKey = peerKey
    self.ownKey = ownKey
    self.exporter = exporter
  }
}

/// A moment, as a value that is handed to a session.
public nonisolated struct Moment: Hashable, Sendable {
  /// µs on the machine's boot clock, suspend included.
  public var mono: Int64
  /// ms since 1970: hub time on the hub, the wall clock on a node.
  public var time: Int64

  /// Makes a moment.
  public init(mono: Int64, time: Int64) {
    self.mono = mono
    self.time = time
  }
}

/// How far a node's wall clock is from hub time.
public nonisolated struct ClockOffset: Hashable, Sendable {
  /// Wall clock minus hub time, ms.
  public var offsetMs: Int64
  /// Greatest error of it, ms.
  public var errorMs: Int64
}

nonisolated extension Channel {
  /// On the hub: whether an `enrol` on this connection proves the secret of a join code.
  public func isProved(_ enrol: Enrol, by secret: JoinSecret) -> Bool {
    secret.accepts(
      enrol.proof, of: .node, exporter: exporter, hub: SubjectPublicKeyInfo.digest(of: ownKey),
      node: SubjectPublicKeyInfo.digest(of: peerKey))
  }

  /// On the hub: the proof for `enrolled` that it knows the secret too.
  public func hubProof(of secret: JoinSecret) -> Digest {
    secret.proof(
      of: .hub, exporter: exporter, hub: SubjectPublicKeyInfo.digest(of: ownKey),
      node: SubjectPublicKeyInfo.digest(of: peerKey))
  }
}
