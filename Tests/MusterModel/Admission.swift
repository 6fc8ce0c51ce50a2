import MusterCore

/// “Admission” of `Protocol/5-state.md`: the faults of check-ins, as the fold asks for them.
nonisolated struct AdmissionFaults {
  /// What is wrong with one check-in, and the ops that make it so.
  struct Finding {
    var faults: [String] = []
    var causes: Set<OpID> = []
  }

  let operations: [Operation]
  let times: Times
  let voids: Voids
  let places: Places
  let people: People
  let owners: Owners
  let blocks: Blocks
  let presence: Presence
  let mistake: Mistake?

  /// Of a counting check-in that no void took back.
  func finding(of op: Operation) -> Finding {
    var finding = Finding()
    guard let checkIn = op.checkIn, let person = owners.person(of: op) else { return finding }
    let barring = blocks.barring(op)
    if !barring.isEmpty { finding.add("blocked", barring) }
    let theirs = presence.all(of: person)
    let began = theirs.contains { $0.checkIn.id == op.id }
    guard began || mistake == .asksRepeatsToo else { return finding }

    let rule = places.rule(of: checkIn.door)
    let now = times[op]
    askFields(person, checkIn.door, rule, now, &finding)
    let date = places.days.date(of: now.ms)
    if let fault = Hours(rule, places.days, mistake).fault(at: now, date) {
      finding.add(fault, [])
    }
    let spent = theirs.filter { earlier in
      times.isBefore(earlier.checkIn, op) && earlier.passage.door == Text(checkIn.door)
        && (earlier.passage.point == op.point || mistake != .countsUsesAtOnePoint)
        && spends(rule.entry, earlier.date == date)
    }
    if let first = times.inOrder(spent.map(\.checkIn)).first {
      finding.add("already-used", [first.id])
    }
    if lacksAnswers(op, checkIn, person, rule) { finding.add("questions-open", []) }
    return finding
  }

  private func spends(_ entry: DoorRule.Entry, _ isSameDate: Bool) -> Bool {
    switch entry {
    case .once: true
    case .onceADay: isSameDate || mistake == .countsUsesOfEveryDay
    case .againAfterLeaving, .always: false
    }
  }

  private func askFields(
    _ person: String, _ door: String, _ rule: DoorRule, _ now: Moment, _ finding: inout Finding
  ) {
    func ask(_ fault: String, _ field: String, _ isWrong: (FieldValue?) -> Bool) {
      guard isWrong(people.value(field, of: person)) else { return }
      finding.add(fault, people.put(field, of: person).map { [$0.id] } ?? [])
    }
    ask("cancelled", "cancelled") { $0 == .truth(true) }
    guard people.isRegistered(person) else { return }
    ask("pending", "pending") { $0 == .truth(true) && !rule.admitsPending }
    let err = mistake == .forgetsTheErrorAtTheDoor ? 0 : now.err
    ask("not-yet-valid", "valid_from") { value in
      if case .moment(let from) = value { return now.ms + err < from }
      return false
    }
    ask("no-longer-valid", "valid_until") { value in
      if case .moment(let until) = value { return now.ms - err > until }
      return false
    }
    ask("wrong-door", "withdrawn_doors") { AdmissionFaults.names($0, door) }
    let isExtra = AdmissionFaults.names(people.value("extra_doors", of: person), door)
    ask("wrong-kind", "kind") { value in
      guard let kinds = rule.kinds, !isExtra || mistake == .forgetsExtraDoors else { return false }
      return !kinds.contains { value == .text(Text($0)) }
    }
  }

  private static func names(_ value: FieldValue?, _ door: String) -> Bool {
    if case .texts(let doors) = value { return doors.contains(Text(door)) }
    return false
  }

  private func lacksAnswers(
    _ op: Operation, _ checkIn: CheckIn, _ person: String, _ rule: DoorRule
  ) -> Bool {
    var answered = Set(Text.all(checkIn.answered))
    for earlier in operations where times.isBefore(earlier, op) {
      guard let theirs = earlier.checkIn, owners.person(of: earlier) == person,
        !voids.takenBack.contains(earlier.id)
      else { continue }
      if mistake == .asksAgainAtEveryDoor && Text(theirs.door) != Text(checkIn.door) { continue }
      answered.formUnion(Text.all(theirs.answered))
    }
    var asked: Set<Text> = []
    for question in rule.questions where asked.insert(Text(question.id)).inserted {
      if question.isRequired && !answered.contains(Text(question.id)) { return true }
    }
    return false
  }
}

nonisolated extension AdmissionFaults.Finding {
  fileprivate mutating func add(_ fault: String, _ causes: [OpID]) {
    faults.append(fault)
    self.causes.formUnion(causes)
  }
}
