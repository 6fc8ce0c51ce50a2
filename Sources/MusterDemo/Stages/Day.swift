internal import Glibc
internal import MusterSync

extension Demo {
  /// What else a day has: doors with rules of their own, people who are on the list twice, an edit on
  /// both sides, a programme, something to announce.
  func runTheDay() throws(DemoError) {
    screen.stage(
      "The day goes on",
      "Doors with rules, a person who is on the list twice, one field changed on both sides of a cut link, the programme and an announcement that reach every point."
    )
    let place = try reporterAndDelegate()
    _ = try hubCommand("programme", "start", "day-1-opening")
    try useTheDoors(at: place)
    try speakFiveLanguages(at: place)
    try changeOnBothSides()
    try registerTwice()
    try tellThePoints()
    try settleTheDay()
    try countTheOpening()
  }

  /// One request at a desk, whose answer has to be one.
  func ask(
    _ place: Int, _ method: String, _ path: String, _ body: JSONValue? = nil
  ) throws(DemoError) -> JSONValue {
    keysGiven += 1
    let question = Question(
      method: method, path: "/api/v1/\(path)", body: body,
      key: method == "GET" ? nil : "demo-day-\(keysGiven)")
    let answer = try points[place].desk().ask(question)
    guard (200..<300).contains(answer.status), let body = answer.body else {
      throw .broken(
        "\(method) \(path) at \(points[place].id): HTTP \(answer.status) "
          + (answer.body?["detail"]?.string ?? ""))
    }
    journal.noteAnswer()
    return body
  }

  /// Asks for a check-in and writes down what became of it.
  func checkIn(
    _ person: String, at place: Int, _ more: [(name: String, value: JSONValue)] = []
  ) throws(DemoError) -> JSONValue {
    let asked = TrueTime.wallMs()
    let members = [(name: "participant", value: JSONValue.string(person))] + more
    let answer = try ask(
      place, "POST", "checkins",
      .object(members.map { JSONMember(name: $0.name, value: $0.value) }))
    note(
      answer["verdict"]?.string == "refused" ? "refusal" : "checkin", person, answer, place, asked)
    return answer
  }

  func note(
    _ kind: String, _ person: String?, _ answer: JSONValue, _ place: Int, _ asked: Int64
  ) {
    guard let op = answer["op"]?.string else { return }
    journal.note(
      Act(
        kind: kind, point: points[place].id, participant: person, op: op, asked: asked,
        answered: TrueTime.wallMs()))
  }

  /// A point with somebody of the press and with a delegate, both inside.
  private func reporterAndDelegate() throws(DemoError) -> Int {
    for place in points.indices where place != cast.killed && place != cast.misled {
      let inside = Guests(people[place]).early.enumerated().filter { $0.offset % 3 != 0 }
        .map(\.element)
      guard let reporter = inside.first(where: { $0.kind == "press" }),
        let delegate = inside.first(where: { $0.kind == "delegate" })
      else { continue }
      (cast.reporter, cast.delegate) = (reporter, delegate)
      return place
    }
    throw .missing("the demo needs a point with somebody of the press and a delegate")
  }

  /// The press room admits the press, once a day, and asks a question; the workshop is tomorrow.
  private func useTheDoors(at place: Int) throws(DemoError) {
    guard let reporter = cast.reporter, let delegate = cast.delegate else { return }
    let press = (name: "door", value: JSONValue.string("press"))
    let wrongKind = try checkIn(delegate.id, at: place, [press])
    let asked = try checkIn(reporter.id, at: place, [press])
    let outlet = (
      name: "answers",
      value: JSONValue.object([
        JSONMember(name: "outlet", value: "Radio Demo")
      ])
    )
    let admitted = try checkIn(reporter.id, at: place, [press, outlet])
    let other = place == 0 ? 1 : 0
    let hasSpread = try waitUntilHeard(from: place, at: other)
    let used = try checkIn(reporter.id, at: other, [press, outlet])
    let workshop = (name: "door", value: JSONValue.string("workshop"))
    let wrongDay = try checkIn(delegate.id, at: place, [workshop])
    let anyway = try checkIn(
      delegate.id, at: place, [workshop, (name: "anyway", value: true)])
    cast.anyway = anyway["op"]?.string
    let reasons = [wrongKind, asked, used, wrongDay].map { $0["reason"]?.string ?? "none" }
    let questions = (asked["questions"]?.array ?? []).compactMap { $0["id"]?.string }
    proofs.append(
      Proof(
        claim: "Each door keeps its own rule, and tells why it refuses",
        found: reasons.joined(separator: ", "),
        holds: hasSpread
          && reasons == ["wrong-kind", "questions-open", "already-used", "wrong-day"]
          && questions.contains("outlet") && admitted["verdict"]?.string == "admitted"
          && anyway["verdict"]?.string == "admitted"
          && anyway["despite"]?.string == "wrong-day"))
    screen.done(
      "\(reporter.id) of the press answered the press room's question and went in; \(points[other].id), "
        + "in another country, knew that and said already-used; \(delegate.id) was let into tomorrow's "
        + "workshop all the same")
  }

