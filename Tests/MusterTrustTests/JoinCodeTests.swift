import MusterCore
import Testing

@testable import MusterTrust

@Suite("Join codes")
struct JoinCodeTests {
  struct File: Decodable {
    struct Code: Decodable {
      var text, address, secret: String
      var typed: [String]
    }
    struct Wrong: Decodable { var typed, error: String }
    struct Proof: Decodable { var secret, role, exporter, hub, node, proof: String }
    var codes: [Code]
    var wrong: [Wrong]
    var proofs: [Proof]
    struct Rehearsal: Decodable { var event, node, secret: String }
    var rehearsals: [Rehearsal]
  }

  let file: File

  init() throws { file = try Vectors.read("join-codes", as: File.self) }

  @Test("A code is read in every way in which people type it")
  func typed() throws {
    for expected in file.codes {
      for typed in expected.typed {
        let code = try JoinCode(typed)
        #expect(code.text == expected.text)
        #expect(code.address == expected.address)
        #expect(code.secret.bytes == bytes(hex: expected.secret))
      }
    }
  }

  @Test("A wrong code is refused with its reason")
  func wrong() {
    for expected in file.wrong {
      #expect(reason(expected.typed) == expected.error, "\(expected.typed)")
    }
  }

  @Test("The address that a complaint shows has the port at which a hub listens")
  func port() {
    let errors: [TrustError] = [.joinCodeHasNoAddress, .joinCodeAddress("x")]
    for error in errors { #expect(error.message.contains("hub.example:7575")) }
  }

  @Test("A new code reads back as itself")
  func roundTrip() throws {
    for address in ["hub.example:7575", "[::1]:1", "10.0.0.1:65535"] {
      let code = try JoinCode(address: address)
      #expect(try JoinCode(code.text) == code)
      #expect(code.address == address)
      #expect(code.text != (try JoinCode(address: address)).text)
    }
  }

  @Test("All but about one in 1,024 of single typing errors are caught")
  func typingErrors() throws {
    let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    var (tried, passed) = (0, 0)
    for seed in UInt8(0)..<40 {
      // Fixed secrets, so that every run sees the same typing errors.
      let secret = try #require(JoinSecret(bytes: Array(SHA256.digest([seed]).bytes[..<10])))
      let code = try JoinCode(address: "hub.example:7575", secret: secret)
      let text = Array(code.text)
      for index in 17..<text.count where text[index] != "-" {
        for letter in letters where letter != text[index] {
          var changed = text
          changed[index] = letter
          tried += 1
          if reason(String(changed)) == "good" { passed += 1 }
        }
      }
    }
    #expect(tried == 40 * 18 * 31)
    #expect((5...45).contains(passed), "\(passed) of \(tried)")
  }

  @Test("Proofs are those of the vectors, and each side's is its own")
  func proofs() throws {
    for expected in file.proofs {
      let secret = try #require(JoinSecret(bytes: bytes(hex: expected.secret)))
      let role = try #require(JoinSecret.Role(rawValue: expected.role))
      let exporter = try Digest.vector(expected.exporter)
      let (hub, node) = (try Digest.vector(expected.hub), try Digest.vector(expected.node))
      let proof = try Digest.vector(expected.proof)
      #expect(secret.proof(of: role, exporter: exporter, hub: hub, node: node) == proof)
      #expect(secret.accepts(proof, of: role, exporter: exporter, hub: hub, node: node))
      let other: JoinSecret.Role = role == .hub ? .node : .hub
      #expect(!secret.accepts(proof, of: other, exporter: exporter, hub: hub, node: node))
      #expect(!secret.accepts(proof, of: role, exporter: hub, hub: hub, node: node))
      #expect(!secret.accepts(proof, of: role, exporter: exporter, hub: node, node: hub))
      #expect(
        !JoinSecret.random().accepts(proof, of: role, exporter: exporter, hub: hub, node: node))
    }
  }

  @Test("What stands for a code in a rehearsal is that of the vectors")
  func rehearsals() throws {
    #expect(Set(file.rehearsals.map(\.secret)).count == file.rehearsals.count)
    for expected in file.rehearsals {
      let event = try #require(Identifier(expected.event))
      let secret = JoinSecret.rehearsal(of: event, node: try Digest.vector(expected.node))
      #expect(secret.bytes == bytes(hex: expected.secret))
    }
  }

  @Test("A log never shows the secret")
  func description() throws {
    let code = try JoinCode(address: "hub.example:7575")
    let secret = String(decoding: code.secret.characters, as: UTF8.self)
    for shown in ["\(code)", "\(code.secret)", String(reflecting: code.secret)] {
      #expect(!shown.contains(secret.prefix(4)))
      #expect(!shown.contains("\(code.secret.bytes)"))
    }
  }

  private func reason(_ typed: String) -> String {
    do throws(TrustError) {
      _ = try JoinCode(typed)
      return "good"
    } catch {
      #expect(!error.message.isEmpty)
      switch error {
      case .joinCodeHasNoAddress: return "address missing"
      case .joinCodeAddress: return "address"
      case .joinCodeCharacter: return "character"
      case .joinCodeLength: return "length"
      case .joinCodeCheck: return "check"
      default: return error.message
      }
    }
  }
}
