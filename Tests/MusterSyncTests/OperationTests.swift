import MusterCore
import MusterSync
import MusterTrust
import Testing

@Suite("Lines of operations")
struct OperationTests {
  static let event = EventID(high: 0xE1, low: 2)

  static var reader: OperationReader {
    OperationReader(
      event: event, isCertified: { start, node in start.ordinal == 7 && node.low == 1 },
      keyID: { KeyID(high: $0.words.0, low: $0.words.1) })
  }

  static func read(_ line: [UInt8]) -> Operation {
    var reader = reader
    return reader.read(line, in: line.indices, id: OpID(high: 1, low: 2))
  }

  @Test("Every kind is read as it was written, and written again as the same bytes")
  func roundTrip() {
    var source = Seeded(4)
    var kinds: Set<String> = []
    for _ in 0..<3_000 {
      let operation = AnyOperation.make(&source)
      let line = OperationWriter.write(operation, event: Self.event)
      let again = Self.read(line)
      kinds.insert(again.act.kind ?? "unreadable")
      #expect(String(reflecting: again) == String(reflecting: operation))
      #expect(OperationWriter.write(again, event: Self.event) == line)
    }
    #expect(kinds.count == 34)
    #expect(!kinds.contains("unreadable"))
  }

  @Test("Members may stand in any order, with white space, and beside unknown ones")
  func order() throws {
    var source = Seeded(5)
    for _ in 0..<1_000 {
      let operation = AnyOperation.make(&source)
      let tree = try JSONValue.read(OperationWriter.write(operation, event: Self.event))
      var members = try #require(tree.members)
      members.append(JSONMember(name: "later", value: [["x"], ["y": nil]]))
      members.shuffle(using: &source)
      let again = Self.read(Self.spaced(.object(members)))
      #expect(String(reflecting: again) == String(reflecting: operation))
    }
  }

  private static func spaced(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    var isInText = false
    var isEscaped = false
    var spaced: [UInt8] = []
    for byte in writer.bytes {
      if byte == 0x22, !isEscaped { isInText.toggle() }
      isEscaped = byte == 0x5C && !isEscaped
      let isSign = [0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A].contains(byte) && !isInText
      spaced += isSign ? [0x20, byte, 0x09] : [byte]
    }
    return spaced
  }

  @Test("A line with any one byte changed is read without a crash, and keeps what is not the op's")
  func mutations() {
    var source = Seeded(6)
    for _ in 0..<20_000 {
      var line = OperationWriter.write(AnyOperation.make(&source), event: Self.event)
      line[Int.random(in: line.indices, using: &source)] = UInt8.random(in: 0...255, using: &source)
      #expect(Self.read(line).id == OpID(high: 1, low: 2))
    }
  }

  @Test("An unreadable line still tells its author, where that can be read")
  func author() {
    var operation = Operation(
      node: KeyID(high: 3, low: 4), nonce: 5, at: 6, boot: OpID(high: 7, low: 8), mono: 9,
      act: .pointOpen)
    var read = Self.read(OperationWriter.write(operation, event: Self.event))
    #expect(read.act.kind == nil)
    #expect(read.node == operation.node)
    operation.point = "berlin"
    read = Self.read(OperationWriter.write(operation, event: EventID(high: 1, low: 1)))
    #expect(read.act.kind == nil)
    #expect(read.node == operation.node)
    #expect(Self.read(Array("no json".utf8)).node == KeyID(high: 0, low: 0))
  }

  @Test("A line of 16 KiB is read, a longer one is not")
  func length() {
    var operation = Operation(
      node: KeyID(high: 3, low: 4), nonce: 5, at: 6, boot: OpID(high: 7, low: 8), mono: 9,
      act: .unknown(kind: "hologram"))
    let rest = OperationWriter.write(operation, event: Self.event).count - "hologram".utf8.count
    let longest = String(repeating: "k", count: 16_384 - rest)
    operation.act = .unknown(kind: longest)
    #expect(Self.read(OperationWriter.write(operation, event: Self.event)).act.kind == longest)
    operation.act = .unknown(kind: longest + "k")
    #expect(Self.read(OperationWriter.write(operation, event: Self.event)).act.kind == nil)
  }

  @Test("A hub's start is certified when the root signed its key, and not otherwise")
  func certificate() throws {
    let (root, hub, other) = (SigningKey(), SigningKey(), SigningKey())
    var reader = OperationReader(event: root.id)
    func start(_ certificate: Certificate, by node: KeyID) throws -> HubStart {
      let act = Act.hubStart(
        HubStart(
          generation: Identifier(high: 1, low: 2), ordinal: 1, key: certificate.key,
          root: certificate.root, certificate: certificate.signature.bytes, isCertified: false))
      let line = OperationWriter.write(
        Operation(node: node, nonce: 1, at: 2, boot: nil, mono: 3, act: act), event: root.id)
      let read = reader.read(line, in: line.indices, id: OpID(high: 0, low: 1))
      guard case .hubStart(let start) = read.act else { throw CancellationError() }
      return start
    }
    #expect(try start(Certificate(of: hub.publicKey, by: root), by: hub.id).isCertified)
    #expect(try !start(Certificate(of: hub.publicKey, by: root), by: other.id).isCertified)
    #expect(try !start(Certificate(of: hub.publicKey, by: other), by: hub.id).isCertified)
  }

  @Test("A private line is read as it was written, and names its fields in order")
  func privateLine() {
    let line = PrivateLine(salt: Identifier(high: 1, low: 2), name: "Zoë \"Z\"", phone: "+49 30")
    #expect(line.fields == ["name", "phone"])
    #expect(PrivateLine.read(line.bytes, in: line.bytes.indices) == line)
    #expect(
      line.bytes.elementsEqual(
        #"{"salt":"00000000000000010000000000000002","set":{"name":"Zoë \"Z\"","phone":"+49 30"}}"#
          .utf8))
    for bad in [
      "{}", "[]", #"{"salt":"00000000000000010000000000000002"}"#,
      #"{"salt":"0000000000000001000000000000000","set":{}}"#,
      #"{"salt":"00000000000000010000000000000002","set":{"name":1}}"#,
    ] {
      let bytes = Array(bad.utf8)
      #expect(PrivateLine.read(bytes, in: bytes.indices) == nil)
    }
  }
}
