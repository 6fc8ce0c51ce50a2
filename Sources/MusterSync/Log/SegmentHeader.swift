public import MusterCore
public import MusterTrust

/// The first line of a segment: where it stands on the chain and who says so.
public nonisolated struct SegmentHeader: Hashable, Sendable {
  /// The event.
  public var event: EventID
  /// The life of the hub that made it.
  public var generation: Identifier
  /// The hub's public key, which signed it.
  public var key: Digest
  /// Place of its first entry, ≥ 1.
  public var first: Int64
  /// How many entries, 1–256.
  public var count: Int
  /// The log's hash before it.
  public var before: Digest
  /// The log's hash after it.
  public var after: Digest
  /// Over event, generation, first, count and after (`Protocol/3-identity.md`).
  public var signature: Signature

  /// Place of its last entry.
  public var last: Int64 { first + Int64(count) - 1 }

  /// The position at its end.
  public var end: LogPosition { LogPosition(place: last, hash: after) }

  /// What the signature covers.
  var signedText: SignedText {
    .segment(
      event: event, generation: generation, first: first, count: Int64(count), hashAfter: after)
  }

  init(
    event: EventID, generation: Identifier, first: Int64, count: Int, before: Digest,
    after: Digest, signer: SigningKey
  ) {
    self.event = event
    self.generation = generation
    key = signer.publicKey
    self.first = first
    self.count = count
    self.before = before
    self.after = after
    signature = signer.sign(
      .segment(
        event: event, generation: generation, first: first, count: Int64(count), hashAfter: after))
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    event = try message.identifier("event")
    generation = try message.identifier("generation")
    key = try message.digest("key")
    first = try message.integer("first", from: 1)
    let count = try message.integer("count", from: 1)
    guard count <= Int64(Limits.standard.entries) else {
      throw ProtocolError(.tooMany, "A segment holds at most \(Limits.standard.entries) entries.")
    }
    self.count = Int(count)
    before = try message.digest("before")
    after = try message.digest("after")
    signature = try message.signature("signature")
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("type", "segment")
    writer.member("event", event)
    writer.member("generation", generation)
    writer.member("key", key)
    writer.member("first", first)
    writer.member("count", count)
    writer.member("before", before)
    writer.member("after", after)
    writer.member("signature", signature)
    writer.endObject()
  }
}
