import MusterCore
import Testing

@testable import MusterSync

@Suite("Lines that are spelt as usual")
struct UsualLineTests {
  static let event = EventID(high: 0xE1, low: 2)
  static let id = OpID(high: 1, low: 2)

  static func usual(_ line: [UInt8]) -> Operation? {
    UsualLine.read(line.span, in: line.indices, id: id, event: event)
  }

  static func general(_ line: [UInt8]) -> Operation {
    var reader = OperationReader(event: event, isCertified: { _, _ in false }, keyID: { _ in id })
    return reader.readGenerally(line, in: line.indices, id: id)
  }

  static func presence<T: RandomNumberGenerator>(_ source: inout T) -> Operation {
    var operation = AnyOperation.make(&source)
    operation.privateDigest = nil
    operation.fields = []
    operation.stated = nil
    operation.at = Int64.random(in: 1_790_000_000_000...1_799_999_999_999, using: &source)
    operation.mono = Int64.random(in: 0...999_999_999_999, using: &source)
    operation.point = "fr-lyon-1"
    operation.participant = "2026-\(Int.random(in: 0..<1000, using: &source))"
    operation.act =
      Bool.random(using: &source)
      ? .checkout(door: "main")
      : .checkin(CheckIn(door: "press", serial: Bool.random(using: &source) ? 7 : nil))
    if Bool.random(using: &source) { operation.by = "desk-1" }
    return operation
  }

  @Test("A check-in and a check-out as Muster writes them are read without the general reader")
  func usual() {
    var source = Seeded(11)
    var read = 0
    for _ in 0..<2_000 {
      let operation = Self.presence(&source)
      let line = OperationWriter.write(operation, event: Self.event)
      guard let usual = Self.usual(line) else { continue }
      #expect(String(reflecting: usual) == String(reflecting: Self.general(line)))
      read += 1
    }
    #expect(read > 500)
  }

  @Test("What the quick reader reads, the general one reads alike, whatever byte is changed")
  func changed() {
    var source = Seeded(12)
    let spice = Array("\"\\/{}[],:0123456789abcdefAZ -é".utf8) + [0, 0x1F, 0x7F, 0x80, 0xFF]
    var read = 0
    for _ in 0..<20_000 {
      var line = OperationWriter.write(Self.presence(&source), event: Self.event)
      for _ in 0..<Int.random(in: 1...2, using: &source) {
        let at = Int.random(in: line.indices, using: &source)
        let byte = spice.randomElement(using: &source) ?? 0
        switch Int.random(in: 0...2, using: &source) {
        case 0: line[at] = byte
        case 1: line.insert(byte, at: at)
        default: line.remove(at: at)
        }
      }
      guard let usual = Self.usual(line) else { continue }
      #expect(String(reflecting: usual) == String(reflecting: Self.general(line)))
      read += 1
    }
    #expect(read > 500)
  }

  @Test("Every other kind, and a line cut short, is left to the general reader")
  func others() {
    var source = Seeded(13)
    for _ in 0..<2_000 {
      let operation = AnyOperation.make(&source)
      let line = OperationWriter.write(operation, event: Self.event)
      if let usual = Self.usual(line) {
        #expect(String(reflecting: usual) == String(reflecting: Self.general(line)))
      }
    }
    let line = OperationWriter.write(Self.presence(&source), event: Self.event)
    for count in 0..<line.count { #expect(Self.usual(Array(line.prefix(count))) == nil) }
    #expect(Self.usual(line + [0x20]) == nil)
  }
}
