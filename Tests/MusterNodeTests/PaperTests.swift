import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Paper lists")
struct PaperTests {
  let centre: Centre
  let town: Town
  /// A minute some hours ago, ms.
  let noon: Int64

  init() throws {
    centre = try Centre()
    for number in 1...3 { try centre.register("p-\(number)", name: "Person \(number)") }
    town = try Town(centre)
    noon = (centre.now - 4 * 3_600_000) / 60_000 * 60_000
  }

  /// A time so many minutes after noon, as a volunteer writes it.
  private func time(_ minutes: Int64 = 0) -> String {
    town.node.localTime(noon + minutes * 60_000) ?? ""
  }

  private func row(
    _ participant: String, _ time: String, act: String? = nil, door: String? = nil
  ) -> JSONValue {
    .present([
      "line": 7, "participant": .string(participant), "time": .string(time),
      "act": act.map { .string($0) }, "door": door.map { .string($0) },
    ])
  }

  private func paper(
    _ rows: [JSONValue], _ more: KeyValuePairs<String, JSONValue?> = [:]
  ) throws -> JSONValue {
    var body = JSONValue.present(more)
    body.append("rows", .array(rows))
    return try town.ask("paper", body)
  }

  private func results(_ answer: JSONValue) -> [String] {
    (answer["rows"]?.array ?? []).compactMap { $0["result"]?.string }
  }

  @Test("Lines are recorded with the times that they state, and the hub has them so")
  func records() throws {
    let answer = try paper([
      row("P-1", time()), row(centre.ticket("p-2", serial: 4), time(5), door: "side"),
      row("p-1", time(60), act: "OUT"),
    ])
    #expect(answer["ok"]?.bool == true)
    #expect(results(answer) == ["recorded", "recorded", "recorded"])
    #expect(answer["rows"]?.array?.first?["name"]?.string == "Person 1")
    try town.sync()
    let stays = centre.replica.reading { $0.presence(of: "p-1") }
    #expect(stays.map(\.begin) == [noon])
    #expect(stays.map(\.end) == [noon + 3_600_000])
    #expect(stays.first?.err == 0)
    #expect(centre.replica.reading { $0.presence(of: "p-2").first?.door } == "side")
  }

  @Test("The same file again adds nothing; what was taken back is recorded anew")
  func again() throws {
    let rows = [row("p-1", time()), row("p-2", time(1)), row("p-1", time())]
    let first = try paper(rows)
    #expect(results(first) == ["recorded", "recorded", "there"])
    let made = town.made
    #expect(results(try paper(rows)) == ["there", "there", "there"])
    #expect(town.made == made)
    try town.sync()
    try town.reopen()
    #expect(results(try paper(rows)) == ["there", "there", "there"])
    let op = first["rows"]?.array?.first?["op"] ?? .null
    try town.ask("void", ["ops": [op]])
    #expect(results(try paper(rows)) == ["recorded", "there", "there"])
  }

  @Test("A check-in given to somebody else by the centre is there all the same")
  func reassigned() throws {
    let first = try paper([row("p-1", time())])
    try town.sync()
    let op = try #require(OpID(first["rows"]?.array?.first?.op ?? ""))
    try centre.append(Draft(.reassign(ops: [op]), participant: "p-2"))
    try town.sync()
    #expect(results(try paper([row("p-1", time())])) == ["there"])
  }

