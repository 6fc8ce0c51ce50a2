import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Coverage")
struct CoverageTests {
  let stage: Stage

  init() throws { stage = try Stage(people: ["p-1", "p-2", "p-3"]) }

  /// The sums that hold whatever was heard.
  private func checkSums(_ coverage: Coverage) {
    #expect(coverage.heard + coverage.silent + coverage.neverHeard == coverage.expected)
    #expect(coverage.expected == 3)
    #expect(coverage.rows.reduce(0) { $0 + $1.present } == coverage.present)
    #expect(coverage.rows.reduce(0) { $0 + $1.attended } == coverage.attended)
    #expect(coverage.rows.count { $0.isOpen } == coverage.open)
  }

  @Test("Without nodes nobody was ever heard")
  func empty() {
    let coverage = stage.coverage(at: 0, [:])
    checkSums(coverage)
    #expect(coverage.neverHeard == 3)
    #expect(!coverage.isComplete)
    #expect(coverage.rows.map(\.state) == ["never-heard", "never-heard", "never-heard"])
    #expect(coverage.rows.map(\.registered) == [3, 0, 0])
  }

  @Test(
    "A country is heard for less than a minute after its last word",
    arguments: [(0, true), (59_999, true), (60_000, false), (1_000_000, false)])
  func edge(after: Int64, isHeard: Bool) throws {
    let machine = try Machine(stage, "ma-1", "MA")
    let coverage = stage.coverage(at: 5_000_000 + after, machine.word(at: 5_000_000))
    checkSums(coverage)
    #expect(stage.row("MA", coverage)?.hearing == (isHeard ? .heard : .silent))
    #expect(stage.row("MA", coverage)?.lastHeard == 5_000_000)
    #expect(coverage.heard == (isHeard ? 1 : 0))
  }

  @Test("A country with two points is heard when both are, as of the older word")
  func twoPoints() throws {
    let one = try Machine(stage, "fr-1", "FR")
    let two = try Machine(stage, "fr-2", "FR")
    let now: Int64 = 9_000_000
    let both = one.word(at: now - 10).merging(two.word(at: now - 59_999)) { $1 }
    #expect(stage.row("FR", stage.coverage(at: now, both))?.hearing == .heard)
    #expect(stage.row("FR", stage.coverage(at: now, both))?.lastHeard == now - 59_999)
    let late = one.word(at: now - 10).merging(two.word(at: now - 60_000)) { $1 }
    #expect(stage.row("FR", stage.coverage(at: now, late))?.hearing == .silent)
    let half = stage.coverage(at: now, one.word(at: now))
    #expect(stage.row("FR", half)?.hearing == .silent)
    checkSums(half)
  }

  @Test("It is complete when all are heard over an open link and nothing waits")
  func complete() throws {
    let now: Int64 = 9_000_000
    let machines = try [("fr-1", "FR"), ("ma-1", "MA"), ("tn-1", "TN")].map {
      try Machine(stage, $0.0, $0.1)
    }
    var words: [KeyID: NodeWord] = [:]
    for machine in machines { words.merge(machine.word(at: now)) { $1 } }
    #expect(stage.coverage(at: now, words).isComplete)
    words[machines[2].id]?.isCurrent = false
    #expect(!stage.coverage(at: now, words).isComplete)
    #expect(stage.coverage(at: now, words).heard == 3)
    words[machines[2].id]?.isCurrent = true
    words[machines[1].id]?.pending = 7
    let waiting = stage.coverage(at: now, words)
    #expect(!waiting.isComplete)
    #expect(waiting.heard == 3)
    #expect(stage.row("MA", waiting)?.pending == 7)
    #expect(waiting.hubStatus.silent + waiting.hubStatus.neverHeard == 0)
  }

  @Test("A node that was replaced counts no more")
  func replaced() throws {
    let old = try Machine(stage, "tn-1", "TN")
    let new = try Machine(stage, "tn-1", "TN")
    let now: Int64 = 9_000_000
    let coverage = stage.coverage(at: now, old.word(at: 1).merging(new.word(at: now)) { $1 })
    #expect(stage.row("TN", coverage)?.hearing == .heard)
    #expect(stage.row("TN", coverage)?.lastHeard == now)
  }

  @Test("A country whose machine is replaced was heard all the same, until the new one speaks")
  func replacedAndRevoked() throws {
    let old = try Machine(stage, "tn-1", "TN")
    try stage.ask("revoke", ["node": .string(old.id.hex), "why": "stolen"])
    _ = try Machine(stage, "tn-1", "TN")
    let coverage = stage.coverage(at: 9_000_000, old.word(at: 5_000_000))
    #expect(stage.row("TN", coverage)?.hearing == .silent)
    #expect(stage.row("TN", coverage)?.lastHeard == 5_000_000)
    #expect(stage.row("MA", coverage)?.hearing == .never)
    checkSums(coverage)
  }

