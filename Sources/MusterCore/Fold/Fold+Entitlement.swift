/// Whether those who came in were entitled to, by all that is known now.
nonisolated extension Fold {
  /// A check-in that the rules speak against.
  struct Faulty {
    var checkin: Int32
    /// What speaks against it, in the order in which it is told.
    var faults: [Verdict.Refusal]
    /// Blocks, puts and check-ins that the faults follow from.
    var causes: [Int32]
  }

  /// Whether one of the person's check-ins has a fault, blocks apart.
  func hasFaults(_ name: Int32, _ lonePut: Int32) -> Bool {
    !faulty(name, lonePut, orJustWhether: true).isEmpty
  }

  /// The check-ins of a person that began an interval and have faults, blocks apart.
  func faulty(
    _ name: Int32, _ lonePut: Int32 = -1, orJustWhether isEnough: Bool = false
  ) -> [Faulty] {
    let person = terms(of: name, lonePut)
    var found: [Faulty] = []
    var spent = Spent()
    var answers: [Int32]?
    var op = people[Int(name)].firstInterval
    while op >= 0 {
      let record = records[op]
      let terms = doorTerms[record.door]
      let spender = terms.flatMap { spent.enter(op, record.door, $0.entry, days.date(record.ms)) }
      var facts = facts(of: person, record.door, terms, at: record.ms, err: err(of: op))
      facts.isSpent = spender != nil
      if let terms, !terms.required.isEmpty {
        if answers == nil { answers = checkIns(of: name).filter { !answered($0).isEmpty } }
        let known = (answers ?? []).filter { $0 == op || precedes($0, op) }.flatMap(answered)
        facts.hasOpenQuestions = !terms.required.allSatisfy(known.contains)
      }
      let faults = facts.faults
      if !faults.isEmpty {
        found.append(
          Faulty(checkin: op, faults: faults, causes: causes(of: faults, person, spender)))
        if isEnough { return found }
      }
      op = record.nextInterval
    }
    return found
  }

  /// What the rule looks at of somebody, but for what follows from presence and answers.
  func facts(
    of person: PersonTerms, _ door: Int32, _ terms: DoorTerms?, at time: Int64, err: Int64
  ) -> DoorFacts {
    var facts = DoorFacts(time: time, err: err, date: days.date(time))
    facts.isRegistered = person.isRegistered
    facts.isCancelled = person.isCancelled
    facts.isPending = person.isPending && !(terms?.admitsPending ?? false)
    facts.validFrom = person.validFrom
    facts.validUntil = person.validUntil
    facts.isWithdrawn = person.withdrawnDoors.contains(door)
    if let kinds = terms?.kinds {
      facts.isKindAdmitted = kinds.contains(person.kind) || person.extraDoors.contains(door)
    }
    if let terms { facts.hours = terms.hours }
    return facts
  }

  /// Questions that a check-in has answered.
  func answered(_ checkin: Int32) -> [Int32] {
    let extra = records[checkin].payload
    return extra < 0 ? [] : payloads.extras[Int(extra)].answered
  }

  private func causes(
    of faults: [Verdict.Refusal], _ person: PersonTerms, _ spender: Int32?
  ) -> [Int32] {
    faults.compactMap { fault -> Int32? in
      let field: Field
      switch fault {
      case .alreadyUsed: return spender
      case .cancelled: field = .cancelled
      case .pending: field = .pending
      case .notYetValid: field = .validFrom
      case .noLongerValid: field = .validUntil
      case .wrongDoor: field = .withdrawnDoors
      case .wrongKind: field = .kind
      default: return nil
      }
      return person.put(field) < 0 ? nil : person.put(field)
    }
  }

  /// Which entries are spent, in fold order of the intervals.
  private struct Spent {
    private struct Pass: Hashable {
      var door: Int32
      /// Nil for a door of the whole event.
      var date: Int?
    }

    private var firsts: [Pass: Int32] = [:]

    /// Notes an entry by a door; gives the first of those before it that had spent it.
    mutating func enter(_ op: Int32, _ door: Int32, _ entry: DoorRule.Entry, _ date: Int) -> Int32?
    {
      let pass: Pass
      switch entry {
      case .once: pass = Pass(door: door, date: nil)
      case .onceADay: pass = Pass(door: door, date: date)
      case .againAfterLeaving, .always: return nil
      }
      if let first = firsts[pass] { return first }
      firsts[pass] = op
      return nil
    }
  }
}
