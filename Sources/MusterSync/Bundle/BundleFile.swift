public import MusterCore
public import MusterTrust

/// A bundle: what a node would have sent over a connection, or a hub would have answered, as a sealed
/// file (`Protocol/6-bundles.md`).
public nonisolated struct BundleFile: Sendable {
  /// The largest content, bytes.
  public static let contentLimit = 64 << 20

  /// Who has made it.
  public enum Maker: String, Sendable {
    case node, hub
  }

  /// Who has made it.
  public let maker: Maker
  /// Its event.
  public let event: EventID
  /// What stands for the TLS exporter in a bundle: the digest of the header, which is made for this
  /// file alone.
  public let exporter: Digest
  private let ephemeral: Digest
  private let recipients: [SealedFile.Recipient]
  private let file: [UInt8]

  /// Why bytes are no bundle.
  public enum Refusal: Error, Hashable, Sendable {
    /// They do not begin as a bundle does.
    case noBundle
    /// It is of a later version.
    case version(Int64)
  }

  /// Reads a file's header.
  public init(_ file: [UInt8]) throws(Refusal) {
    guard let header = SealedFile.header(of: file), let value = try? JSONValue.read(header),
      value["muster"] == "bundle", let version = value["version"]?.integer
    else { throw .noBundle }
    guard version == 1 else { throw .version(version) }
    guard let maker = value["from"]?.string.flatMap({ Maker(rawValue: $0) }),
      let event = value["event"]?.identifier, let ephemeral = value["ephemeral"]?.digest,
      let list = value["recipients"]?.array, 1...SealedFile.recipientLimit ~= list.count
    else { throw .noBundle }
    var recipients: [SealedFile.Recipient] = []
    for element in list {
      guard let pair = element.array, pair.count == 2, let key = pair[0].digest,
        let wrapped = pair[1].string.flatMap(Self.bytes), wrapped.count == 48
      else { throw .noBundle }
      recipients.append(SealedFile.Recipient(key: key, wrapped: wrapped))
    }
    self.maker = maker
    self.event = event
    self.ephemeral = ephemeral
    self.recipients = recipients
    self.file = file
    exporter = SHA256.digest(header)
  }

  /// The frames that it holds, as one stream.
  public func content(by key: SealKey) throws(SealedFile.Refusal) -> [UInt8] {
    try SealedFile.open(
      file, ephemeral: ephemeral, recipients: recipients, by: key, limit: Self.contentLimit)
  }

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - keys: X25519 keys of those who may open it, 1 to 8.
  ///   - content: makes the frames, given what stands for the TLS exporter.
  /// - Returns: nil where one of the keys is no good one.
  public static func make<Failure: Error>(
    from maker: Maker, event: EventID, to keys: [Digest],
    content: (_ exporter: Digest) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8]? {
    guard let envelope = SealedFile.Envelope(to: keys) else { return nil }
    var json = JSONWriter()
    json.beginObject()
    json.member("muster", "bundle")
    json.member("version", 1 as Int64)
    json.member("from", maker.rawValue)
    json.member("event", event.hex)
    json.member("ephemeral", envelope.ephemeral.hex)
    json.key("recipients")
    json.beginArray()
    for recipient in envelope.recipients {
      json.beginArray()
      json.value(recipient.key.hex)
      json.value(recipient.wrapped.map(Self.hex).joined())
      json.endArray()
    }
    json.endArray()
    json.endObject()
    let header = json.bytes
    return envelope.seal(try content(SHA256.digest(header)), header: header)
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private static func bytes(_ hex: String) -> [UInt8]? {
    let digits = Array(hex.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