  @Test("A standby's files say that it hears nobody, not that nobody was heard")
  func standby() throws {
    _ = try Machine(stage, "tn-1", "TN")
    let heard = try stage.ask("coverage")
    #expect(heard["standby"] == nil)
    #expect(HubWords.coverageSum(heard).last == "3 never heard.")
    try StandbyFile(event: stage.event, addresses: [], hub: stage.hub.keys.hub.publicKey)
      .write(to: stage.folder.hub)
    let coverage = try stage.ask("coverage")
    let states = Set(coverage["rows"]?.array?.compactMap { $0["state"]?.string } ?? [])
    #expect(states == ["not-heard-here"])
    #expect(
      HubWords.coverageSum(coverage).last
        == "A standby hears no node itself: ask the hub who is heard.")
    #expect(try stage.ask("nodes").array?.first?["state"]?.string == "not-heard-here")
  }

  @Test("A revoked node is not heard, and the one before it stands in again")
  func revoked() throws {
    let old = try Machine(stage, "tn-1", "TN")
    let now: Int64 = 9_000_000
    let new = try Machine(stage, "tn-1", "TN")
    try stage.ask("revoke", ["node": .string(new.id.hex), "why": "lost"])
    let words = old.word(at: now).merging(new.word(at: now, pending: 3)) { $1 }
    let coverage = stage.coverage(at: now, words)
    #expect(stage.row("TN", coverage)?.hearing == .heard)
    #expect(stage.row("TN", coverage)?.pending == 0)
    try stage.ask("revoke", ["node": "tn-1", "why": "stolen"])
    let none = stage.coverage(at: now, words)
    #expect(stage.row("TN", none)?.hearing == .silent)
    checkSums(none)
  }

  @Test("People count where they are, and attend where they first were")
  func people() throws {
    let paris = try Machine(stage, "fr-1", "FR")
    let rabat = try Machine(stage, "ma-1", "MA")
    try paris.hand([Draft(.pointOpen, point: "fr-1")])
    try paris.checkIn("p-1")
    try paris.checkIn("p-2")
    try paris.checkOut("p-2")
    try rabat.checkIn("p-2")
    try rabat.checkIn("p-3")
    let coverage = stage.coverage(at: stage.afterwards, [:])
    checkSums(coverage)
    #expect(coverage.present == 3)
    #expect(coverage.attended == 3)
    #expect(coverage.open == 1)
    #expect(stage.row("FR", coverage)?.attended == 2)
    #expect(stage.row("MA", coverage)?.attended == 1)
  }

  @Test("Every mixture of words keeps the sums")
  func mixtures() throws {
    let machines = try [("fr-1", "FR"), ("fr-2", "FR"), ("ma-1", "MA"), ("tn-1", "TN")].map {
      try Machine(stage, $0.0, $0.1)
    }
    let now: Int64 = 9_000_000
    let ages: [Int64?] = [nil, 0, 59_999, 60_000]
    for mixture in 0..<256 {
      var words: [KeyID: NodeWord] = [:]
      for (index, machine) in machines.enumerated() {
        guard let age = ages[mixture >> (2 * index) & 3] else { continue }
        words.merge(machine.word(at: now - age)) { $1 }
      }
      let coverage = stage.coverage(at: now, words)
      checkSums(coverage)
      let isComplete = words.count == 4 && words.values.allSatisfy { now - $0.at < 60_000 }
      #expect(coverage.isComplete == isComplete)
    }
  }

  @Test("A group shows its countries, or its people, with their own sums")
  func groups() throws {
    let paris = try Machine(stage, "fr-1", "FR")
    let more = Stage.rosterHeader + "m-1,M,delegate,MA,ma-1,,ar,,\nt-1,T,delegate,TN,,Band,,,\n"
    try stage.importRoster(more)
    for person in ["p-1", "m-1"] {
      let act = Act.checkin(CheckIn(door: "main"))
      try paris.hand([Draft(act, point: "fr-1", participant: person)])
    }
    let north = try stage.ask("coverage", ["group": "north", "lang": "fr"])
    #expect(north["rows"]?.array?.map { $0["name"]?.string } == ["France"])
    #expect(north["expected"]?.integer == 1)
    let choirs = try stage.ask("coverage", ["group": "choirs"])
    #expect(choirs["present"]?.integer == 1)
    #expect(choirs["attended"]?.integer == 1)
    let registered = choirs["rows"]?.array?.compactMap { $0["registered"]?.integer }
    #expect(registered?.reduce(0, +) == 4)
    #expect(stage.failure("coverage", ["group": "nobody"])?.exitCode == .refused)
  }

  @Test("Over the socket and over HTTP it has the same members")
  func json() throws {
    let answer = try stage.ask("coverage")
    let wanted = [
      "time", "expected", "open", "heard", "silent", "never_heard", "present", "attended",
      "complete", "alarms", "rows",
    ]
    #expect(answer.members?.map(\.name) == wanted)
    #expect(stage.http(.get, "/api/v1/coverage").body.members?.map(\.name) == wanted)
  }

  @Test(
    "An open point that is not heard for five minutes is an alarm; one that closed is none",
    arguments: [(299_999, true, false), (300_000, true, true), (300_000, false, false)])
  func alarms(silence: Int64, isOpen: Bool, isAlarm: Bool) throws {
    let paris = try Machine(stage, "fr-1", "FR")
    try paris.hand([Draft(.pointOpen, point: "fr-1")])
    if !isOpen { try paris.hand([Draft(.pointClose, point: "fr-1")]) }
    let heard = stage.afterwards
    let coverage = stage.coverage(at: heard + silence, paris.word(at: heard))
    #expect(coverage.alarms.map(\.point) == (isAlarm ? ["fr-1"] : []))
    #expect(coverage.alarms.allSatisfy { $0.lastHeard == heard && $0.country == "FR" })
    let elsewhere = coverage.limited(to: coverage.rows.filter { $0.country == "MA" })
    #expect(elsewhere.alarms.isEmpty)
  }
}
