import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

@Suite("A node")
struct NodeTests {
  let centre: Centre

  init() throws {
    centre = try Centre()
    for number in 1...3 { try centre.register("p-\(number)", name: "Person \(number)") }
  }

  @Test("The boot that ran goes on after a restart of the process")
  func sameBoot() throws {
    let town = try Town(centre)
    let boot = town.node.boot
    let made = town.made
    try town.reopen()
    #expect(town.node.boot == boot)
    #expect(town.made == made)
  }

  @Test("A boot clock behind the newest op begins a new boot, which names the one before")
  func clockBehind() throws {
    let town = try Town(centre)
    let boot = town.node.boot
    // Another machine's clock, far ahead, as after a copy of the disk.
    var author = Author(
      event: centre.event, node: town.node.key.id, boot: boot, lastMono: Int64(1) << 52)
    let ahead = author.write(Draft(.pointOpen, point: "ma-1"), at: centre.now, mono: 0)
    try town.node.replica.record([ahead], received: centre.now)
    try town.reopen()
    #expect(town.node.boot != boot)
    let lines = try town.node.replica.ownLines(from: town.made)
    #expect(String(decoding: lines[0], as: UTF8.self).contains(boot.hex))
  }

  @Test("Within a boot the clock of its ops rises, restarts between them or not")
  func monoRises() throws {
    let town = try Town(centre)
    for _ in 0..<3 {
      for number in 1...3 { _ = try town.checkIn("p-\(number)") }
      try town.reopen()
    }
    var reader = OperationReader(event: centre.event)
    var last: Int64 = -1
    for line in try town.node.replica.ownLines(from: 1) {
      let id = SHA256.digest(line).identifier
      let mono = reader.read(line, in: 0..<line.count, id: id).mono
      #expect(mono > last)
      last = mono
    }
  }

  @Test("Who has just come in is inside at once, however quickly the next question comes")
  func atOnce() throws {
    let town = try Town(centre)
    for round in 0..<300 {
      let person = "p-\(round % 3 + 1)"
      #expect(try town.checkIn(person).verdict == "admitted")
      #expect(try town.checkIn(person).verdict == "repeat")
      #expect(try town.ask("checkout", ["participant": .string(person)])["orphan"]?.bool == false)
    }
  }

  @Test("What was recorded while the hub was away gets there, and both have the same state")
  func offline() throws {
    let town = try Town(centre)
    for number in 1...3 { _ = try town.checkIn("p-\(number)") }
    try town.crash()
    #expect(try town.ask("status")["pending"]?.integer == 3)
    #expect(try town.ask("status")["present"]?.integer == 3)
    try town.sync()
    let status = try town.ask("status")
    #expect(status["pending"]?.integer == 0)
    #expect(status["present"]?.integer == 3)
    #expect(status["state"]?.string == centre.replica.stateDigest().hex)
    #expect(status["place"]?.integer == centre.replica.position.place)
  }

  @Test("The state in the figures is that of the placed ops alone")
  func placedOnly() throws {
    let town = try Town(centre)
    let before = try town.ask("status")
    _ = try town.checkIn("p-1")
    let after = try town.ask("status")
    #expect(after["state"] == before["state"])
    #expect(after["place"] == before["place"])
    #expect(after["made"]?.integer == (before["made"]?.integer ?? 0) + 1)
    #expect(after["roster"]?.integer == 3)
  }

  @Test("A node that never met its hub after joining keeps what people do, and hands it over")
  func alone() throws {
    let town = try Town(centre, synced: false)
    let walkIn = try town.ask("walkin", ["name": "Zoë", "checkin": true])
    let other = try town.ask("walkin", ["name": "Omar"])["participant"]?.string ?? ""
    #expect(try town.checkIn(other).verdict == "admitted")
    let untold = #expect(throws: Failure.self) { try town.checkIn("p-1") }
    #expect(untold?.code == .noRoster)
    let failure = #expect(throws: Failure.self) { try town.scan(centre.ticket("p-1")) }
    #expect(failure?.status == 503)
    #expect(failure?.code == .noRoster)
    try town.sync()
    #expect(try town.ask("status")["present"]?.integer == 2)
    #expect(try town.checkIn(walkIn["participant"]?.string ?? "").verdict == "repeat")
    #expect(try town.scan(centre.ticket("p-1")).verdict == "admitted")
  }

  @Test("Its own ops are listed with where they stand")
  func listsOps() throws {
    let town = try Town(centre)
    let op = try town.checkIn("p-1").op
    let newest = try town.ask("ops", ["limit": 1])["ops"]?.array?.first
    #expect(newest?.op == op)
    #expect(newest?["durable"]?.bool == false)
    try town.sync()
    let placed = try town.ask("ops", ["after": .integer(town.made - 1)])["ops"]?.array ?? []
    #expect(placed.count == 1)
    #expect(placed.first?["placed"]?.bool == true)
    #expect(placed.first?["durable"]?.bool == true)
    #expect(try town.ask("ops", ["after": .integer(town.made)])["ops"]?.array?.isEmpty == true)
  }

  @Test("Two points that both have a person inside show a conflict to both")
  func conflict() throws {
    let here = try Town(centre)
    let there = try Town(centre, point: "fr-1", country: "FR")
    _ = try here.checkIn("p-1")
    _ = try there.checkIn("p-1")
    try there.sync()
    try here.sync()
    let found = try here.ask("conflicts")["conflicts"]?.array ?? []
    #expect(found.count == 1)
    #expect(found.first?["type"]?.string == "double-presence")
    #expect(found.first?["open"]?.bool == true)
    #expect(found.first?["sides"]?.array?.count == 2)
    try there.sync()
    #expect(try there.ask("conflicts")["conflicts"]?.array == found)
  }

