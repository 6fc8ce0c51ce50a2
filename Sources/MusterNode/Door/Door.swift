import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// A door of the node's point: decides who comes in, and writes what will be recorded of it.
///
/// The decision is the protocol's (`Protocol/5-state.md`, Admission): the same at every desk, with the
/// hub or without it. What is answered is on the disk before it is answered.
struct Door {
  let node: Node
  /// The door's id.
  let name: String
  /// Who stands there, for the record.
  let by: String?
  /// What it asks of those who come in.
  let questions: [Question]
  /// What to judge by where some of it is not on record yet.
  var ahead: Ahead?

  /// Finds a door of the event; the first one where none is named.
  init(_ name: String?, of node: Node, by: String?) throws(Failure) {
    let doors = node.replica.reading { fold in fold.parts(.door) }
    self.node = node
    self.by = by
    let ids = doors.map(\.id)
    if let name {
      guard ids.contains(name) || (ids.isEmpty && name == "main") else {
        let known = ids.isEmpty ? "main" : ids.joined(separator: ", ")
        throw .badData("There is no door “\(name)”. The doors are: \(known).")
      }
      self.name = name
    } else {
      self.name = ids.contains("main") ? "main" : ids.first ?? "main"
    }
    let own = self.name
    questions = doors.first { $0.id == own }?.rule.questions ?? []
  }

  private var point: String { node.point }

  /// What a desk says of somebody beside who comes.
  struct Wish {
    /// Answers to the door's questions, by their ids.
    var answers: [PrivateLine.Field] = []
    /// Whether the desk admits whom the rule refuses.
    var anyway = false
  }

  /// What a check-in led to.
  struct Entry {
    /// What the rule says.
    var verdict: Verdict
    /// The reason that the desk passed over.
    var despite: Verdict.Refusal?
    /// The entry by which the person is inside, or which spent the one that the door allows.
    var earlier: Verdict.Inside?
    /// What the person has still to be asked.
    var questions: [Question]
    /// Whether a good ticket names somebody of whom this node's list knows nothing.
    var isUnlisted: Bool
    var written: Node.Written
    /// People inside at the point once it is recorded.
    var present: Int

    /// Whether the person comes in.
    var isEntering: Bool {
      if case .admitted = verdict { return true }
      return despite != nil
    }
  }

  /// Judges somebody who wants to come in, and writes what will be recorded.
  func checkIn(_ visitor: Visitor, _ wish: Wish = Wish()) -> Entry {
    let now = node.time()
    let id = visitor.participant ?? ""
    let person = reading { fold in fold.whole(id) }
    let verdict = verdict(for: visitor, wish, now)
    var entry = Entry(
      verdict: verdict, earlier: earlier(verdict, id, now.ms), questions: [],
      isUnlisted: visitor.serial != nil && person?.isRegistered != true,
      written: Node.Written(own: OwnOp(line: []), id: OpID(high: 0, low: 0)),
      present: reading { fold in fold.present(at: point, now: now.ms) })
    if wish.anyway, case .refused(let reason) = verdict, reason.mayBePassedOver {
      entry.despite = reason
    }
    entry.questions = openQuestions(for: id, wish, entry)
    if entry.isEntering, !isAnywhere(id, now.ms) { entry.present += 1 }
    entry.written = node.write(draft(visitor, wish, entry, person))
    return entry
  }

  private func draft(
    _ visitor: Visitor, _ wish: Wish, _ entry: Entry, _ person: ParticipantView?
  ) -> Draft {
    if case .refused(let reason) = entry.verdict, entry.despite == nil {
      // An op that names somebody makes that id a known one: it names nobody of whom only an
      // unchecked text, or a ticket alone, speaks.
      return Draft(
        .refusal(door: name, reason: reason.rawValue), by: by, point: point,
        participant: person == nil ? nil : visitor.participant)
    }
    let answered = wish.answers.map(\.name)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let act = Act.checkin(
      CheckIn(
        door: name, base: (person?.blocks.map(\.id) ?? []).sorted(), serial: visitor.serial,
        answered: answered, despite: entry.despite?.rawValue))
    return Draft(
      act, by: by, point: point, participant: visitor.participant, privates: wish.answers)
  }

