public import MusterCore
public import MusterTrust

/// The hub's answer to a `hello` that it accepts: who it is and what it holds.
public nonisolated struct Welcome: Sendable {
  /// How the hub's chain of the node's writer lies to the node's own, as far as the hub can tell.
  public enum Verdict: String, CaseIterable, Sendable {
    /// The hub holds a prefix of it.
    case prefix
    /// The hub holds more: the node was rolled back, or a copy of it has gone on.
    case behind
    /// The hub holds as many, and others.
    case fork
  }

  /// Name and version of its program.
  public var software: String
  /// Its event.
  public var event: EventID
  /// This life of the hub.
  public var generation: Identifier
  /// Its key, certified by the root.
  public var certificate: Certificate
  /// What it holds of the node's writer.
  public var head: WriterHead
  /// How that lies to the node's own chain.
  public var verdict: Verdict
  /// Up to which n of it the private lines are held too.
  public var whole: Int64
  /// The newest starts of its log, oldest first.
  public var starts: [HubStartMark]
  /// The place after the last one that the hub knows to be common to both logs. Where that is the
  /// node's own it sends from there; otherwise the logs have parted, and the node says from where.
  public var from: Int64
  /// Hub time, ms.
  public var time: Int64
  /// Whether the node was revoked: it may hand in what it has, and is told nothing.
  public var isRevoked: Bool
  /// Where nodes find the hub and its standbys, `host:port`, in the order in which to try them; empty
  /// where the hub says nothing of it.
  public var addresses: [String] = []
  /// The limits of the session: of each the smaller, the hub's or this program's.
  public var limits = Limits.standard

  static let type = "welcome"

  /// Makes an answer.
  public init(
    software: String, event: EventID, generation: Identifier, certificate: Certificate,
    head: WriterHead, verdict: Verdict, whole: Int64, starts: [HubStartMark], from: Int64,
    time: Int64, isRevoked: Bool = false
  ) {
    self.software = software
    self.event = event
    self.generation = generation
    self.certificate = certificate
    self.head = head
    self.verdict = verdict
    self.whole = whole
    self.starts = starts
    self.from = from
    self.time = time
    self.isRevoked = isRevoked
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    guard try message.integer("version") == MusterSync.version else {
      throw ProtocolError(.noCommonVersion, "The hub answered in a version that was not offered.")
    }
    software = try message.software()
    event = try message.identifier("event")
    generation = try message.identifier("generation")
    certificate = Certificate(
      root: try message.digest("root"), key: try message.digest("key"),
      signature: try message.signature("certificate"))
    let writer = try message.object("writer")
    head = WriterHead(n: try writer.integer("n"), hash: try writer.digest("hash"))
    whole = try writer.integer("whole")
    guard whole <= head.n else {
      throw ProtocolError(.badMessage, "The member whole of welcome.writer is greater than n.")
    }
    guard let verdict = Verdict(rawValue: try writer.text("verdict", bytes: 1...64)) else {
      throw writer.broken("verdict")
    }
    self.verdict = verdict
    starts = try message.starts()
    from = try message.integer("from", from: 1)
    time = try message.integer("time")
    isRevoked = try message.optionalFlag("revoked")
    addresses = try message.optionalTexts("addresses", atMost: Limits.standard.addresses)
    _ = try message.features()
    limits = try Limits(message.object("limits"))
  }

  func frame() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", Self.type)
    writer.member("version", MusterSync.version)
    writer.member("software", software)
    writer.member("event", event)
    writer.member("generation", generation)
    writer.member("root", certificate.root)
    writer.member("key", certificate.key)
    writer.member("certificate", certificate.signature)
    writer.key("writer")
    writer.beginObject()
    writer.member("n", head.n)
    writer.member("hash", head.hash)
    writer.member("whole", whole)
    writer.member("verdict", verdict.rawValue)
    writer.endObject()
    writer.starts(starts)
    writer.member("from", from)
    writer.member("time", time)
    if isRevoked { writer.member("revoked", true) }
    if !addresses.isEmpty { writer.member("addresses", addresses) }
    writer.key("limits")
    limits.write(to: &writer)
    writer.key("features")
    writer.beginArray()
    writer.endArray()
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }
}
