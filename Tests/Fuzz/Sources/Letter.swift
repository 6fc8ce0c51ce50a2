import MusterCore
import MusterTrust

@testable import MusterSync

/// Payloads written with words of ``Tokens``, hashed and signed as their senders would.
enum Letter {
  private static let hasher = Hasher256()
  private static let noSignature = String(repeating: "0", count: 128)

  /// A segment that follows on a position: its hash is that of its body, its signature the hub's.
  static func segment(_ text: [UInt8], after position: LogPosition) -> [UInt8] {
    let (message, body) = split(plain(text))
    let hash = LogChain.step(position.hash, body: hasher.digest(body))
    let known = [
      "before": position.hash.hex, "after": hash.hex, "first": "\(position.place + 1)",
    ]
    return signed(message, body, known, by: Company.hub) { header throws(ProtocolError) in
      try SegmentHeader(header).signedText
    }
  }

  /// A batch of the node's ops that follows on a head.
  static func ops(_ text: [UInt8], after head: WriterHead) -> [UInt8] {
    let (message, body) = split(plain(text))
    var chain = head
    if !body.isEmpty {
      for line in body.split(separator: 0x0A, omittingEmptySubsequences: false) {
        chain.append(hasher.digest(Array(line)), hasher: hasher)
      }
    }
    let known = [
      "before": head.hash.hex, "after": chain.hash.hex, "first": "\(head.n + 1)",
      "count": "\(chain.n - head.n)",
    ]
    return signed(message, body, known, by: Company.node) { header throws(ProtocolError) in
      try OpsHeader(header).signedText
    }
  }

  /// Any other message: `@signature` is the node's over a `hello`, `@admission` the hub's over the line
  /// that is carried.
  static func other(_ text: [UInt8], _ words: [String: String], channel: Digest) -> [UInt8] {
    let (message, body) = split(plain(text))
    let admitted = Admitted(
      line: body, event: Company.event, certificate: Company.certificate, signer: Company.hub)
    var known = words
    known["admission"] = admitted.signature.hex
    let frame = frame(Tokens.replace(message) { known[$0] ?? empty($0) }, body)
    return signed(message, body, known, by: Company.node) { header throws(ProtocolError) in
      guard let frame else { throw ProtocolError(.badMessage, "no frame") }
      return try Hello(header, frame).signedText(node: Company.node.id, channel: channel)
    }
  }

  /// What stands for the same everywhere.
  private static func plain(_ text: [UInt8]) -> [UInt8] {
    Tokens.replace(text) { Company.value($0) }
  }

  private static func split(_ text: [UInt8]) -> (message: [UInt8], body: [UInt8]) {
    let message = text.prefix { $0 != 0x0A }
    return (Array(message), Array(text.dropFirst(message.count + 1)))
  }

  private static func empty(_ word: String) -> String? {
    word == "signature" ? noSignature : nil
  }

  /// The payload, with the signature in its place once all else stands.
  private static func signed(
    _ message: [UInt8], _ body: [UInt8], _ known: [String: String], by key: SigningKey,
    _ text: (MessageReader) throws(ProtocolError) -> SignedText
  ) -> [UInt8] {
    let unsigned = Tokens.replace(message) { known[$0] ?? empty($0) }
    var signature = noSignature
    if let frame = frame(unsigned, []), let header = try? MessageReader(frame),
      let text = try? text(header)
    {
      signature = key.sign(text).hex
    }
    let whole = Tokens.replace(message) { $0 == "signature" ? signature : known[$0] }
    return body.isEmpty ? whole : whole + [0x0A] + body
  }

  private static func frame(_ message: [UInt8], _ body: [UInt8]) -> Frame? {
    var reader = FrameReader(limit: 1 << 20)
    reader.append(FrameWriter.plain(body.isEmpty ? message : message + [0x0A] + body))
    return try? reader.next { _, _ in nil }
  }
}
