import MusterCore

/// The acts of the programme, of counts and announcements, and of corrections by the centre.
nonisolated extension LineObject {
  mutating func session(_ kind: String) throws(Unreadable) -> Act {
    let session = try text(.session)
    switch kind {
    case "session.start": return .sessionStart(session: session)
    case "session.end": return .sessionEnd(session: session)
    case "session.skip": return .sessionSkip(session: session)
    default:
      var set = try object(.set)
      return .sessionPut(
        SessionChange(
          session: session, titles: set.has(.titles) ? try set.titles(.titles) : nil,
          day: try set.textIfAny(.day), type: try set.textIfAny(.type),
          from: try set.integerIfAny(.from), to: try set.integerIfAny(.to),
          slots: try set.integersIfAny(.slots), talks: try set.integerIfAny(.talks)))
    }
  }

  mutating func announcement() throws(Unreadable) -> Act {
    let texts = try titles(.texts)
    guard !texts.isEmpty else { throw Unreadable() }
    return .announce(
      Announcement(
        texts: texts, countries: try textsIfAny(.countries) ?? [],
        groups: try textsIfAny(.groups) ?? [], until: try integerIfAny(.until)))
  }

  /// What a node says of its point: a count, or that an announcement was seen.
  mutating func report(_ kind: String, _ operation: Operation) throws(Unreadable) -> Act {
    guard operation.point != nil else { throw Unreadable() }
    if kind == "count" {
      return .count(indicator: try text(.indicator), value: try integer(.value, from: 0))
    }
    return .announceSeen(
      announcement: try identifier(.announcement), isAcknowledged: try bool(.acknowledged))
  }

  mutating func correction(_ kind: String, _ operation: Operation) throws(Unreadable) -> Act {
    if kind == "retime" { return .retime(ops: try identifiers(.ops), time: try integer(.time)) }
    if kind == "erase" {
      guard has(.ops) || operation.participant != nil else { throw Unreadable() }
      let ops = has(.ops) ? try identifiers(.ops) : nil
      guard ops?.isEmpty != true else { throw Unreadable() }
      return .erase(ops: ops ?? [])
    }
    guard operation.participant != nil else { throw Unreadable() }
    return .reassign(ops: try identifiers(.ops))
  }

  mutating func doorRule() throws(Unreadable) -> DoorRule {
    var rule = DoorRule(
      kinds: try textsIfAny(.kinds), days: try textsIfAny(.days),
      before: try integerIfAny(.before, from: 0), after: try integerIfAny(.after, from: 0))
    if let entry = try textIfAny(.entry) {
      guard let known = DoorRule.Entry(rawValue: entry) else { throw Unreadable() }
      rule.entry = known
    }
    rule.admitsPending = try boolIfAny(.pending) ?? false
    rule.holdsCapacity = try boolIfAny(.capacity) ?? false
    for var question in try objectsIfAny(.questions) ?? [] {
      rule.questions.append(try question.question())
    }
    return rule
  }

  private mutating func question() throws(Unreadable) -> Question {
    let id = try text(.id)
    guard let form = Question.Form(rawValue: try text(.type)) else { throw Unreadable() }
    return Question(
      id: id, form: form, isRequired: try boolIfAny(.required) ?? false,
      titles: try titles(.titles), choices: try textsIfAny(.choices) ?? [])
  }
}