  /// Waits until one point has heard what another has done so far.
  private func waitUntilHeard(from place: Int, at other: Int) throws(DemoError) -> Bool {
    let isDurable = try Patience.wait(withinMs: 60_000) { () throws(DemoError) in
      try nodeStatus(place)["pending"]?.integer == 0
    }
    let newest = try hubStatus()["place"]?.integer ?? .max
    let isThere = try Patience.wait(withinMs: 60_000) { () throws(DemoError) in
      try nodeStatus(other)["place"]?.integer ?? 0 >= newest
    }
    return isDurable && isThere
  }

  /// One answer, in each of the event's languages.
  private func speakFiveLanguages(at place: Int) throws(DemoError) {
    guard let delegate = cast.delegate else { return }
    var said: [String] = []
    for language in ["ar", "en", "fr", "tr", "ms"] {
      let answer = try checkIn(delegate.id, at: place, [(name: "lang", value: .string(language))])
      said.append(answer["say"]?.string ?? "")
    }
    for words in said { screen.say("             \(words)") }
    proofs.append(
      Proof(
        claim: "A point speaks five languages", found: "\(Set(said).count) ways to say it",
        holds: Set(said).count == 5 && !said.contains("")))
  }

  /// The centre and a point whose node is off change one field of one person.
  private func changeOnBothSides() throws(DemoError) {
    let place = cast.asleep
    guard let person = Guests(people[place]).absent.last else { return }
    let point = points[place]
    point.node?.signal(SIGTERM)
    guard let node = point.node, try node.waitForEnd(withinMs: 10_000) else {
      throw .broken("the node of \(point.id) did not end within 10 s of SIGTERM")
    }
    _ = try hubCommand("participant", "edit", person.id, "body=Word of the centre")
    let asked = TrueTime.wallMs()
    let edit = try start(
      "muster-node edit", "muster-node",
      [
        "edit", person.id, "body=Word of the point", "--json", "--data", point.dataPath,
      ], environment: point.environment, logs: "node-edit")
    guard try edit.waitForEnd(withinMs: 60_000), edit.exitCode == 0,
      let answer = try? JSONValue.read(edit.output)
    else { throw .broken("muster-node edit ended with \(edit.exitCode ?? -1): \(edit.lastError)") }
    guard let op = answer["ops"]?.array?.first?.string else {
      throw .broken("muster-node edit names no op")
    }
    note("participant.put", nil, ["op": .string(op)], place, asked)
    cast.edited = person
    cast.edit = op
    try startNodes([place])
    screen.done(
      "\(person.id)'s organisation was changed at the centre, and at \(point.id) while its node was off"
    )
  }

  /// Somebody who is on the roster comes without a ticket and is registered at the door.
  private func registerTwice() throws(DemoError) {
    let place = cast.doubleHome
    guard let person = Guests(people[place]).absent.last else { return }
    let asked = TrueTime.wallMs()
    let answer = try ask(
      place, "POST", "participants", ["name": .string(person.name), "kind": "guest"])
    guard let id = answer["participant"]?.string ?? answer["participant"]?["id"]?.string else {
      throw .broken("a walk-in got no id")
    }
    journal.note(walkIn: id, country: points[place].country)
    note("participant.put", nil, answer, place, asked)
    cast.twin = person
    cast.walkIn = id
    screen.done("\(person.id), without a ticket, was registered at the door of \(points[place].id)")
  }

