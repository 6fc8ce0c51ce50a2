import Foundation
import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Nodes come and go")
struct NodeTests {
  let stage: Stage

  init() throws { stage = try Stage() }

  private func code(_ point: String) throws -> JoinCode {
    let answer = try stage.ask("invite", ["point": .string(point)])
    #expect(answer["point"]?.string == point)
    return try JoinCode(answer["code"]?.string ?? "")
  }

  /// A whole first contact between a machine's key and the hub.
  private func enrol(_ code: JoinCode, _ key: SigningKey) throws -> Enrolled? {
    let hub = stage.hub.keys.hub.publicKey
    let exporter = Randomness.digest()
    let deflate = Deflate()
    var node = NodeEnrolment(
      code: code, channel: Channel(peerKey: hub, ownKey: key.publicKey, exporter: exporter),
      deflate: deflate)
    let channel = Channel(peerKey: key.publicKey, ownKey: hub, exporter: exporter)
    var session = HubSession(
      channel: channel, event: stage.event, at: stage.hub.moment(), hasher: Hasher256(),
      deflate: deflate)
    session.feed(
      node.enrol(software: "test", seal: Randomness.digest()), at: stage.hub.moment())
    guard case .enrol(let enrol) = session.next(at: stage.hub.moment()) else { return nil }
    let answer = try Enrolling(hub: stage.hub, channel: channel).answer(enrol)
    node.feed(session.enrolled(answer))
    return try node.next()
  }

  @Test("A code is made once for a point, and again only when it was used")
  func invited() throws {
    let first = try code("fr-1")
    #expect(try code("fr-1") == first)
    #expect(first.address == "hub.example.org:7575")
    let key = SigningKey()
    #expect(try enrol(first, key)?.event == stage.event)
    #expect(try code("fr-1") != first)
    #expect(stage.failure("invite", ["point": "xx-1"])?.exitCode == .refused)
    #expect(stage.failure("invite", [:])?.exitCode == .usage)
  }

  @Test("All points without a node get a code, each its own")
  func invitedAll() throws {
    let one = try code("ma-1")
    _ = try Machine(stage, "fr-1", "FR")
    let all = try #require(try stage.ask("invite", ["all": true]).array)
    #expect(all.map { $0["point"]?.string } == ["fr-2", "ma-1", "tn-1"])
    #expect(Set(all.map { $0["code"]?.string }).count == 3)
    #expect(all[1]["code"]?.string == one.text)
    #expect(try stage.ask("invite", ["all": true]).array == all)
  }

  @Test("A machine that proves its code is admitted, once, and may ask again")
  func enrolled() throws {
    let code = try code("ma-1")
    let key = SigningKey()
    let first = try #require(try enrol(code, key))
    #expect(first.admitted.verified(for: stage.event)?.point == "ma-1")
    #expect(first.admitted.verified(for: stage.event)?.country == "MA")
    let place = stage.place
    let again = try #require(try enrol(code, key))
    #expect(again.admitted.line == first.admitted.line)
    #expect(stage.place == place)
    let nodes = try stage.ask("nodes").array ?? []
    #expect(nodes.map { $0["node"]?.string } == [key.id.hex])
    #expect(nodes.map { $0["state"]?.string } == ["never"])
  }

  @Test("Another key cannot use a code that was used, and a wrong code fits nobody")
  func refused() throws {
    let code = try code("ma-1")
    _ = try enrol(code, SigningKey())
    let place = stage.place
    let used = #expect(throws: ProtocolError.self) { try enrol(code, SigningKey()) }
    #expect(used?.isOne(of: .codeUsed) == true)
    let wrong = try JoinCode(address: code.address, secret: .random())
    let bad = #expect(throws: ProtocolError.self) { try enrol(wrong, SigningKey()) }
    #expect(bad?.isOne(of: .badCode) == true)
    #expect(stage.place == place)
  }

  @Test("The hub's own address is another, and stands first; what was it is told no more")
  func addresses() throws {
    func list() throws -> [String?] { try stage.ask("addresses").array?.map(\.string) ?? [] }
    try stage.ask("addresses-add", ["address": "second.example.org:7575"])
    try stage.ask("addresses-move", ["address": "third.example.org:7575"])
    #expect(try list() == ["third.example.org:7575", "second.example.org:7575"])
    let code = try stage.ask("invite", ["point": "fr-1"])["code"]?.string
    #expect(code?.hasPrefix("third.example.org:7575/") == true)
    // To one that was told besides.
    try stage.ask("addresses-move", ["address": "second.example.org:7575"])
    #expect(try list() == ["second.example.org:7575"])
    let failure = stage.failure("addresses-move", ["address": "second.example.org:7575"])
    #expect(failure?.exitCode == .refused)
    #expect(stage.failure("addresses-move", ["address": "nonsense"])?.exitCode == .usage)
    let own = stage.failure("addresses-remove", ["address": "second.example.org:7575"])
    #expect(own?.message.contains("addresses move") == true)
  }

