import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("First contact")
struct EnrolmentTests {
  let cast = Cast()
  private let secret: JoinSecret
  private let code: JoinCode

  init() throws {
    secret = try #require(Messages().code)
    code = try JoinCode(address: "hub.example:7575", secret: secret)
  }

  private func answer(
    seal: Digest? = nil, admitted: Admitted? = nil, proof: Digest? = nil, event: EventID? = nil
  ) -> [UInt8] {
    Enrolled(
      event: event ?? cast.event, seal: seal ?? cast.hubSeal, admitted: admitted ?? cast.admitted,
      proof: proof ?? cast.hubChannel().hubProof(of: secret)
    ).frame()
  }

  /// The error that a node finds in an answer, and that it then says.
  private func refused(_ frame: [UInt8], channel: Channel? = nil) throws -> String? {
    var enrolment = NodeEnrolment(
      code: code, channel: channel ?? cast.nodeChannel(), deflate: cast.deflate)
    enrolment.feed(frame)
    do throws(ProtocolError) {
      _ = try enrolment.next()
      return nil
    } catch {
      #expect(Letter(enrolment.farewell)?.message["name"] == .string(error.name))
      return error.name
    }
  }

  @Test("A machine with a code is admitted, stores its admission, and says goodbye")
  func enrols() throws {
    var pair = Pair()
    var enrolment = NodeEnrolment(code: code, channel: cast.nodeChannel(), deflate: cast.deflate)
    guard
      case .enrol(let enrol)? = pair.hubHears(
        enrolment.enrol(software: "vectors 1", seal: cast.seal)
      ).first
    else {
      Issue.record("no enrol")
      return
    }
    #expect(pair.hub.channel.isProved(enrol, by: secret))
    #expect(enrol.seal == cast.seal && enrol.versions == [1])
    let bytes = pair.hub.enrolled(try Enrolled.make(Messages()))
    enrolment.feed(Array(bytes.prefix(100)))
    #expect(try enrolment.next() == nil)
    enrolment.feed(Array(bytes.dropFirst(100)))
    let answer = try #require(try enrolment.next())
    #expect(answer.admitted == cast.admitted && answer.seal == cast.hubSeal)
    #expect(answer.admitted.verified(for: answer.event)?.point == "ma-1")
    #expect(
      pair.hubHears(enrolment.bye()).map(Outcome.of) == [["event": "bye", "reason": "enrolled"]])
    #expect(pair.hub.farewell.isEmpty && enrolment.farewell.isEmpty)
  }

  @Test("A proof is good for its code, its connection and its two keys alone")
  func proofs() throws {
    func proof(_ code: JoinCode, _ channel: Channel) throws -> Enrol {
      var hub = Pair()
      let enrolment = NodeEnrolment(code: code, channel: channel, deflate: cast.deflate)
      guard
        case .enrol(let enrol)? = hub.hubHears(enrolment.enrol(software: "x", seal: cast.seal))
          .first
      else { throw ProtocolError(.unexpected, "no enrol") }
      return enrol
    }
    let hub = cast.hubChannel()
    #expect(hub.isProved(try proof(code, cast.nodeChannel()), by: secret))
    let other = try JoinCode(address: "hub.example:7575")
    #expect(!hub.isProved(try proof(other, cast.nodeChannel()), by: secret))
    var replayed = cast.nodeChannel()
    replayed.exporter = Cast.digest("another connection")
    #expect(!hub.isProved(try proof(code, replayed), by: secret))
    var anotherNode = cast.nodeChannel()
    anotherNode.ownKey = cast.stranger.publicKey
    #expect(!hub.isProved(try proof(code, anotherNode), by: secret))
    #expect(!hub.isProved(try proof(code, cast.nodeChannel(cast.secondHub)), by: secret))
    let mirrored = Enrol(software: "x", seal: cast.seal, proof: hub.hubProof(of: secret))
    #expect(!hub.isProved(mirrored, by: secret))
  }

  @Test("A hub that does not know the secret, or replays another connection's proof, is refused")
  func hubProof() throws {
    #expect(try refused(answer()) == nil)
    let guess = try #require(JoinSecret(bytes: Array(2...11)))
    #expect(try refused(answer(proof: cast.hubChannel().hubProof(of: guess))) == "bad_code")
    var channel = cast.nodeChannel()
    channel.exporter = Cast.digest("another connection")
    #expect(try refused(answer(), channel: channel) == "bad_code")
    let reflected = secret.proof(
      of: .node, exporter: cast.exporter,
      hub: SubjectPublicKeyInfo.digest(of: cast.hub.publicKey),
      node: SubjectPublicKeyInfo.digest(of: cast.node.publicKey))
    #expect(try refused(answer(proof: reflected)) == "bad_code")
  }

  @Test("A hub whose key is not certified, or is not that of its TLS certificate, is wrong_hub")
  func hubKey() throws {
    #expect(try refused(answer(event: Cast.id("another event"))) == "wrong_hub")
    var admitted = cast.admitted
    admitted.certificate.signature = cast.forged
    #expect(try refused(answer(admitted: admitted)) == "wrong_hub")
    let second = Admitted(
      line: cast.admitLine(cast.node), event: cast.event,
      certificate: Certificate(of: cast.secondHub.publicKey, by: cast.root),
      signer: cast.secondHub)
    #expect(try refused(answer(admitted: second)) == "wrong_hub")
  }

  @Test("An admission for another key, unsigned, or of another kind, is bad_admission")
  func admission() throws {
    #expect(try refused(answer(admitted: cast.admitted(cast.stranger))) == "bad_admission")
    var admitted = cast.admitted
    admitted.signature = cast.forged
    #expect(try refused(answer(admitted: admitted)) == "bad_admission")
    admitted = cast.admitted
    admitted.line = cast.admitLine(cast.stranger)
    #expect(try refused(answer(admitted: admitted)) == "bad_admission")
    let checkin = Admitted(
      line: cast.line(1), event: cast.event, certificate: cast.certificate, signer: cast.hub)
    #expect(try refused(answer(admitted: checkin)) == "bad_admission")
  }

  @Test("The hub's own errors, a goodbye and nonsense end the enrolment")
  func ends() throws {
    var pair = Pair()
    _ = pair.hubHears(Messages().ofNode[0].frame)
    pair.hub.refuse(ProtocolError(.codeUsed, "Ask for a new code."))
    for (frame, name, isAnswered) in [
      (pair.hub.farewell, "code_used", false), (SmallMessages.bye("moved"), "shutting_down", false),
      (cast.welcome.frame(), "unexpected", true), (Messages().unknown, "unexpected", true),
      ([0x00], "bad_magic", true),
    ] {
      var enrolment = NodeEnrolment(code: code, channel: cast.nodeChannel(), deflate: cast.deflate)
      enrolment.feed(frame)
      let error = #expect(throws: ProtocolError.self) { try enrolment.next() }
      #expect(error?.name == name)
      #expect(enrolment.farewell.isEmpty == !isAnswered, "\(name)")
    }
  }

  @Test("A hub that speaks no version of the machine's says so before it looks at the proof")
  func versions() throws {
    var pair = Pair()
    let letter = try #require(Letter(Messages().ofNode[0].frame))
    let error = pair.hubHears(letter.with("versions", [2, 3]).with("proof", nil).frame).error
    #expect(error?.name == "no_common_version")
  }
}
