import MusterCore
import MusterStore
import MusterSync
import MusterTrust

/// A hub of an event of its own, that writes the lines of its roster.
struct HubAuthor {
  let event: EventID
  /// The hub's only life: who signs, and the line that begins it.
  let life: (signer: SegmentBuilder.Signer, start: [UInt8])
  /// Hub time, ms: of all ops alike, for nothing that is measured depends on it.
  let now: Int64 = 1_790_000_000_000
  private let node: KeyID
  private let boot: OpID
  private let hasher = Hasher256()

  init() {
    let root = SigningKey()
    let hub = SigningKey()
    event = keyID(of: root.publicKey)
    node = hub.id
    let generation = Randomness.identifier()
    let start = HubStart(
      generation: generation, ordinal: 1, key: hub.publicKey, root: root.publicKey,
      certificate: Certificate(of: hub.publicKey, by: root).signature.bytes, isCertified: true)
    let line = OperationWriter.write(
      Operation(
        node: node, nonce: Randomness.nonce(), at: now, boot: nil, mono: 1, act: .hubStart(start)),
      event: event)
    life = (SegmentBuilder.Signer(event: event, generation: generation, key: hub), line)
    boot = hasher.digest(line).identifier
  }

  /// The op that puts a person on the roster, with the private line of the name.
  func put(_ person: String, name: String) -> OwnOp {
    let line = PrivateLine(salt: Randomness.identifier(), name: name).bytes
    let operation = Operation(
      node: node, nonce: Randomness.nonce(), at: now, boot: boot, mono: 1, participant: person,
      privateDigest: hasher.digest(line), fields: ["name"],
      act: .participantPut(ParticipantChange(kind: "guest", country: "AA")))
    return OwnOp(line: OperationWriter.write(operation, event: event), privateLine: line)
  }
}
