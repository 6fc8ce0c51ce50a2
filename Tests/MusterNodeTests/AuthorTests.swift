import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@Suite("Lines made of drafts")
struct AuthorTests {
  static let event = EventID(high: 1, low: 2)

  /// A draft as a line that was read back, and its private line.
  private func written(_ draft: Draft) throws -> (Operation, PrivateLine?) {
    var author = Author(
      event: Self.event, node: KeyID(high: 3, low: 4), boot: OpID(high: 5, low: 6))
    let made = author.write(draft, at: 7, mono: 8)
    var reader = OperationReader(event: Self.event)
    let id = SHA256.digest(made.line).identifier
    let operation = reader.read(made.line, in: 0..<made.line.count, id: id)
    #expect(operation.privateDigest == made.privateLine.map { SHA256.digest($0) })
    return (operation, made.privateLine.flatMap { PrivateLine.read($0, in: 0..<$0.count) })
  }

  private static let values = [
    PrivateLine.Field(name: "size", value: "M"), PrivateLine.Field(name: "diet", value: "none"),
  ]

  @Test("A check-in with answers names their questions as answered, sorted, and no fields")
  func answers() throws {
    let checkIn = CheckIn(door: "main", serial: 9, answered: ["of old"], despite: "full")
    let (operation, line) = try written(
      Draft(.checkin(checkIn), point: "ma-1", participant: "p-1", privates: Self.values))
    guard case .checkin(let read) = operation.act else {
      Issue.record("it is no check-in")
      return
    }
    #expect(
      read == CheckIn(door: "main", serial: 9, answered: ["diet", "size"], despite: "full"))
    #expect(operation.fields == [])
    #expect(line?.values == Self.values)
  }

  @Test("Every other act names its private fields as fields, and keeps its note")
  func fields() throws {
    let (operation, line) = try written(
      Draft(.participantPut(ParticipantChange()), privates: Self.values, note: "by telephone"))
    #expect(operation.fields == ["diet", "size"])
    #expect(line?.values == Self.values)
  }

  @Test("Without private values a draft makes no private line, and names what it says itself")
  func none() throws {
    let checkIn = CheckIn(door: "main", answered: ["diet"])
    let (operation, line) = try written(
      Draft(.checkin(checkIn), point: "ma-1", participant: "p-1"))
    guard case .checkin(let read) = operation.act else {
      Issue.record("it is no check-in")
      return
    }
    #expect(read == checkIn)
    #expect(operation.privateDigest == nil && operation.fields == [] && line == nil)
  }
}
