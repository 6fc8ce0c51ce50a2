public import MusterCore
public import MusterTrust

/// The first line of a bundle: what a node would have sent over a connection, or a hub would have
/// answered, as a sealed file (`Protocol/6-bundles.md`).
public nonisolated struct BundleHeader: Sendable {
  /// Who has made a bundle.
  public enum Maker: String, Sendable {
    case node, hub
  }

  /// Why bytes are no bundle.
  public enum Refusal: Error, Hashable, Sendable {
    /// They do not begin as a bundle does.
    case noBundle
    /// It is of a later version.
    case version(Int64)
  }

  /// Who has made it.
  public let maker: Maker
  /// Its event.
  public let event: EventID
  /// The line, without LF.
  public let bytes: [UInt8]
  /// What stands for the TLS exporter in a bundle: the digest of the header, which is made for this
  /// file alone.
  public let exporter: Digest
  private let ephemeral: Digest
  private let recipients: [SealedFile.Recipient]

  /// Reads the header of a file.
  ///
  /// - Parameter file: its beginning, as ``SealedFile/header(of:)`` asks.
  public init(beginning file: [UInt8]) throws(Refusal) {
    guard let bytes = SealedFile.header(of: file), let value = try? JSONValue.read(bytes),
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
        let wrapped = pair[1].string.flatMap(Self.wrapped)
      else { throw .noBundle }
      recipients.append(SealedFile.Recipient(key: key, wrapped: wrapped))
    }
    self.init(maker, event, bytes, ephemeral, recipients)
  }

  /// Makes the header of a new file.
  public init(from maker: Maker, event: EventID, _ envelope: Envelope) {
    var json = JSONWriter()
    json.beginObject()
    json.member("muster", "bundle")
    json.member("version", 1 as Int64)
    json.member("from", maker.rawValue)
    json.member("event", event)
    json.member("ephemeral", envelope.ephemeral)
    json.key("recipients")
    json.beginArray()
    for recipient in envelope.recipients {
      json.beginArray()
      json.value(recipient.key.hex)
      json.value(Self.hex(recipient.wrapped))
      json.endArray()
    }
    json.endArray()
    json.endObject()
    self.init(maker, event, json.bytes, envelope.ephemeral, envelope.recipients)
  }

  private init(
    _ maker: Maker, _ event: EventID, _ bytes: [UInt8], _ ephemeral: Digest,
    _ recipients: [SealedFile.Recipient]
  ) {
    self.maker = maker
    self.event = event
    self.bytes = bytes
    self.ephemeral = ephemeral
    self.recipients = recipients
    exporter = SHA256.digest(bytes)
  }

  /// How many can read it.
  public var recipientCount: Int { recipients.count }

  /// Begins to read what follows on the header and its LF.
  public func opening(by key: SealKey) throws(SealedFile.Refusal) -> Opening {
    try Opening(header: bytes, ephemeral: ephemeral, recipients: recipients, by: key)
  }

  /// 48 bytes are a digest and an id long.
  private static func wrapped(_ hex: String) -> [UInt8]? {
    guard let first = Digest(String(hex.prefix(64))),
      let rest = Identifier(String(hex.dropFirst(64)))
    else { return nil }
    return first.bytes + rest.bytes
  }

  private static func hex(_ wrapped: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: wrapped.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
