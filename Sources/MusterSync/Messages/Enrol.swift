public import MusterCore
import MusterTrust

/// The first message of a machine that has a join code and nothing else.
public nonisolated struct Enrol: Sendable {
  /// Protocol versions that it speaks.
  public var versions: [Int64]
  /// Name and version of its program.
  public var software: String
  /// Its X25519 public key.
  public var seal: Digest
  /// Proof that it has the join code, as role `node`.
  public var proof: Digest

  static let type = "enrol"

  /// Makes the message.
  public init(software: String, seal: Digest, proof: Digest) {
    versions = [MusterSync.version]
    self.software = software
    self.seal = seal
    self.proof = proof
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    versions = try message.integers("versions")
    software = try message.software()
    seal = try message.digest("seal")
    proof = try message.digest("proof")
  }

  func frame() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", Self.type)
    writer.key("versions")
    writer.beginArray()
    for version in versions { writer.value(version) }
    writer.endArray()
    writer.member("software", software)
    writer.member("seal", seal)
    writer.member("proof", proof)
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }
}

/// The hub's answer to an `enrol` whose proof fits a join code.
public nonisolated struct Enrolled: Sendable {
  /// The event.
  public var event: EventID
  /// The hub's X25519 public key.
  public var seal: Digest
  /// The admission, with the hub's certificate.
  public var admitted: Admitted
  /// Proof that the hub has the join code, as role `hub`.
  public var proof: Digest

  static let type = "enrolled"

  /// Makes the answer.
  public init(event: EventID, seal: Digest, admitted: Admitted, proof: Digest) {
    self.event = event
    self.seal = seal
    self.admitted = admitted
    self.proof = proof
  }

  init(_ message: MessageReader, _ frame: Frame) throws(ProtocolError) {
    guard frame.lines.count == 2 else {
      throw ProtocolError(.badMessage, "enrolled carries one line, the node.admit op.")
    }
    event = try message.identifier("event")
    seal = try message.digest("seal")
    proof = try message.digest("proof")
    admitted = Admitted(
      line: Array(frame.payload[frame.lines[1]]),
      certificate: Certificate(
        root: try message.digest("root"), key: try message.digest("key"),
        signature: try message.signature("certificate")),
      signature: try message.signature("signature"))
  }

  func frame() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", Self.type)
    writer.member("event", event)
    writer.member("root", admitted.certificate.root)
    writer.member("key", admitted.certificate.key)
    writer.member("certificate", admitted.certificate.signature)
    writer.member("seal", seal)
    writer.member("signature", admitted.signature)
    writer.member("proof", proof)
    writer.endObject()
    writer.bytes.append(0x0A)
    writer.bytes += admitted.line
    return FrameWriter.plain(writer.bytes)
  }
}
