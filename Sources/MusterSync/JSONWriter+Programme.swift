import MusterCore

/// What the programme, announcements and doors say.
nonisolated extension JSONWriter {
  /// Texts by name, in the order of their names.
  mutating func member(_ name: String, _ texts: [String: String]) {
    key(name)
    beginObject()
    for (language, text) in texts.sorted(by: { $0.key < $1.key }) { member(language, text) }
    endObject()
  }

  mutating func members(of change: SessionChange) {
    member("session", change.session)
    key("set")
    beginObject()
    if let titles = change.titles { member("titles", titles) }
    member("day", change.day)
    member("type", change.type)
    member("from", change.from)
    member("to", change.to)
    if let slots = change.slots { member("slots", slots) }
    member("talks", change.talks)
    endObject()
  }

  mutating func members(of announcement: Announcement) {
    member("texts", announcement.texts)
    if !announcement.countries.isEmpty { member("countries", announcement.countries) }
    if !announcement.groups.isEmpty { member("groups", announcement.groups) }
    member("until", announcement.until)
  }

  mutating func members(of rule: DoorRule) {
    if let kinds = rule.kinds { member("kinds", kinds) }
    if let days = rule.days { member("days", days) }
    member("before", rule.before)
    member("after", rule.after)
    if rule.entry != .againAfterLeaving { member("entry", rule.entry.rawValue) }
    if rule.admitsPending { member("pending", true) }
    if rule.holdsCapacity { member("capacity", true) }
    guard !rule.questions.isEmpty else { return }
    key("questions")
    beginArray()
    for question in rule.questions {
      beginObject()
      member("id", question.id)
      member("type", question.form.rawValue)
      if question.isRequired { member("required", true) }
      member("titles", question.titles)
      if !question.choices.isEmpty { member("choices", question.choices) }
      endObject()
    }
    endArray()
  }
}
