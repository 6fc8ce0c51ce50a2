import MusterCommand
import MusterCore
package import MusterDaemon
package import MusterNet
import MusterSync
package import MusterTrust

/// Enrols a machine with a join code: makes its folder and keys, proves the code to the hub, and keeps
/// what the hub answers.
///
/// What was made stays when no answer comes: the hub gives the same key the same answer again.
package final class Joining {
  /// The whole attempt takes no longer, ms.
  private static let patienceMs = 20_000

  private let folder: NodeFolder
  private let code: JoinCode
  private let address: HostPort
  private let keys: (signing: SigningKey, seal: SealKey)
  private let deflate = Deflate()
  private var enrolment: NodeEnrolment?
  private var connection: (any Wire)?
  private var attempt: (any Planned)?
  private var result: Result<Enrolment, Failure>?
  /// What the hub has refused it with.
  private(set) var refusal: ProtocolError?
  private var onEnd: () -> Void = {}
  private var hasGone = false

  /// Joins with a code.
  ///
  /// - Parameter hub: another address of the hub than the code's, `host:port`.
  /// - Returns: what is now in the folder.
  static func join(
    _ folder: NodeFolder, code text: String, hub: String?
  ) throws(Failure) -> Enrolment {
    let code = try Failure.trusting { () throws(TrustError) in try JoinCode(text) }
    let address = try Failure.connecting { () throws(NetError) in
      try HostPort(hub ?? code.address)
    }
    try FolderOwner.node.check(folder.path)
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(folder.path) }
    let lock = try Failure.connecting { () throws(NetError) in
      try InstanceLock(path: folder.lock)
    }
    defer { withExtendedLifetime(lock) {} }
    if let earlier = try earlier(folder, code) { return earlier }
    let joining = Joining(folder, code, address, try folder.keys())
    return try joining.run()
  }

  /// The same on any loop, for a folder that nobody else works on.
  ///
  /// - Parameters:
  ///   - path: the data folder.
  ///   - dialer: makes what dials with the machine's key.
  ///   - then: called once with nil when the machine has joined, or with why it has not; perhaps from
  ///     within this call. No patience ends it.
  package static func begin(
    folder path: String, code text: String, dialer: (SigningKey) throws(NetError) -> any Dialer,
    then: @escaping (Failure?) -> Void
  ) throws(Failure) {
    let folder = NodeFolder(path)
    let code = try Failure.trusting { () throws(TrustError) in try JoinCode(text) }
    let address = try Failure.connecting { () throws(NetError) in try HostPort(code.address) }
    try FolderOwner.node.check(path)
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(path) }
    guard try earlier(folder, code) == nil else { return then(nil) }
    let joining = Joining(folder, code, address, try folder.keys())
    joining.onEnd = {
      joining.onEnd = {}
      joining.connection?.close(withinMs: 1_000)
      if case .failure(let failure) = joining.result { then(failure) } else { then(nil) }
    }
    joining.dial(
      try Failure.connecting { () throws(NetError) in try dialer(joining.keys.signing) })
  }

  /// The same for a node that asks for its practice event, with the key that it has.
  ///
  /// - Parameter then: called once with what the hub gave, or with why not; from the loop.
  static func begin(
    _ folder: NodeFolder, _ code: JoinCode, _ address: HostPort,
    keys: (signing: SigningKey, seal: SealKey), dialer: any Dialer,
    then: @escaping (Result<Enrolment, Failure>, ProtocolError?) -> Void
  ) -> Joining {
    let joining = Joining(folder, code, address, keys)
    joining.onEnd = { [unowned joining] in
      joining.onEnd = {}
      joining.connection?.close(withinMs: 1_000)
      if let result = joining.result { then(result, joining.refusal) }
    }
    joining.dial(dialer)
    return joining
  }

  /// Whether a connection came about.
  var hasConnected: Bool { connection != nil }

  /// Ends it without a result.
  func cancel() {
    onEnd = {}
    attempt?.cancel()
    connection?.abort()
  }

  /// What the folder got by this very code before.
  private static func earlier(
    _ folder: NodeFolder, _ code: JoinCode
  ) throws(Failure) -> Enrolment? {
    guard Files.exists(folder.enrolment) else { return nil }
    let earlier = try folder.readEnrolment()
    guard earlier.code == Enrolment.mark(of: code) else {
      throw .cannotCreate(
        "\(folder.path) is the node of \(earlier.admission.point) already: choose another folder "
          + "with --data to join a second time.")
    }
    return earlier
  }

  private init(
    _ folder: NodeFolder, _ code: JoinCode, _ address: HostPort,
    _ keys: (signing: SigningKey, seal: SealKey)
  ) {
    self.folder = folder
    self.code = code
    self.address = address
    self.keys = keys
  }

  private func run() throws(Failure) -> Enrolment {
    let loop = try Failure.connecting { () throws(NetError) in try EventLoop() }
    let dialer = try Failure.connecting { () throws(NetError) in
      try TLSDialer(
        loop: loop,
        identity: TLSIdentity(
          certificateDER: keys.signing.selfSignedCertificateDER(),
          privateKeyDER: keys.signing.privateKeyDER()))
    }
    dial(dialer)
    loop.run(atMostMs: Self.patienceMs) { result != nil }
    let found = result ?? .failure(.unavailable("\(address) did not answer in time: try again."))
    // The good-bye goes out; the hub does not need it.
    connection?.close(withinMs: 1_000)
    if connection != nil { loop.run(atMostMs: 1_500) { hasGone } }
    return try found.get()
  }

  private func dial(_ dialer: any Dialer) {
    attempt = dialer.open(address) { result in
      switch result {
      case .success(let connection): self.begin(connection)
      case .failure(let error):
        self.end(
          .failure(
            .unavailable("\(error.message). Does the hub run, and is this its address?")))
      }
    }
  }

  private func begin(_ connection: any Wire) {
    let exported = connection.exporter
    guard let exporter = Digest(bytes: exported.span) else { return connection.abort() }
    self.connection = connection
    let channel = Channel(
      peerKey: connection.peerKey, ownKey: keys.signing.publicKey, exporter: exporter)
    let enrolment = NodeEnrolment(code: code, channel: channel, deflate: deflate)
    self.enrolment = enrolment
    connection.onBytes = { bytes in self.receive(bytes) }
    connection.onClosed = { _ in
      self.hasGone = true
      self.end(
        .failure(.unavailable("The hub at \(self.address) hung up without an answer: try again.")))
    }
    connection.send(enrolment.enrol(software: MusterNode.software, seal: keys.seal.publicKey))
  }

  private func receive(_ bytes: [UInt8]) {
    guard result == nil else { return }
    enrolment?.feed(bytes)
    do throws(ProtocolError) {
      guard let answer = try enrolment?.next() else { return }
      let kept = keep(answer)
      if let enrolment { connection?.send(enrolment.bye()) }
      end(kept)
    } catch {
      if let farewell = enrolment?.farewell, !farewell.isEmpty { connection?.send(farewell) }
      refusal = error
      end(.failure(Self.failure(error)))
    }
  }

  private func end(_ found: Result<Enrolment, Failure>) {
    guard result == nil else { return }
    result = found
    onEnd()
  }

  private func keep(_ answer: Enrolled) -> Result<Enrolment, Failure> {
    let made = Enrolment(
      event: answer.event, addresses: [address.description], seal: answer.seal,
      admitted: answer.admitted, code: Enrolment.mark(of: code))
    guard let made else {
      return .failure(.unavailable("The hub's answer does not verify: ask for a new join code."))
    }
    do throws(CommandError) {
      try Files.write(made.bytes, to: folder.enrolment)
      return .success(made)
    } catch {
      return .failure(Failure(error))
    }
  }

  private static func failure(_ error: ProtocolError) -> Failure {
    let words = "\(error.text) (\(error.code) \(error.name))"
    if error.isOne(of: .codeUsed, .badCode, .revoked, .unknownNode, .wrongHub, .badAdmission) {
      return Failure(.notPermitted, status: 403, words)
    }
    return .unavailable(words)
  }
}