  /// Whether somebody is known, if only because this node registered the person.
  func knows(_ visitor: Visitor) -> Bool {
    guard let id = visitor.participant else { return false }
    return reading { fold in
      fold.participant(id) != nil
        || OpID(id).flatMap { fold.operationInfo($0) }?.kind == "participant.put"
    }
  }

  private func verdict(for visitor: Visitor, _ wish: Wish, _ now: Node.Guess) -> Verdict {
    // Before the log has come no op of this node counts, not even that of the person at the door.
    if node.knowsNobody { return .admitted(isNamed: true) }
    guard let shown = visitor.shown else { return .refused(.unknown) }
    guard visitor.participant != nil || shown != .nothing else { return .refused(.unknown) }
    return reading { fold in
      fold.verdict(
        for: visitor.participant ?? "", showing: shown, point: point, door: name, now: now.ms,
        err: now.err ?? Node.Guess.boundlessMs, answered: wish.answers.map(\.name))
    }
  }

  private func earlier(_ verdict: Verdict, _ id: String, _ now: Int64) -> Verdict.Inside? {
    switch verdict {
    case .repeat(let inside): inside
    case .refused(.alreadyUsed):
      reading { fold in fold.spender(for: id, door: name, now: now) }
    default: nil
    }
  }

  /// What is to be asked: all that is open where that is why somebody stays out; otherwise what else
  /// the door would like to know, when the person comes in by it for the first time.
  private func openQuestions(for id: String, _ wish: Wish, _ entry: Entry) -> [Question] {
    let refused = entry.verdict == .refused(.questionsOpen)
    guard refused || entry.isEntering, !questions.isEmpty else { return [] }
    return reading { fold in
      let hasBeenHere = fold.presence(of: id).contains { $0.door == name }
      guard refused || !hasBeenHere else { return [] }
      let answered = fold.questionsAnswered(by: id)
      return questions.filter { question in
        answered[question.id] == nil && !wish.answers.contains { $0.name == question.id }
      }
    }
  }

  // MARK: Leaving

  /// What a check-out led to.
  struct Leaving {
    /// Whether nobody had checked the person in by this door.
    var isOrphan: Bool
    var written: Node.Written
    /// People inside at the point once it is recorded.
    var present: Int
  }

  /// Writes that somebody leaves; who is inside by another door of the point leaves by that one,
  /// unless the desk has named a door.
  func checkOut(_ participant: String, doorIsNamed: Bool) -> Leaving {
    let now = node.now()
    let stays = node.inside(participant, now: now)
    let here = stays.filter { $0.point == point }
    let door =
      doorIsNamed || here.contains { $0.door == name } ? name : here.first?.door ?? name
    let isOrphan = !here.contains { $0.door == door }
    var present = node.present(now: now)
    if !isOrphan, here.count == 1, stays.first?.point == point { present = max(0, present - 1) }
    let written = node.write(
      Draft(.checkout(door: door), by: by, point: point, participant: participant))
    return Leaving(isOrphan: isOrphan, written: written, present: present)
  }

  // MARK: The state

  private func reading<Value>(_ body: (inout Fold) -> Value) -> Value {
    if let ahead { return ahead.reading(body) }
    return node.replica.reading(body)
  }

  private func isAnywhere(_ id: String, _ now: Int64) -> Bool {
    reading { fold in fold.presence(of: id).contains { $0.begin <= now && now < $0.end } }
  }
}

extension Verdict.Refusal {
  /// Whether a desk may admit all the same: not where nobody can say who it is that comes.
  var mayBePassedOver: Bool {
    switch self {
    case .unknown, .wrongEvent, .badSignature: false
    default: true
    }
  }
}
