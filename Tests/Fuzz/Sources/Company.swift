import MusterCore
import MusterSync
import MusterTrust

/// The keys and ids of one small event, the same in every run.
nonisolated enum Company {
  static let root = key("root")
  static let hub = key("hub")
  static let node = key("node")
  static let other = key("other")
  static let ticketKey = key("tickets")
  static let certificate = Certificate(of: hub.publicKey, by: root)
  static let generation = id("generation")
  static let epoch = id("epoch")
  static let boot = id("boot")

  static var event: EventID { root.id }
  static var writer: Writer { Writer(node: node.id, epoch: epoch) }

  static func digest(_ name: String) -> Digest { SHA256.digest("muster fuzzing: " + name) }
  static func id(_ name: String) -> Identifier { digest(name).identifier }
  static func key(_ name: String) -> SigningKey { SigningKey(seed: Seed(secret: digest(name))) }

  /// The hub's `node.admit` for the node's key.
  static let admitLine = OperationWriter.write(
    Operation(
      node: hub.id, nonce: 1, at: 1_790_000_000_000, boot: id("hub.start"), mono: 1, point: "ma-1",
      act: .nodeAdmit(
        Admission(
          key: node.publicKey, keyID: node.id, seal: digest("seal"), point: "ma-1", country: "MA"))),
    event: event)

  /// The hub's `hub.start`, by which its key comes onto the log.
  static let startLine = OperationWriter.write(
    Operation(
      node: hub.id, nonce: 2, at: 1_790_000_000_000, boot: nil, mono: 2,
      act: .hubStart(
        HubStart(
          generation: generation, ordinal: 1, key: hub.publicKey, root: root.publicKey,
          certificate: certificate.signature.bytes, isCertified: true))),
    event: event)

  /// What a word of ``Tokens`` stands for; nil for none that is the same everywhere.
  static func value(_ word: String) -> String? {
    switch word {
    case "event": event.hex
    case "root": root.publicKey.hex
    case "hub": hub.publicKey.hex
    case "hubid": hub.id.hex
    case "node": node.publicKey.hex
    case "nodeid": node.id.hex
    case "other": other.publicKey.hex
    case "otherid": other.id.hex
    case "certificate": certificate.signature.hex
    case "generation": generation.hex
    case "epoch": epoch.hex
    case "boot": boot.hex
    case "admit": String(decoding: admitLine, as: UTF8.self)
    case "start": String(decoding: startLine, as: UTF8.self)
    case "zero": String(repeating: "0", count: 32)
    case "digest": digest("some").hex
    default: nil
    }
  }
}
