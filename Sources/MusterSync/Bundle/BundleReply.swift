public import MusterCore
public import MusterTrust

/// The first message of a hub's bundle: by it a node knows that a hub of its event has made the file,
/// where a connection would have shown the hub's key, and to which of its own bundles it answers.
public nonisolated struct BundleReply: Sendable {
  /// The hub's key, certified by the root.
  public var certificate: Certificate
  /// The epoch of the `hello` that is answered.
  public var epoch: Epoch
  /// The node's position in the log, as that `hello` said.
  public var log: LogPosition
  /// The last place of the hub's log.
  public var end: Int64

  static let type = "reply"

  /// Makes the message.
  public init(certificate: Certificate, epoch: Epoch, log: LogPosition, end: Int64) {
    self.certificate = certificate
    self.epoch = epoch
    self.log = log
    self.end = end
  }

  /// Its frame.
  ///
  /// - Parameters:
  ///   - exporter: digest of the bundle's header.
  ///   - signer: the hub's key.
  public func frame(_ exporter: Digest, event: EventID, signer: SigningKey) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("type", Self.type)
    json.member("root", certificate.root)
    json.member("key", certificate.key)
    json.member("certificate", certificate.signature)
    json.member("epoch", epoch)
    json.key("log")
    json.beginObject()
    json.members(log)
    json.endObject()
    json.member("end", end)
    json.member("signature", signer.sign(.bundle(event: event, header: exporter)))
    json.endObject()
    return FrameWriter.plain(json.bytes)
  }

  /// Reads the message that a content begins with.
  ///
  /// - Parameter content: its first piece.
  /// - Returns: nil when no hub of the event has made the bundle; else the message, and what follows it.
  public static func read(
    _ content: [UInt8], exporter: Digest, event: EventID, root: Digest
  ) -> (reply: BundleReply, rest: [UInt8])? {
    var reader = FrameReader(limit: Limits.standard.frameBytesBeforeAuthentication)
    reader.append(content)
    guard let frame = try? reader.next(inflate: { _, _ in nil }),
      let message = try? MessageReader(frame), message.type == type,
      let reply = try? BundleReply(message), reply.certificate.root == root,
      reply.certificate.isGood(for: event),
      let signature = try? message.signature("signature"),
      signature.verifies(
        .bundle(event: event, header: exporter), by: reply.certificate.key)
    else { return nil }
    return (reply, Array(content[frame.raw.count...]))
  }

  private init(_ message: MessageReader) throws(ProtocolError) {
    certificate = Certificate(
      root: try message.digest("root"), key: try message.digest("key"),
      signature: try message.signature("certificate"))
    epoch = try message.identifier("epoch")
    log = try message.object("log").position()
    end = try message.integer("end")
  }
}
