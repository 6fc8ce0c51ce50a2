import MusterCore
import MusterSync
import Testing

@testable import MusterTrust

@Suite("Bundles as another implementation makes them")
struct BundleVectorTests {
  struct File: Decodable {
    struct Content: Decodable {
      var pattern: String
      var count: Int
    }
    struct Good: Decodable {
      var why, header, digest: String
      var recipients: [String]
      var content: Content
      var bytes: Int
      var file: String?
    }
    struct Damaged: Decodable {
      var why, by, file, error: String
      var at: Int?
    }
    struct Orders: Decodable {
      var header, by: String
      var content: Content
      var bad: [[Int]]
    }
    struct Header: Decodable {
      var why, text: String
      var error: String?
    }
    struct Replies: Decodable {
      struct Case: Decodable {
        var why, message: String
        var good: Bool
      }
      var event, root, header: String
      var cases: [Case]
    }
    var ephemeral, contentKey: String
    var lowOrder: [String]
    var files: [Good]
    var damaged: [Damaged]
    var orders: Orders
    var headers: [Header]
    var replies: Replies
  }

  let file: File

  init() throws { file = try Vectors.read("bundles", as: File.self) }

  private func key(_ seed: String) throws -> SealKey {
    SealKey(seed: Seed(secret: try .vector(seed)))
  }

  private func envelope(_ recipients: [String]) throws -> Envelope {
    try #require(
      Envelope(
        to: recipients.map { try key($0).publicKey }, ephemeral: key(file.ephemeral),
        contentKey: bytes(hex: file.contentKey)))
  }

  private func content(_ given: File.Content) -> [UInt8] {
    let pattern = bytes(hex: given.pattern)
    return (0..<given.count).map { pattern[$0 % pattern.count] }
  }

  private func open(_ file: [UInt8], by key: SealKey) throws -> [UInt8] {
    let header = try BundleHeader(beginning: file)
    var opening = try header.opening(by: key)
    let content = try opening.add(Array(file.dropFirst(header.bytes.count + 1)))
    try opening.finish()
    return content
  }

  @Test("Every file comes out byte by byte, and opens for each of its recipients")
  func files() throws {
    for expected in file.files {
      let envelope = try envelope(expected.recipients)
      let event = try #require(Identifier(file.replies.event))
      let header = BundleHeader(from: .node, event: event, envelope)
      #expect(String(decoding: header.bytes, as: UTF8.self) == expected.header)
      var sealing = envelope.sealing(header: header.bytes)
      let content = content(expected.content)
      let made = header.bytes + [0x0A] + sealing.add(content) + sealing.finish()
      #expect(made.count == expected.bytes, "\(expected.why)")
      #expect(SHA256.digest(made).hex == expected.digest, "\(expected.why)")
      if let whole = expected.file { #expect(made == bytes(hex: whole)) }
      for recipient in expected.recipients {
        #expect(try open(made, by: key(recipient)) == content, "\(expected.why)")
      }
    }
  }

  @Test("Every damaged file is refused, where the damage is")
  func damaged() throws {
    for expected in file.damaged {
      let refusal: SealedFile.Refusal =
        expected.error == "damaged" ? .damaged(at: try #require(expected.at)) : .notForThisKey
      #expect(throws: refusal, "\(expected.why)") {
        try open(bytes(hex: expected.file), by: key(expected.by))
      }
    }
  }

  @Test("Pieces come in one order alone")
  func orders() throws {
    let envelope = try envelope([file.orders.by])
    let head = Array(file.orders.header.utf8)
    var sealing = envelope.sealing(header: head)
    let body = sealing.add(content(file.orders.content)) + sealing.finish()
    let size = body.count / 3
    let pieces = (0..<3).map { Array(body[$0 * size..<($0 + 1) * size]) }
    let key = try key(file.orders.by)
    #expect(
      try open(head + [0x0A] + pieces.joined(), by: key) == content(file.orders.content))
    for order in file.orders.bad {
      #expect(throws: SealedFile.Refusal.self, "\(order)") {
        try open(head + [0x0A] + order.flatMap { pieces[$0] }, by: key)
      }
    }
  }

  @Test("Nothing is sealed to a key with which every exchange gives zeros")
  func lowOrder() throws {
    for text in file.lowOrder { #expect(Envelope(to: [try .vector(text)]) == nil, "\(text)") }
  }

  @Test("Every header is read, or refused")
  func headers() throws {
    for expected in file.headers {
      #expect(refusal(of: expected.text) == expected.error, "\(expected.why)")
    }
  }

  private func refusal(of header: String) -> String? {
    do throws(BundleHeader.Refusal) {
      _ = try BundleHeader(beginning: Array(header.utf8) + [0x0A])
      return nil
    } catch {
      switch error {
      case .noBundle: return "no-bundle"
      case .version: return "version"
      }
    }
  }

  @Test("A node believes an answer of a hub of its event alone")
  func replies() throws {
    let given = file.replies
    let exporter: Digest = try .vector(given.header)
    let event: Identifier = try .vector(given.event)
    let root: Digest = try .vector(given.root)
    for expected in given.cases {
      let frame = FrameWriter.plain(Array(expected.message.utf8))
      let read = BundleReply.read(
        frame + [1, 2], exporter: exporter, event: event, root: root)
      #expect((read != nil) == expected.good, "\(expected.why)")
      if let read { #expect(read.rest == [1, 2]) }
    }
  }
}
