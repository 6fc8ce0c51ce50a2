import MusterCore
import Testing

@testable import MusterTrust

@Suite("Keys and signatures as another implementation makes them")
struct SignatureVectorTests {
  struct File: Decodable {
    struct Key: Decodable {
      var name, seed, `public`, id, spki, pkcs8, certificate: String
    }
    struct Seal: Decodable { var seed, `public`: String }
    struct Text: Decodable {
      var what, event, by, text, signature: String
      var key, node, epoch, hash, logHash, channel, hashAfter, generation, line,
        participant: String?
      var n, place, first, count: Int64?
      var serial: UInt32?
    }
    struct AdmissionCheck: Decodable {
      var why, line, key, signature: String
      var good: Bool
    }
    struct CertificateCheck: Decodable {
      var why, event, root, key, signature: String
      var good: Bool
    }
    var keys: [Key]
    var seal: Seal
    var texts: [Text]
    var admissions: [AdmissionCheck]
    var certificates: [CertificateCheck]
  }

  let file: File

  init() throws { file = try Vectors.read("signatures", as: File.self) }

  @Test("Every key has the public key, ids and TLS forms of the vectors")
  func keys() throws {
    for expected in file.keys {
      let key = SigningKey(seed: Seed(secret: try .vector(expected.seed)))
      #expect(key.publicKey.hex == expected.public)
      #expect(key.id.hex == expected.id)
      #expect(keyID(of: key.publicKey) == key.id)
      #expect(SubjectPublicKeyInfo.digest(of: key.publicKey).hex == expected.spki)
      #expect(key.privateKeyDER() == bytes(hex: expected.pkcs8))
      #expect(key.selfSignedCertificateDER() == bytes(hex: expected.certificate))
    }
    let seal = SealKey(seed: Seed(secret: try .vector(file.seal.seed)))
    #expect(seal.publicKey.hex == file.seal.public)
  }

  @Test("Every signed text has the bytes and the signature of the vectors")
  func texts() throws {
    for expected in file.texts {
      let text = try signedText(expected)
      #expect(String(decoding: text.bytes, as: UTF8.self) == expected.text)
      let seed = try #require(file.keys.first { $0.name == expected.by }).seed
      let key = SigningKey(seed: Seed(secret: try .vector(seed)))
      #expect(key.sign(text).hex == expected.signature)
      let signature = try #require(Signature(expected.signature))
      #expect(signature.verifies(text, by: key.publicKey))
    }
    #expect(Set(file.texts.map(\.what)).count == 6)
  }

  @Test("Admissions verify or fail as the vectors say")
  func admissions() throws {
    let event = try Identifier.vector(file.keys[0].id)
    for check in file.admissions {
      let text = SignedText.admission(event: event, line: try .vector(check.line))
      let signature = try #require(Signature(check.signature))
      #expect(signature.verifies(text, by: try .vector(check.key)) == check.good, "\(check.why)")
    }
  }

  @Test("Certificates are good or not as the vectors say")
  func certificates() throws {
    for check in file.certificates {
      let signature = try #require(Signature(check.signature))
      let key = try Digest.vector(check.key)
      let root = try Digest.vector(check.root)
      let event = try Identifier.vector(check.event)
      let certificate = Certificate(root: root, key: key, signature: signature)
      #expect(certificate.isGood(for: event) == check.good, "\(check.why)")

      let start = HubStart(
        generation: event, ordinal: 1, key: key, root: root, certificate: signature.bytes,
        isCertified: false)
      #expect(start.hasGoodCertificate(event: event, node: keyID(of: key)) == check.good)
      #expect(!start.hasGoodCertificate(event: event, node: keyID(of: root)))
    }
  }

  private func signedText(_ text: File.Text) throws -> SignedText {
    let event = try Identifier.vector(text.event)
    func writer() throws -> Writer {
      Writer(node: try .vector(text.node), epoch: try .vector(text.epoch))
    }
    switch text.what {
    case "certificate": return .certificate(event: event, hubKey: try .vector(text.key))
    case "hello":
      return .hello(
        event: event, writer: try writer(), n: try #require(text.n), hash: try .vector(text.hash),
        place: try #require(text.place), logHash: try .vector(text.logHash),
        channel: text.channel == "" ? nil : try .vector(text.channel))
    case "ops":
      return .ops(
        event: event, writer: try writer(), first: try #require(text.first),
        count: try #require(text.count), hashAfter: try .vector(text.hashAfter))
    case "segment":
      return .segment(
        event: event, generation: try .vector(text.generation), first: try #require(text.first),
        count: try #require(text.count), hashAfter: try .vector(text.hashAfter))
    case "admission": return .admission(event: event, line: try .vector(text.line))
    default:
      try #require(text.what == "ticket")
      return .ticket(
        event: event, key: try .vector(text.key), serial: try #require(text.serial),
        participant: try #require(text.participant))
    }
  }
}
