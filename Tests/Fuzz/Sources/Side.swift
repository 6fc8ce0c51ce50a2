import MusterCore
import MusterTrust

@testable import MusterSync

/// What both sides of a fuzzed connection share: keys, clock, and how bytes are made and cut.
enum Side {
  static let hasher = Hasher256()
  static let deflate = Deflate()
  static let exporter = Company.digest("exporter")
  static let begin = Moment(mono: 5_000_000, time: 1_790_000_000_000)
  static let code = try? JoinCode(
    address: "hub.example.org:7575", secret: JoinSecret(bytes: Array(1...10)) ?? .random())
  static let emptyHead = WriterHead(event: Company.event, writer: Company.writer)
  static let emptyLog = LogPosition(event: Company.event)
  /// What may wait inside a session: one frame of the greater size, its header, and the last chunk.
  private static let bound = Limits.standard.frameBytes + 8

  static let hubChannel = Channel(
    peerKey: Company.node.publicKey, ownKey: Company.hub.publicKey, exporter: exporter)
  static let nodeChannel = Channel(
    peerKey: Company.hub.publicKey, ownKey: Company.node.publicKey, exporter: exporter)

  static let admitted = Admitted(
    line: Company.admitLine, event: Company.event, certificate: Company.certificate,
    signer: Company.hub)

  static let welcome = Welcome(
    software: "fuzz 1", event: Company.event, generation: Company.generation,
    certificate: Company.certificate, head: emptyHead, verdict: .prefix, whole: 0, starts: [],
    from: 1, time: begin.time)

  /// The node's ops that a test may send.
  static let lines: [[UInt8]] = (1...3).map { number in
    OperationWriter.write(
      Operation(
        node: Company.node.id, nonce: UInt64(number), at: begin.time, boot: Company.boot,
        mono: 6_000_000 + Int64(number), point: "ma-1", participant: "p-\(number)",
        act: .checkin(CheckIn(door: "main"))),
      event: Company.event)
  }

  static func holdings(made: Int) -> NodeSession.Holdings {
    NodeSession.Holdings(
      event: Company.event, root: Company.root.publicKey, admitted: admitted,
      epoch: Company.epoch, head: head(made), log: emptyLog, starts: [], hubKeys: [],
      clock: NodeClock(boot: Company.boot, mono: begin.mono, wall: begin.time),
      software: "fuzz 1")
  }

  /// The head of the node's chain after its first ops.
  static func head(_ count: Int) -> WriterHead {
    var head = emptyHead
    for line in lines.prefix(count) { head.append(hasher.digest(line), hasher: hasher) }
    return head
  }

  /// The bytes of a part that is said, given the ends of both chains.
  static func bytes(
    _ part: MessageTarget.Part, _ head: WriterHead, _ log: LogPosition
  ) -> [UInt8] {
    switch part {
    case .pause: return []
    case .raw(let bytes): return bytes
    case .letter(let text, let isCompressed):
      let payload = payload(text, head, log)
      return isCompressed
        ? FrameWriter.compressed(deflate.compress(payload)) : FrameWriter.plain(payload)
    }
  }

  private static func payload(
    _ text: [UInt8], _ head: WriterHead, _ log: LogPosition
  ) -> [UInt8] {
    let message = String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self)
    if message.contains(#""ops","#) { return Letter.ops(text, after: head) }
    if message.contains(#""segment""#) { return Letter.segment(text, after: log) }
    let known = [
      "headn": "\(head.n)", "head": head.hash.hex, "head0": emptyHead.hash.hex,
      "place": "\(log.place)", "log": log.hash.hex,
      "nodeproof": proof(.node), "hubproof": proof(.hub),
    ]
    return Letter.other(text, known, channel: exporter)
  }

  private static func proof(_ role: JoinSecret.Role) -> String {
    code?.secret.proof(
      of: role, exporter: exporter, hub: SubjectPublicKeyInfo.digest(of: Company.hub.publicKey),
      node: SubjectPublicKeyInfo.digest(of: Company.node.publicKey)
    ).hex ?? ""
  }

  /// Bytes cut into chunks of so many.
  static func chunks(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
    guard size < bytes.count else { return bytes.isEmpty ? [] : [bytes] }
    return stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
  }

  static func checkWaiting(_ bytes: Int, chunk: Int) {
    hold(bytes <= bound + chunk, "\(bytes) bytes wait")
  }

  /// A farewell is one `error` frame that says the error.
  static func check(farewell: [UInt8], of error: ProtocolError) {
    var reader = FrameReader(limit: Limits.standard.frameBytesBeforeAuthentication)
    reader.append(farewell)
    guard let frame = try? reader.next(inflate: { _, _ in nil }),
      let message = try? MessageReader(frame), message.type == "error",
      let said = try? SmallMessages.readError(message)
    else { fatalError("a farewell that is no error: \(error)") }
    hold(reader.waiting == 0 && said.code == error.code, "the farewell says \(said)")
    let isKnown = 101...109 ~= error.code || ProtocolError.Code(rawValue: error.code) != nil
    hold(isKnown, "an error of our own without a code: \(error)")
  }
}
