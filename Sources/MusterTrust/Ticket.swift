public import MusterCore

/// A participant's ticket, as its QR code says it (`Protocol/3-identity.md`, "Tickets").
///
/// A door reads the text, looks up the key that the ticket names among the event's `ticket.key` ops,
/// and asks ``isSigned(by:)``.
public nonisolated struct Ticket: Hashable, Sendable {
  /// The event that it is for.
  public let event: EventID
  /// The id of the key that signed it.
  public let key: KeyID
  /// Its number among the participant's tickets, ≥ 1.
  public let serial: UInt32
  /// Whom it is for.
  public let participant: String
  /// The ticket key's signature.
  public let signature: Signature

  /// Makes a ticket; nil when `serial` is 0 or `participant` is not a participant's id.
  public init?(event: EventID, serial: UInt32, participant: String, key: SigningKey) {
    guard serial > 0, Self.isParticipant(participant.utf8) else { return nil }
    self.event = event
    self.key = key.id
    self.serial = serial
    self.participant = participant
    signature = key.sign(
      .ticket(event: event, key: key.id, serial: serial, participant: participant))
  }

  /// Reads the text of a QR code for `event`. The signature is still to be checked.
  public init(_ text: String, event: EventID) throws(TicketRefusal) {
    let text = Array(text.utf8)
    guard text.starts(with: Self.prefix) else { throw .unknown }
    guard let bytes = CrockfordBase32.decode(Array(text[Self.prefix.count...])),
      let ticket = Ticket(bytes: bytes)
    else { throw .badSignature }
    guard ticket.event == event else { throw .wrongEvent }
    self = ticket
  }

  /// Whether the public key `publicKey` is the one that the ticket names and signed it.
  public func isSigned(by publicKey: Digest) -> Bool {
    keyID(of: publicKey) == key
      && signature.verifies(
        .ticket(event: event, key: key, serial: serial, participant: participant), by: publicKey)
  }

  /// The text for the QR code, all in the alphanumeric set.
  public var text: String {
    String(decoding: Self.prefix + CrockfordBase32.encode(bytes), as: UTF8.self)
  }
}

nonisolated extension Ticket {
  private static let prefix = Array("MUSTER1:".utf8)
  private static let version: UInt8 = 1
  /// Bytes before the participant's id.
  private static let headCount = 38

  private var bytes: [UInt8] {
    var bytes = [Self.version] + event.bytes + key.bytes
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: serial >> shift)) }
    bytes.append(UInt8(participant.utf8.count))
    return bytes + participant.utf8 + signature.bytes
  }

  private init?(bytes: [UInt8]) {
    let head = Self.headCount
    guard bytes.count > head, bytes[0] == Self.version else { return nil }
    let end = head + Int(bytes[head - 1])
    guard bytes.count == end + 64, Self.isParticipant(bytes[head..<end]),
      let signature = Signature(bytes: Array(bytes[end...]))
    else { return nil }
    event = Identifier(bytes: bytes[1..<17])
    key = Identifier(bytes: bytes[17..<33])
    serial = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
    participant = String(decoding: bytes[head..<end], as: UTF8.self)
    self.signature = signature
    guard serial > 0 else { return nil }
  }

  /// Whether bytes are a participant's id by `Protocol/2-lines.md`.
  private static func isParticipant(_ bytes: some Collection<UInt8>) -> Bool {
    (1...64).contains(bytes.count)
      && bytes.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
          && byte != UInt8(ascii: "/")
      }
  }
}
