public import MusterCore
public import MusterTrust

/// The first message of a hub's bundle: by it a node knows that a hub of its event has made the file,
/// where a connection would have shown the hub's key.
public nonisolated enum ReplySeal {
  static let type = "reply"

  /// The frame, for the bundle of this exporter.
  public static func frame(
    _ exporter: Digest, event: EventID, certificate: Certificate, signer: SigningKey
  ) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("type", type)
    json.member("root", certificate.root.hex)
    json.member("key", certificate.key.hex)
    json.member("certificate", certificate.signature.hex)
    json.member(
      "signature", signer.sign(.bundle(event: event, header: exporter)).hex)
    json.endObject()
    return FrameWriter.plain(json.bytes)
  }

  /// The key of the hub that has made the bundle, and where its frames go on; nil when none of the
  /// event's has.
  public static func read(
    _ content: [UInt8], exporter: Digest, event: EventID, root: Digest
  ) -> (key: Digest, rest: [UInt8])? {
    var reader = FrameReader(limit: Limits.standard.frameBytesBeforeAuthentication)
    reader.append(content)
    guard let frame = try? reader.next(inflate: { _, _ in nil }),
      let message = try? MessageReader(frame), message.type == type,
      let shown = try? message.digest("root"), shown == root,
      let key = try? message.digest("key"),
      let certificate = try? message.signature("certificate"),
      let signature = try? message.signature("signature"),
      Certificate(root: shown, key: key, signature: certificate).isGood(for: event),
      signature.verifies(.bundle(event: event, header: exporter), by: key)
    else { return nil }
    return (key, Array(content[frame.raw.count...]))
  }
}
