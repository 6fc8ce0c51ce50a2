import MusterCore
import Testing

@testable import MusterStore

@Suite struct BesideTests {
  @Test("The first answer under an idempotency key stays, until it is old")
  func answers() throws {
    let folder = try Folder()
    let database = try Database.openData(at: folder.database, options: .node)
    let answers = Answers(database)
    try answers.keep(Answer(key: "a", response: [1], at: 10))
    try answers.keep(Answer(key: "a", response: [2], at: 20))
    #expect(try answers.response(to: "a") == [1])
    #expect(try answers.response(to: "b") == nil)
    try answers.drop(before: 11)
    #expect(try answers.response(to: "a") == nil)
  }

  @Test("A private line that is gone never comes back")
  func gone() throws {
    let folder = try Folder()
    let lines = PrivateLines(try Database.openData(at: folder.database, options: .node))
    let op = OpID(high: 1, low: 2)
    #expect(try lines.line(of: op) == .absent)
    try lines.keep([1, 2, 3], of: op)
    #expect(try lines.line(of: op) == .line([1, 2, 3]))
    try lines.erase(op)
    try lines.keep([1, 2, 3], of: op)
    #expect(try lines.line(of: op) == .gone)
  }

  @Test("A join code belongs to the first key that used it")
  func invitations() throws {
    let folder = try Folder()
    let invitations = Invitations(try Database.openData(at: folder.database, options: .hub))
    let secret = [UInt8](0..<10)
    try invitations.add(.init(secret: secret, point: "it-rome", madeAt: 5))
    let first = Digest(1, 2, 3, 4)
    let other = Digest(5, 6, 7, 8)
    #expect(try invitations.use(secret: secret, by: first, admission: [1], signature: [2]))
    #expect(try invitations.use(secret: secret, by: first, admission: [1], signature: [2]))
    #expect(try !invitations.use(secret: secret, by: other, admission: [3], signature: [4]))
    let all = try invitations.all()
    #expect(all.count == 1)
    #expect(all.first?.key == first)
    #expect(all.first?.admission == [1])
  }

  @Test("What was last heard of a node replaces what was heard before")
  func hearing() throws {
    let folder = try Folder()
    let hearing = Hearing(try Database.openData(at: folder.database, options: .hub))
    let node = KeyID(high: 1, low: 2)
    try hearing.note([.init(node: node, at: 1, made: 2, pending: 3)])
    try hearing.note([.init(node: node, at: 4, made: 5, pending: 6)])
    #expect(try hearing.all() == [.init(node: node, at: 4, made: 5, pending: 6)])
  }

  @Test("An op's place is the first that was noted")
  func places() {
    var places = PlacesOfOps()
    let first = [places.note(3, at: 7), places.note(0, at: 2), places.note(3, at: 9)]
    #expect(first == [true, true, false])
    #expect([0, 1, 2, 3, 4].map { places[$0] } == [2, nil, nil, 7, nil])
  }
}
