public import MusterCore

/// What a signature covers: one case for each row of the table in `Protocol/3-identity.md`.
///
/// Each becomes a text: a context, then fields, joined by LF. No field can hold an LF, so no two
/// texts are the same.
public nonisolated enum SignedText: Hashable, Sendable {
  /// The root certifies a hub's key.
  case certificate(event: EventID, hubKey: Digest)
  /// A node opens a session: the end of its chain (`n`, `hash`), its position in the log, and the
  /// 32 bytes that the TLS session exports; no channel in a bundle.
  case hello(
    event: EventID, writer: Writer, n: Int64, hash: Digest, place: Int64, logHash: Digest,
    channel: Digest?)
  /// A node hands in `count` ops from number `first` on.
  case ops(event: EventID, writer: Writer, first: Int64, count: Int64, hashAfter: Digest)
  /// The hub sends `count` entries from place `first` on.
  case segment(
    event: EventID, generation: Identifier, first: Int64, count: Int64, hashAfter: Digest)
  /// The hub admitted a node by the `node.admit` line of this digest.
  case admission(event: EventID, line: Digest)
  /// The hub has made the bundle whose header has this digest.
  case bundle(event: EventID, header: Digest)
  /// A ticket for a participant, whose id is printable ASCII.
  case ticket(event: EventID, key: KeyID, serial: UInt32, participant: String)

  /// The bytes that are signed.
  public var bytes: [UInt8] {
    switch self {
    case .certificate(let event, let hubKey):
      var text = SignedTextWriter("muster hub key 1", event)
      text.add(hubKey)
      return text.bytes
    case .hello(let event, let writer, let n, let hash, let place, let logHash, let channel):
      var text = SignedTextWriter("muster hello 1", event)
      text.add(writer.node)
      text.add(writer.epoch)
      text.add(n)
      text.add(hash)
      text.add(place)
      text.add(logHash)
      if let channel { text.add(channel) } else { text.add("") }
      return text.bytes
    case .ops(let event, let writer, let first, let count, let hashAfter):
      var text = SignedTextWriter("muster ops 1", event)
      text.add(writer.node)
      text.add(writer.epoch)
      text.add(first)
      text.add(count)
      text.add(hashAfter)
      return text.bytes
    case .segment(let event, let generation, let first, let count, let hashAfter):
      var text = SignedTextWriter("muster segment 1", event)
      text.add(generation)
      text.add(first)
      text.add(count)
      text.add(hashAfter)
      return text.bytes
    case .bundle(let event, let header):
      var text = SignedTextWriter("muster bundle 1", event)
      text.add(header)
      return text.bytes
    case .admission(let event, let line):
      var text = SignedTextWriter("muster admission 1", event)
      text.add(line)
      return text.bytes
    case .ticket(let event, let key, let serial, let participant):
      var text = SignedTextWriter("muster ticket 1", event)
      text.add(key)
      text.add(Int64(serial))
      text.add(participant)
      return text.bytes
    }
  }
}

/// Writes a context and fields, an LF before each field.
private nonisolated struct SignedTextWriter {
  var bytes: [UInt8]

  init(_ context: String, _ event: EventID) {
    bytes = Array(context.utf8)
    bytes.reserveCapacity(384)
    add(event)
  }

  mutating func add(_ id: Identifier) {
    bytes.append(0x0A)
    id.appendHex(to: &bytes)
  }

  mutating func add(_ digest: Digest) {
    bytes.append(0x0A)
    digest.appendHex(to: &bytes)
  }

  mutating func add(_ number: Int64) { add(String(number)) }

  mutating func add(_ text: String) {
    bytes.append(0x0A)
    bytes.append(contentsOf: text.utf8)
  }
}
