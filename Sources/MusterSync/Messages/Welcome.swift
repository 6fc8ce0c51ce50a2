public import MusterCore
public import MusterTrust

/// The hub's answer to a `hello` that it accepts: who it is and what it holds.
public nonisolated struct Welcome: Sendable {
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
  /// Up to which n of it the private lines are held too.
  public var whole: Int64
  /// The newest starts of its log, oldest first.
  public var starts: [HubStartMark]
  /// The place that it sends first.
  public var from: Int64
  /// Hub time, ms.
  public var time: Int64
  /// The limits of the session: of each the smaller, the hub's or this program's.
  public var limits = Limits.standard

  static let type = "welcome"

  /// Makes an answer.
  public init(
    software: String, event: EventID, generation: Identifier, certificate: Certificate,
    head: WriterHead, whole: Int64, starts: [HubStartMark], from: Int64, time: Int64
  ) {
    self.software = software
    self.event = event
    self.generation = generation
    self.certificate = certificate
    self.head = head
    self.whole = whole
    self.starts = starts
    self.from = from
    self.time = time
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
    try writer.expect("verdict", "prefix")
    starts = try message.starts()
    from = try message.integer("from", from: 1)
    time = try message.integer("time")
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
    writer.member("verdict", "prefix")
    writer.endObject()
    writer.starts(starts)
    writer.member("from", from)
    writer.member("time", time)
    writer.key("limits")
    limits.write(to: &writer)
    writer.key("features")
    writer.beginArray()
    writer.endArray()
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }
}
