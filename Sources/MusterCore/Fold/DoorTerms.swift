/// A door's rule in the fold's own numbers.
nonisolated struct DoorTerms: Equatable, Sendable {
  /// Kinds that it admits; nil: all.
  var kinds: [Int32]?
  var entry: DoorRule.Entry
  var admitsPending: Bool
  var holdsCapacity: Bool
  /// Questions that must be answered.
  var required: [Int32]
  var hours: DoorHours
}

nonisolated extension Fold {
  /// The rules of the doors among the event's parts; a door that asks nothing is not there.
  mutating func doorTerms(among parts: [EventPart], _ days: Days) -> [Int32: DoorTerms] {
    var terms: [Int32: DoorTerms] = [:]
    for part in parts where part.sort == .door && part.rule != DoorRule() {
      let rule = part.rule
      terms[words.intern(part.id)] = DoorTerms(
        kinds: rule.kinds?.map { words.intern($0) }, entry: rule.entry,
        admitsPending: rule.admitsPending, holdsCapacity: rule.holdsCapacity,
        required: required(among: rule.questions),
        hours: DoorHours(rule, parts.filter { $0.sort == .day }, days))
    }
    return terms
  }

  /// Questions that must be answered; of two with one id the first is asked.
  private mutating func required(among questions: [Question]) -> [Int32] {
    var seen: Set<Int32> = []
    var required: [Int32] = []
    for question in questions {
      let id = words.intern(question.id)
      if seen.insert(id).inserted, question.isRequired { required.append(id) }
    }
    return required
  }
}

nonisolated extension DoorHours {
  /// The windows of a rule's days (`Protocol/5-state.md`, Admission).
  init(_ rule: DoorRule, _ parts: [EventPart], _ days: Days) {
    guard rule.days != nil || rule.before != nil || rule.after != nil else {
      self.init(windows: nil)
      return
    }
    let asksHours = rule.before != nil || rule.after != nil
    var windows: [Window] = []
    for day in parts
    where rule.days?.contains(where: { $0.utf8.elementsEqual(day.id.utf8) }) ?? true {
      guard let from = day.from, let to = day.to else { continue }
      let date = day.date.flatMap { days.number(of: $0) }
      // A date that no time belongs to gets a number that no date has.
      var window = Window(
        date: date ?? Days.outside - 1, from: from &- (rule.before ?? 0),
        to: to &+ (rule.after ?? 0))
      if !asksHours, let date {
        let span = days.span(of: date)
        window.from = span.first
        window.to = span.next &- 1
      }
      windows.append(window)
    }
    // In one order, whatever that of the parts: hours are compared.
    windows.sort { ($0.from, $0.to, $0.date) < ($1.from, $1.to, $1.date) }
    self.init(windows: windows)
  }
}
