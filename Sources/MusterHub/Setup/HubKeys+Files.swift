import MusterCommand
import MusterCore
import MusterDaemon
import MusterTrust

extension HubKeys {
  /// Makes all keys of a new event and writes them into the folder, `root.key` among them.
  static func make(in folder: HubFolder) throws(Failure) -> HubKeys {
    let root = SigningKey()
    let hub = SigningKey()
    let seal = SealKey()
    let ticket = SigningKey()
    let certificate = Certificate(of: hub.publicKey, by: root)
    do throws(TrustError) {
      try KeyFile.write(root.seed, as: .signing, at: folder.rootKey)
      try KeyFile.write(hub.seed, as: .signing, at: folder.hubKey)
      try KeyFile.write(seal.seed, as: .seal, at: folder.sealKey)
      try KeyFile.write(ticket.seed, as: .signing, at: folder.ticketKey)
    } catch {
      throw .cannotCreate(error.message)
    }
    let keys = HubKeys(hub: hub, seal: seal, ticket: ticket, certificate: certificate)
    try keys.writeCertificate(to: folder.certificate)
    return keys
  }

  /// Makes the keys of a standby of a hub: a hub key of its own, certified by the root, and the key
  /// that signs tickets.
  static func makeStandby(
    of hub: HubKeys, root: SigningKey, in folder: HubFolder
  ) throws(Failure) -> HubKeys {
    let own = SigningKey()
    let seal = SealKey()
    do throws(TrustError) {
      try KeyFile.write(own.seed, as: .signing, at: folder.hubKey)
      try KeyFile.write(seal.seed, as: .seal, at: folder.sealKey)
      try KeyFile.write(hub.ticket.seed, as: .signing, at: folder.ticketKey)
    } catch {
      throw .cannotCreate(error.message)
    }
    let keys = HubKeys(
      hub: own, seal: seal, ticket: hub.ticket,
      certificate: Certificate(of: own.publicKey, by: root))
    try keys.writeCertificate(to: folder.certificate)
    return keys
  }

  /// Reads the keys of a folder that ``make(in:)`` filled; the root's is not needed, and should be
  /// elsewhere.
  static func read(from folder: HubFolder) throws(Failure) -> HubKeys {
    let seeds: (hub: Seed, seal: Seed, ticket: Seed)
    do throws(TrustError) {
      seeds = (
        try KeyFile.read(.signing, at: folder.hubKey), try KeyFile.read(.seal, at: folder.sealKey),
        try KeyFile.read(.signing, at: folder.ticketKey)
      )
    } catch {
      throw .configuration(error.message)
    }
    let hub = SigningKey(seed: seeds.hub)
    return HubKeys(
      hub: hub, seal: SealKey(seed: seeds.seal), ticket: SigningKey(seed: seeds.ticket),
      certificate: try certificate(of: hub.publicKey, at: folder.certificate))
  }

  /// Three lines: what it is, the root's public key, its signature over the hub's.
  private static let title = "muster hub certificate"

  func writeCertificate(to path: String) throws(Failure) {
    let signature = certificate.signature.hex
    let text = "\(Self.title)\n\(certificate.root.hex)\n\(signature)\n"
    try Failure.commanding { () throws(CommandError) in try Files.write(Array(text.utf8), to: path)
    }
  }

  /// Reads the certificate of a hub's key.
  static func certificate(of key: Digest, at path: String) throws(Failure) -> Certificate {
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(path, atMostBytes: 1024)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 3, lines[0] == title, let root = Digest(String(lines[1])),
      let signature = Signature(String(lines[2])),
      case let certificate = Certificate(root: root, key: key, signature: signature),
      certificate.isGood(for: keyID(of: root))
    else {
      throw .configuration(
        "\(path) is no certificate of this folder's hub.key: restore both from one copy.")
    }
    return certificate
  }
}