  @Test("A revoked node has no rights, nor when the database is older")
  func revoked() throws {
    let machine = try Machine(stage, "ma-1", "MA")
    try stage.reopen { try stage.folder.copyHub(to: "backup") }
    #expect(!stage.hub.isRevoked(machine.id))
    let answer = try stage.ask("revoke", ["node": "ma-1", "why": "stolen"])
    #expect(answer["node"]?.string == machine.id.hex)
    #expect(stage.hub.isRevoked(machine.id))
    #expect(stage.failure("revoke", ["node": "ma-1", "why": "again"])?.exitCode == .refused)
    try stage.reopen {
      let files = FileManager.default
      try files.removeItem(atPath: stage.folder.hub.database)
      try files.copyItem(
        atPath: stage.folder.path + "/backup/muster.db", toPath: stage.folder.hub.database)
    }
    // The log knows again: the file has the very line.
    #expect(stage.replica.reading { fold in fold.nodes().allSatisfy(\.isRevoked) })
    #expect(stage.hub.isRevoked(machine.id))
    #expect(try stage.ask("nodes").array?.map { $0["state"]?.string } == ["revoked"])
    #expect(try stage.ask("status")["nodes"]?["admitted"]?.integer == 0)
  }

  @Test("A node cannot say that names are gone which others have given")
  func goneByOthers() throws {
    try stage.importRoster(Stage.rosterHeader + "p-1,Ada,guest,FR,fr-1,,fr,,\n")
    let named = try #require(stage.participant("p-1")?.privateFields["name"])
    let machine = try Machine(stage, "ma-1", "MA")
    guard case .line(let line) = try stage.replica.privateLine(of: named) else {
      Issue.record("the name never came")
      return
    }
    func keep(_ content: PrivateContent) throws(StoreError) -> Bool {
      try stage.hub.keep(PrivateEntry(op: named, content: content), from: machine.id)
    }
    #expect(try keep(.gone) == false)
    _ = try keep(.absent)
    #expect(throws: StoreError.wrongPrivateLine(named)) { _ = try keep(.line([0x7B, 0x7D])) }
    // The very line proves itself, whoever brings it.
    #expect(try keep(.line(line)))
    try stage.hub.commit()
    guard case .line = try stage.replica.privateLine(of: named) else {
      Issue.record("the name is gone")
      return
    }
    let own = try machine.hand([
      Draft(.participantPut(ParticipantChange(country: "MA")))
    ])[0]
    #expect(try stage.hub.keep(PrivateEntry(op: own, content: .gone), from: machine.id))
  }

  @Test("What a revoked node had handed in stays, what comes after counts for nothing")
  func afterRevocation() throws {
    let machine = try Machine(stage, "ma-1", "MA")
    let before = try machine.checkIn("p-1")
    try stage.ask("revoke", ["node": .string(machine.id.hex), "why": "stolen"])
    let after = try machine.checkIn("p-2")
    #expect(stage.info(before)?.ignored == nil)
    #expect(stage.info(after)?.ignored == "no-authority")
  }

  @Test("A file of revoked nodes that is damaged lets nobody in")
  func damagedFile() throws {
    let path = stage.folder.hub.revoked
    try stage.replica.close()
    try Files.write(Array("nonsense\n".utf8), to: path)
    let keys = try HubKeys.read(from: stage.folder.hub)
    let failure = #expect(throws: Failure.self) { try Hub(folder: stage.folder.hub, keys: keys) }
    #expect(failure?.exitCode == .configuration)
    #expect(failure?.message.contains(path) == true)
  }

  @Test("Nodes and status say how many ops each has on the disk")
  func figures() throws {
    let machine = try Machine(stage, "ma-1", "MA")
    try machine.checkIn("p-1")
    let node = try #require(try stage.ask("nodes").array?.first)
    #expect(node["durable"]?.integer == 2)
    #expect(node["epoch"]?.string == machine.writer.epoch.hex)
    #expect(node["country"]?.string == "MA")
    #expect(node["last_heard_ms"]?.isNull == true)
    let status = try stage.ask("status")
    #expect(status["nodes"] == ["admitted": 1, "connected": 0, "silent": 1])
    #expect(status["place"]?.integer == stage.place)
    #expect(status["state"]?.string == stage.replica.stateDigest().hex)
    #expect(status["ops"]?.integer == stage.place)
    #expect(status["event"]?.string == stage.event.hex)
    #expect(status["rss_bytes"]?.integer ?? 0 > 0)
  }

  @Test("What was last heard is known after a restart")
  func heard() throws {
    let machine = try Machine(stage, "ma-1", "MA")
    let last = Hearing.Last(node: machine.id, at: 1_790_000_000_000, made: 9, pending: 8)
    try stage.replica.hearing.note([last])
    try stage.reopen()
    let node = try #require(try stage.ask("nodes").array?.first)
    #expect(node["last_heard_ms"]?.integer == last.at)
    #expect(node["state"]?.string == "silent")
    // It said that eight wait; of the nine that it had made one, its boot, has come.
    #expect(node["pending"]?.integer == 8)
  }
}