  @Test("A node whose rights were ended says so, and goes on recording")
  func revoked() throws {
    let town = try Town(centre)
    #expect(try town.checkIn("p-1")["unknowns"]?["revoked"]?.bool == false)
    let key = town.node.key
    try centre.append(
      Draft(
        .nodeRevoke(
          Revocation(key: key.publicKey, keyID: key.id, durable: [], why: "laptop stolen"))))
    try town.sync()
    #expect(try town.ask("status")["revoked"]?.bool == true)
    #expect(try town.checkIn("p-2")["unknowns"]?["revoked"]?.bool == true)
  }

  @Test(
    "Joining tells what is wrong before anything is made, and keeps its keys when no hub answers")
  func joining() throws {
    let parent = try Folder()
    let files = NodeFolder(parent.path + "/new")
    let code = try JoinCode(address: "127.0.0.1:1").text
    let typo = #expect(throws: Failure.self) {
      try Joining.join(files, code: String(code.dropLast()), hub: nil)
    }
    #expect(typo?.exitCode == .badData)
    #expect(!Files.exists(files.path))
    let silent = #expect(throws: Failure.self) { try Joining.join(files, code: code, hub: nil) }
    #expect(silent?.exitCode == .unavailable)
    let key = try files.keys().signing.id
    let again = #expect(throws: Failure.self) { try Joining.join(files, code: code, hub: nil) }
    #expect(again?.exitCode == .unavailable)
    #expect(try files.keys().signing.id == key)
  }

  @Test("A folder that has joined joins no second time")
  func joinedAlready() throws {
    let folder = try centre.joined("tr-1", country: "TR")
    let code = try JoinCode(address: "127.0.0.1:1").text
    let failure = #expect(throws: Failure.self) {
      try Joining.join(NodeFolder(folder.path), code: code, hub: nil)
    }
    #expect(failure?.exitCode == .cannotCreate)
    #expect(failure?.message.contains("tr-1") == true)
  }

  @Test("Verification of a sound folder finds nothing")
  func verifies() throws {
    let town = try Town(centre)
    _ = try town.checkIn("p-1")
    #expect(try town.ask("verify")["ok"]?.bool == true)
  }

  @Test("An enrolment reads as it was written, and damage to any byte that counts is seen")
  func enrolment() throws {
    let folder = try centre.joined("tr-1", country: "TR")
    let files = NodeFolder(folder.path)
    let bytes = try Files.read(files.enrolment)
    let read = try #require(Enrolment(bytes))
    #expect(read.bytes == bytes)
    #expect(read.admission.point == "tr-1")
    for index in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[index] ^= 0x01
      if let other = Enrolment(damaged) {
        #expect(other.admission.key == read.admission.key)
        #expect(other.event == read.event)
      }
    }
    #expect(Enrolment(Array(bytes.prefix(bytes.count / 2))) == nil)
    try Files.write([0x7B], to: files.enrolment)
    #expect(throws: Failure.self) { try files.open() }
  }

  @Test("When the hub was last heard is said by hub time, however wrong this machine's clock is")
  func lastHeard() throws {
    let town = try Town(centre)
    let day: Int64 = 86_400_000
    let clock = town.node.clock()
    try centre.append(
      Draft(
        .clock(
          ClockMark(
            node: town.node.key.id, boot: clock.boot, mono: clock.mono,
            time: centre.now + 400 * day, err: 20))))
    try town.sync()
    town.node.hear()
    let status = try town.ask("status")
    let heard = try #require(status["last_heard_ms"]?.integer)
    let now = try #require(status["time_ms"]?.integer)
    #expect((0..<day).contains(now - heard))
    #expect(heard > centre.now + 300 * day)
    let said = try town.checkIn("p-1")["unknowns"]?["last_heard_ms"]?.integer ?? 0
    #expect(said > centre.now + 300 * day)
  }

  @Test(
    "How wrong this machine's clock is, as people say it",
    arguments: [
      (576_000, "400 days ahead"), (-100, "100 minutes behind"), (-121, "2 hours behind"),
      (3000, "2 days ahead"),
    ] as [(Int64, String)])
  func wrongClock(minutes: Int64, said: String) {
    let lines = Printing(isJSON: false).lines(
      "status", ["clock_offset_ms": .integer(minutes * 60_000)])
    #expect(lines.contains("This machine's clock is \(said); times are corrected."))
  }

  @Test("Keys are made once, and stay")
  func keys() throws {
    let folder = try Folder()
    let files = NodeFolder(folder.path)
    let first = try files.keys()
    let second = try files.keys()
    #expect(first.signing.id == second.signing.id)
    #expect(first.seal.publicKey == second.seal.publicKey)
  }

  @Test("Pauses before dialing again stay within their bounds, and begin short again")
  func redial() {
    var redial = Redial()
    let limits = Limits.standard
    for _ in 0..<1000 {
      let pause = redial.pause()
      #expect((limits.redialFromMs...limits.redialToMs).contains(pause))
    }
    redial.reset()
    #expect(redial.pause() <= limits.redialFromMs * 3)
  }
}
