public import MusterCore
public import MusterTrust

/// The first message of a node that was admitted: who it is and what it holds.
public nonisolated struct Hello: Sendable {
  /// As what a machine dials a hub.
  public enum Role: String, CaseIterable, Sendable {
    /// A gathering point's.
    case node
    /// A second hub that keeps itself up to date, with every private line; its admission is its own,
    /// signed by the key that the root has certified for it.
    case standby
  }

  /// As what it dials.
  public var role: Role
  /// Protocol versions that it speaks.
  public var versions: [Int64]
  /// Name and version of its program.
  public var software: String
  /// Its event.
  public var event: EventID
  /// Its admission.
  public var admitted: Admitted
  /// The life of its storage.
  public var epoch: Epoch
  /// Head of its own chain.
  public var head: WriterHead
  /// Its position in the log.
  public var log: LogPosition
  /// Its newest starts, oldest first.
  public var starts: [HubStartMark]
  /// Its clock now.
  public var clock: NodeClock
  /// By the node's key, over what it holds and the TLS channel.
  public var signature: Signature

  static let type = "hello"

  /// What the signature covers, for the node of this key and the given TLS channel.
  func signedText(node: KeyID, channel: Digest?) -> SignedText {
    .hello(
      event: event, writer: Writer(node: node, epoch: epoch), n: head.n, hash: head.hash,
      place: log.place, logHash: log.hash, channel: channel)
  }

  init(
    role: Role, event: EventID, admitted: Admitted, epoch: Epoch, head: WriterHead,
    log: LogPosition,
    starts: [HubStartMark], clock: NodeClock, software: String, signer: SigningKey,
    channel: Digest?
  ) {
    self.role = role
    versions = [MusterSync.version]
    self.software = software
    self.event = event
    self.admitted = admitted
    self.epoch = epoch
    self.head = head
    self.log = log
    self.starts = starts
    self.clock = clock
    signature = signer.sign(
      .hello(
        event: event, writer: Writer(node: signer.id, epoch: epoch), n: head.n, hash: head.hash,
        place: log.place, logHash: log.hash, channel: channel))
  }

  init(_ message: MessageReader, _ frame: Frame) throws(ProtocolError) {
    guard frame.lines.count == 2 else {
      throw ProtocolError(.badMessage, "hello carries one line, the node.admit op.")
    }
    guard let role = Role(rawValue: try message.text("role", bytes: 1...64)) else {
      throw message.broken("role")
    }
    self.role = role
    versions = try message.integers("versions")
    software = try message.software()
    event = try message.identifier("event")
    let admission = try message.object("admission")
    let root = try admission.digest("root")
    let key = try admission.digest("key")
    admitted = Admitted(
      line: Array(frame.payload[frame.lines[1]]),
      certificate: Certificate(
        root: root, key: key, signature: try admission.signature("certificate")),
      signature: try admission.signature("signature"))
    let writer = try message.object("writer")
    epoch = try writer.identifier("epoch")
    head = WriterHead(n: try writer.integer("n"), hash: try writer.digest("hash"))
    log = try message.object("log").position()
    starts = try message.starts()
    try message.expect("scope", "*")
    _ = try message.features()
    clock = try NodeClock(message.object("clock"))
    signature = try message.signature("signature")
  }

  func frame() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", Self.type)
    writer.member("role", role.rawValue)
    writer.key("versions")
    writer.beginArray()
    for version in versions { writer.value(version) }
    writer.endArray()
    writer.member("software", software)
    writer.member("event", event)
    writer.key("admission")
    writer.beginObject()
    writer.member("root", admitted.certificate.root)
    writer.member("key", admitted.certificate.key)
    writer.member("certificate", admitted.certificate.signature)
    writer.member("signature", admitted.signature)
    writer.endObject()
    writer.key("writer")
    writer.beginObject()
    writer.member("epoch", epoch)
    writer.member("n", head.n)
    writer.member("hash", head.hash)
    writer.endObject()
    writer.key("log")
    writer.beginObject()
    writer.members(log)
    writer.endObject()
    writer.starts(starts)
    writer.member("scope", "*")
    writer.key("features")
    writer.beginArray()
    writer.endArray()
    writer.key("clock")
    clock.write(to: &writer)
    writer.member("signature", signature)
    writer.endObject()
    writer.bytes.append(0x0A)
    writer.bytes += admitted.line
    return FrameWriter.plain(writer.bytes)
  }
}
