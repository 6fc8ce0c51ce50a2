import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What the centre does with sessions.
extension HubCommands {
  /// What can be done with a session, by its name.
  enum SessionStep: String, CaseIterable {
    case start, end, skip
  }

  /// So far from its plan a session may begin without a word, ms: half a day.
  private static var farFromPlan: Int64 { 12 * 3_600_000 }

  /// `{"session": id, "anyway": flag}` → the op, and how the session stands after it. Only with
  /// `anyway` one begins half a day or more before or after its plan.
  func step(_ step: SessionStep, _ body: JSONValue) throws(Failure) -> JSONValue {
    stepped(try done(stepping(step, body), try body.argument("session")))
  }

  private func done(_ drafts: [Draft], _ session: String) throws(Failure) -> JSONValue {
    try append(drafts) { ops in ["op": .maybe(ops.first?.hex), "session": .string(session)] }
  }

  /// The op that starts, ends or skips a session.
  private func stepping(_ step: SessionStep, _ body: JSONValue) throws(Failure) -> [Draft] {
    let session = try session(body)
    let state = session.state
    let word = ProgrammeWords.word(state.rawValue)
    switch step {
    case .start:
      guard state != .running else { throw .refused("\(session.id) has started already.") }
      try checkIsNear(session, body)
      return [Draft(.sessionStart(session: session.id))]
    case .end:
      guard state == .running else {
        throw .refused("\(session.id) is \(word): only what is on can end.")
      }
      return [Draft(.sessionEnd(session: session.id))]
    case .skip:
      guard state == .planned else {
        throw .refused(
          "\(session.id) is \(word): only what has not started can be skipped.")
      }
      return [Draft(.sessionSkip(session: session.id))]
    }
  }

  /// A slip in the id would have the day after begin today.
  private func checkIsNear(_ session: SessionView, _ body: JSONValue) throws(Failure) {
    guard let planned = session.from, try !body.flag("anyway"),
      abs(centre.now() - planned) >= Self.farFromPlan
    else { return }
    let time = try centre.zone().time(at: planned)
    throw .refused(
      "\(session.id) is planned for \(time.dateAndClock): if it begins now all the same, say so"
        + " (\(Argument.named("anyway"))).")
  }

  /// An answer to a step, with how the session stands after it.
  private func stepped(_ answer: JSONValue) -> JSONValue {
    let id = answer["session"]?.string
    let session = centre.replica.reading { fold in fold.sessions().first { $0.id == id } }
    var answer = answer
    answer.append("state", .maybe(session?.state.rawValue))
    answer.append("started_ms", .maybe(session?.started))
    answer.append("ended_ms", .maybe(session?.ended))
    return answer
  }

  /// `{"session": id}` → the op that takes the session's last start, end or skip back.
  func undoStep(_ body: JSONValue) throws(Failure) -> JSONValue {
    let session = try session(body)
    guard let last = centre.replica.reading({ fold in fold.steps(of: session.id) }).last else {
      throw .refused("Nothing was done with \(session.id) that could be taken back.")
    }
    return stepped(try done([Draft(.void(ops: [last]))], session.id))
  }

  /// `{"session": id, "from": moment?, "to": moment?, "titles": {language: text}?}` → the op. A moment
  /// without a date is one of the session's own date.
  func changeSession(_ body: JSONValue) throws(Failure) -> JSONValue {
    let session = try session(body)
    var change = SessionChange(session: session.id)
    change.from = try moment(body, "from", of: session)
    change.to = try moment(body, "to", of: session)
    change.titles = try titles(body, of: session)
    guard change != SessionChange(session: session.id) else {
      throw .usage("Say what to change: from, to or titles.")
    }
    if let from = change.from ?? session.from, let to = change.to ?? session.to, from >= to {
      throw .badData("It would end at or before its beginning: give both from and to.")
    }
    let missing = change.titles.map { titles in
      centre.languages().filter { titles[$0] == nil }
    }
    return try append([Draft(.sessionPut(change))]) { ops in
      .present([
        "op": .maybe(ops.first?.hex), "session": .string(session.id),
        "missing_languages": missing.map { .array($0.map { .string($0) }) },
      ])
    }
  }

  private func moment(
    _ body: JSONValue, _ name: String, of session: SessionView
  ) throws(Failure) -> Int64? {
    guard let text = try body.optionalArgument(name) else { return nil }
    let zone = try centre.zone()
    let moment =
      if let planned = session.from {
        try WrittenTime.read(text, on: zone.date(at: planned), name, in: zone)
      } else {
        try WrittenTime.read(text, name, in: zone)
      }
    try centre.checkIsNear(moment, name)
    return moment
  }

  private func titles(
    _ body: JSONValue, of session: SessionView
  ) throws(Failure) -> [String: String]? {
    guard let given = body["titles"], !given.isNull else { return nil }
    guard let members = given.members, !members.isEmpty else {
      throw .usage("titles: write an object of languages and titles.")
    }
    var titles = session.titles
    for member in members {
      let title = member.value.string ?? ""
      guard PersonForm.isLanguage(member.name), (1...400).contains(title.utf8.count),
        Form.isClean(title)
      else {
        throw .badData(
          "titles: write a language and 1 to 400 bytes in one line, not"
            + " \(Terminal.plain(member.name)).", code: .ofLength(title, 1...400))
      }
      try centre.checkIsSpoken(member.name)
      titles[member.name] = title
    }
    return titles
  }

  private func session(_ body: JSONValue) throws(Failure) -> SessionView {
    let id = try body.argument("session")
    let all = centre.replica.reading { fold in fold.sessions() }
    guard let session = all.first(where: { $0.id == id }) else {
      throw .unknown("There is no session \(Terminal.plain(id)): look at programme.")
    }
    return session
  }
}