  @Test("Who was inside already comes as a repeat, who was not leaves as nobody; both are said")
  func repeats() throws {
    _ = try paper([row("p-3", time())])
    let answer = try paper([
      row("p-1", time(10)), row("p-1", time(0)), row("p-1", time(20), act: "out"),
      row("p-1", time(30)), row("p-2", time(5), act: "out"), row("p-3", time(9)),
    ])
    #expect(
      results(answer)
        == ["repeat", "recorded", "recorded", "recorded", "orphan", "repeat"])
    #expect(answer["recorded"]?.integer == 6)
    let ops = (answer["rows"]?.array ?? []).compactMap { OpID($0.op ?? "") }
    let isRepeat = town.node.replica.reading { fold in
      ops.map { fold.operationInfo($0)?.isRepeat == true }
    }
    #expect(isRepeat == [true, false, false, false, false, true])
    let isOrphan = town.node.replica.reading { fold in
      ops.map { fold.operationInfo($0)?.isOrphan == true }
    }
    #expect(isOrphan == [false, false, false, false, true, false])
  }

  @Test("One wrong line, and nothing is recorded; each is told what to do")
  func allOrNothing() throws {
    let made = town.made
    let answer = try paper([
      row("p-1", time()), row("p-9", time()), row("p-1", "25:00"), row("", time()),
      row("p-1", time(), door: "cellar"), row("p-1", time(), act: "sideways"), row("p-1", "14:05"),
      row("MUSTER1:ABC", time()), row("p-1", time(600)),
    ])
    #expect(answer["ok"]?.bool == false)
    #expect(answer["errors"]?.integer == 8)
    let details = (answer["rows"]?.array ?? []).map { $0["detail"]?.string ?? "" }
    #expect(details[1].contains("walk-in"))
    #expect(answer["rows"]?.array?[1]["line"]?.integer == 7)
    #expect(details[4].contains("main, side"))
    #expect(details[6].contains("says no day"))
    #expect(details[5].contains("write in, out"))
    #expect(details[8].contains("to come"))
    #expect(town.made == made)
    #expect(Printing(isJSON: true).show("paper", answer) == .badData)
  }

  @Test("A trial says what would be, and records nothing")
  func trial() throws {
    let made = town.made
    let answer = try paper([row("p-1", time())], ["dry_run": true])
    #expect(results(answer) == ["recorded"])
    #expect(answer["rows"]?.array?.first?["op"] == nil)
    #expect(town.made == made)
    #expect(town.http(.post, "/api/v1/paper", ["rows": [row("p-1", time())]]).status == 200)
    #expect(town.made == made + 1)
  }

  @Test("A line that the rule speaks against is told before it is recorded, by type")
  func conflicts() throws {
    try centre.put(DoorRule(kinds: ["press"]), door: "side")
    try town.sync()
    let rows = [row("p-1", time(), door: "side"), row("p-2", time())]
    let trial = try paper(rows, ["dry_run": true])
    #expect(trial["rows"]?.array?.map { $0["conflicts"]?.array } == [["admitted-unentitled"], nil])
    #expect(trial["conflicts"]?.integer == 1)
    let lines = DeskWords.paper(trial)
    #expect(
      lines.first?.hasSuffix("the centre decides: let in whom the door's rule refuses") == true)
    #expect(lines.last == "2 would be recorded, 1 of them in conflicts.")
    let open = town.node.replica.reading { $0.conflicts().count { $0.isOpen } }
    #expect(open == 0)
    #expect(try paper(rows)["conflicts"]?.integer == 1)
    #expect(town.node.replica.reading { $0.conflicts().count { $0.isOpen } } == 1)
  }

  @Test("A time that is on no day of the event is taken only on purpose")
  func wrongYear() throws {
    try centre.putDay(from: noon - 3_600_000, to: noon + 3_600_000)
    try town.sync()
    #expect(results(try paper([row("p-1", time())])) == ["recorded"])
    let made = town.made
    let late = try paper(
      [row("p-2", "1990-01-01 14:05"), row("p-2", "14:05")], ["date": "1990-01-01"])
    #expect(results(late) == ["error", "error"])
    #expect(late["rows"]?.array?.first?["detail"]?.string?.contains("2030-01-01") == true)
    #expect(town.made == made)
    let meant = try paper([row("p-2", "1990-01-01 14:05")], ["anyway": true])
    #expect(results(meant) == ["recorded"])
  }

  @Test(
    "What is wrong of a time or a date is said of that, with an example",
    arguments: [
      ("14:05", "28.11.2026", "date: "), ("25:00", nil, "“25:00”"), ("2:05 PM", nil, "“2:05 PM”"),
      ("28.11.2026 14:05", nil, "“28.11.2026 14:05”"), ("14:05", nil, "says no day"),
      ("14:05", "٢٠٢٦-١١-٣١", "date: "),
    ] as [(String, String?, String)])
  func complaints(text: String, date: String?, part: String) {
    let failure = #expect(throws: Failure.self) { try PaperTime(text, date: date) }
    #expect(failure?.message.contains(part) == true)
    #expect(failure?.message.contains("2026-11-07") == true)
  }

  @Test(
    "Times are read as people write them",
    arguments: [
      ("2026-11-07 14:05", nil, "2026-11-07 14:05:00"), ("14:05", "2026-11-07", "2026-11-07 14:05"),
      ("9.05", "2026-11-07", "2026-11-07 09:05"),
      ("2026-11-07t14:05:30", nil, "2026-11-07 14:05:30"),
      ("١٤:٠٥", "2026-11-07", "2026-11-07 14:05"),
    ] as [(String, String?, String)])
  func times(text: String, date: String?, same: String) throws {
    #expect(try PaperTime(text, date: date) == (try PaperTime(same, date: nil)))
  }

  @Test("One wrong line is one")
  func oneWrong() {
    #expect(
      DeskWords.paper(["errors": 1, "recorded": 2, "there": 0])
        == ["Nothing was recorded: of 3 lines 1 is wrong. Mend the file and give it again."])
  }

  @Test("Times with an offset are exact, and what no clock shows is no time")
  func offsets() throws {
    let noon = try PaperTime("2026-11-07T12:00Z", date: nil)
    #expect(noon == .exact(1_794_052_800_000))
    for text in ["2026-11-07 15:00+03:00", "2026-11-07T08:30-0330", "2026-11-07 13:00 +01"] {
      #expect(try PaperTime(text, date: nil) == noon)
    }
    for text in ["", "14", "24:00", "2026-02-29 10:00", "2026-11-07", "14:05pm", "1e:05", "14:5:x"]
    {
      #expect(throws: Failure.self) { try PaperTime(text, date: "2026-11-07") }
    }
  }

  @Test("A local time that the clocks skip is none, and one shown twice is the first")
  func changes() throws {
    func moment(_ text: String) throws -> Int64? {
      guard case .local(let day, let second) = try PaperTime(text, date: nil) else { return nil }
      return try Zone("Europe/Paris").moment(day, second: second)
    }
    #expect(try moment("2026-03-29 02:30") == nil)
    #expect(try moment("2026-03-29 03:30") == 1_774_747_800_000)
    #expect(try moment("2026-10-25 02:30") == 1_792_888_200_000)
    #expect(try moment("2026-11-07 13:00") == 1_794_052_800_000)
  }

  @Test("On the command line a file is read line by line, and its form is told with the line")
  func commandLine() throws {
    let folder = try Folder()
    let path = folder.path + "/list.csv"
    func asked(_ text: String) throws -> JSONValue? {
      try Files.write(Array(text.utf8), to: path)
      let words = ["paper", path, "--date", "2026-11-07", "--dry-run"]
      guard case .run(let invocation) = try NodeProgram.command.parse(words) else { return nil }
      return try Asking.desk(invocation)?.body
    }
    let body = try asked("Name;Participant;Time\nAnna;p-1;14:05\n\nBo;p-2;14:06\n")
    #expect(body?["date"]?.string == "2026-11-07")
    #expect(body?["dry_run"]?.bool == true)
    #expect(body?["rows"]?.array?.map { $0["line"]?.integer } == [2, 4])
    #expect(body?["rows"]?.array?.first?["participant"]?.string == "p-1")
    #expect(throws: Failure.self) { try asked("participant\np-1\n") }
    #expect(throws: Failure.self) { try asked("participant,time\n") }
  }
}