  /// The first session runs, and the centre has something to say.
  private func tellThePoints() throws(DemoError) {
    let said = try hubCommand(
      "announce", "--lang", "ar=يبدأ الافتتاح الآن.", "--lang", "en=The opening begins now.",
      "--lang", "fr=L’ouverture commence.", "--for", "90")
    guard let id = said["id"]?.string ?? said["op"]?.string else {
      throw .broken("muster-hub announce gave no id")
    }
    try waitUntilSame("have heard", withinMs: 240_000)
    var running = 0
    var read = 0
    for place in points.indices {
      let programme = try ask(place, "GET", "programme")
      let sessions = programme["sessions"]?.array ?? []
      let state = sessions.first { $0["session"]?.string == "day-1-opening" }?["state"]?.string
      if state == "running" { running += 1 }
      let list = try ask(place, "GET", "announcements?lang=fr")
      let found = (list["announcements"]?.array ?? []).first { $0["announcement"]?.string == id }
      guard found?["text"]?.string == "L’ouverture commence." else { continue }
      _ = try ask(place, "POST", "announcements/\(id)/seen", ["acknowledged": true])
      read += 1
    }
    try waitUntilSame("know who has read it", withinMs: 240_000)
    let all = try hubCommand("announcements").array ?? []
    let reach = all.first { $0["id"]?.string == id }
    let acknowledged = reach?["acknowledged"]?.integer ?? 0
    proofs.append(
      Proof(
        claim: "Every point shows the session that runs and has read the announcement",
        found:
          "\(running) and \(read) of \(points.count) points, \(acknowledged) acknowledged at the hub",
        holds: running == points.count && read == points.count
          && acknowledged == Int64(points.count)))
    screen.done(
      "the opening runs; \(read) points read the announcement in French and acknowledged it")
  }

  /// Who has been inside for a minute of a session has attended it.
  private func countTheOpening() throws(DemoError) {
    let inside = Set(journal.attendance().inside.values.flatMap(\.self)).count
    var attended: Int64 = 0
    let isRight = try Patience.wait(withinMs: 90_000) { () throws(DemoError) in
      let attendance = try hubCommand("attendance", "--by", "session")
      let row = (attendance["rows"]?.array ?? []).first { $0["key"]?.string == "day-1-opening" }
      attended = row?["attended"]?.integer ?? 0
      return attended == Int64(inside)
    }
    proofs.append(
      Proof(
        claim: "Attendance of the session is that of the demo's own record",
        found: "\(Figures.count(attended)) of \(Figures.count(inside)) inside for a minute of it",
        holds: isRight))
  }

  /// What the day left open.
  private func settleTheDay() throws(DemoError) {
    let open = try hubCommand("conflicts").array?.filter { $0["open"]?.bool == true } ?? []
    func subject(_ conflict: JSONValue) -> [String] {
      (conflict["subject"]?.array ?? []).compactMap(\.string)
    }
    let edit = open.first { $0["type"]?.string == "edit-edit" }
    let twins = open.first {
      $0["type"]?.string == "possible-duplicate"
        && Set(subject($0)) == Set([cast.twin?.id, cast.walkIn].compactMap(\.self))
    }
    let despite = open.first {
      $0["type"]?.string == "admitted-unentitled" && subject($0).first == cast.delegate?.id
    }
    proofs.append(
      Proof(
        claim:
          "The edit on both sides, the person listed twice and the admission despite the rule are open",
        found: [edit, twins, despite].map { $0 == nil ? "missing" : "found" }
          .joined(separator: ", "),
        holds: edit != nil && twins != nil && despite != nil
          && subject(edit ?? .null) == [cast.edited?.id, "body"].compactMap(\.self)))
    for (conflict, choice) in [
      (edit, "op:\(cast.edit ?? "")"), (twins, "merge"), (despite, "confirm"),
    ] {
      guard let id = conflict?["id"]?.string else { continue }
      _ = try hubCommand("conflicts", "resolve", id, "--choose", choice)
      screen.done("\(conflict?["type"]?.string ?? "?"): \(choice.prefix(7))")
    }
    try waitUntilSame("know the decisions", withinMs: 240_000)
    guard let edited = cast.edited, let twin = cast.twin, let walkIn = cast.walkIn else { return }
    let chosen = try hubCommand("participant", "show", edited.id)
    let merged = try hubCommand("participant", "show", walkIn)
    let members = (merged["members"]?.array ?? []).compactMap { $0["id"]?.string }
    proofs.append(
      Proof(
        claim: "The chosen word holds, and the two are one person under the roster's id",
        found:
          "\(chosen["fields"]?["body"]?.string ?? "nothing"); \(members.count) under \(members.first ?? "nobody")",
        holds: chosen["fields"]?["body"]?.string == "Word of the point"
          && members == [twin.id, walkIn]))
  }
}
