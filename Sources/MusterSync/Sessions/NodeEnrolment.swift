public import MusterCore
public import MusterTrust

/// The node's side of first contact: proves the join code, checks the hub's proof and admission.
///
/// Order of calls: ``enrol(software:seal:)`` once, ``feed(_:)`` and ``next()`` until it gives an
/// answer or throws; then ``farewell`` is sent if it holds anything, and the connection closed. What
/// it gives is to be stored before ``bye()`` is sent.
public nonisolated struct NodeEnrolment {
  private let code: JoinCode
  private let channel: Channel
  private var input: FrameInput
  /// What is to be sent before the connection is closed, after an error of the hub's.
  public private(set) var farewell: [UInt8] = []

  /// Makes the enrolment of a connection to the hub.
  public init(code: JoinCode, channel: Channel, deflate: Deflate) {
    self.code = code
    self.channel = channel
    input = FrameInput(deflate: deflate)
  }

  private func proof(_ role: JoinSecret.Role) -> Digest {
    code.secret.proof(
      of: role, exporter: channel.exporter,
      hub: SubjectPublicKeyInfo.digest(of: channel.peerKey),
      node: SubjectPublicKeyInfo.digest(of: channel.ownKey))
  }

  /// The frame of `enrol`.
  public func enrol(software: String, seal: Digest) -> [UInt8] {
    Enrol(software: software, seal: seal, proof: proof(.node)).frame()
  }

  /// Takes bytes as they came.
  public mutating func feed(_ bytes: [UInt8]) { input.feed(bytes) }

  /// The hub's answer, fully checked; nil when more bytes are needed.
  public mutating func next() throws(ProtocolError) -> Enrolled? {
    let answer: Result<Enrolled?, ProtocolError>
    do throws(ProtocolError) {
      answer = try receive()
    } catch {
      farewell = SmallMessages.error(error)
      throw error
    }
    return try answer.get()
  }

  /// What the hub said: a failure when it is the hub that ends the connection.
  private mutating func receive() throws(ProtocolError) -> Result<Enrolled?, ProtocolError> {
    guard let frame = try input.next() else { return .success(nil) }
    let message = try MessageReader(frame)
    switch message.type {
    case Enrolled.type: return .success(try check(message, frame))
    case "error": return .failure(try SmallMessages.readError(message))
    case "bye":
      return .failure(
        ProtocolError(.shuttingDown, "The hub said goodbye: \(try message.words("reason"))."))
    default: throw ProtocolError(.unexpected, "The hub must answer enrol with enrolled.")
    }
  }

  private func check(
    _ message: MessageReader, _ frame: Frame
  ) throws(ProtocolError) -> Enrolled {
    let answer = try Enrolled(message, frame)
    guard answer.proof.isEqualInConstantTime(to: proof(.hub)) else {
      throw ProtocolError(.badCode, "The hub does not know this join code: ask for a new one.")
    }
    guard answer.admitted.certificate.isGood(for: answer.event),
      answer.admitted.certificate.key == channel.peerKey
    else { throw ProtocolError(.wrongHub, "The hub's key is not certified for its event.") }
    guard let admission = answer.admitted.verified(for: answer.event),
      admission.key == channel.ownKey
    else { throw ProtocolError(.badAdmission, "The hub's admission does not verify.") }
    return answer
  }

  /// The frame that ends the connection.
  public func bye() -> [UInt8] { SmallMessages.bye("enrolled") }
}
