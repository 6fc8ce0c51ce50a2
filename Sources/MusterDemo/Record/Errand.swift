internal import MusterCommand
internal import MusterSync

/// Something that a volunteer at one desk wants done: one request, or a few that follow from each
/// other's answers.
///
/// ``question`` says what to ask next; ``take(_:asked:answered:journal:)`` takes the answer and tells
/// whether there is more. A retry asks the same question with the same key.
final class Errand {
  /// What is wanted.
  enum Deed {
    /// The doors open.
    case open
    /// A ticket is scanned.
    case admit(Person)
    /// Somebody without a ticket is looked up by name.
    case admitByName(Person)
    /// A ticket is scanned a second time.
    case admitAgain(Person)
    /// A ticket is scanned whose holder the centre has blocked.
    case turnAway(Person)
    /// A text is scanned that is no good ticket.
    case scanDamaged(String)
    /// Somebody goes.
    case leave(Person)
    /// Somebody comes who is on no roster.
    case walkIn(String)
    /// An earlier check-in was a slip.
    case undo(Errand)
  }

  /// The index of the point.
  let place: Int
  private let point: String
  private let country: String
  private let deed: Deed
  private let key: String
  private var step = 0
  private var hasFailed = false
  private var walkIn: String?
  private let isOffline: Bool
  /// The op of its last act.
  private(set) var op: String?

  /// - Parameters:
  ///   - key: unlike any other errand's.
  ///   - isOffline: whether the node has no link, so that its answers have to say so.
  init(_ deed: Deed, at place: Int, _ points: [Point], key: String, isOffline: Bool) {
    self.deed = deed
    self.place = place
    point = points[place].id
    country = points[place].country
    self.key = key
    self.isOffline = isOffline
  }

  /// What to ask now; nil when all is done.
  var question: Question? {
    guard !hasFailed else { return nil }
    return switch (deed, step) {
    case (.open, 0): post("open", [:])
    case (.admit(let person), 0), (.admitAgain(let person), 0), (.turnAway(let person), 0):
      post("checkins", ["ticket": .string(person.ticket)])
    case (.admitByName(let person), 0):
      Question(path: "/api/v1/participants?q=\(HTTPClient.encoded(person.name))&limit=50")
    case (.admitByName(let person), 1): post("checkins", ["participant": .string(person.id)])
    case (.scanDamaged(let text), 0): post("checkins", ["ticket": .string(text)])
    case (.leave(let person), 0): post("checkouts", ["ticket": .string(person.ticket)])
    case (.walkIn(let name), 0): post("participants", ["name": .string(name), "kind": "guest"])
    case (.walkIn, 1): post("checkins", ["participant": .string(walkIn ?? "")])
    case (.undo(let slip), 0): post("voids", ["ops": .array([.string(slip.op ?? "")])])
    default: nil
    }
  }

  /// Takes the answer to ``question``; writes down the act, or that the answer was wrong.
  func take(_ answer: Answer, asked: Int64, answered: Int64, journal: Journal) {
    journal.noteAnswer()
    let body = answer.body
    guard (200..<300).contains(answer.status), let body else {
      fail(
        "HTTP \(answer.status) \(body?["detail"]?.string ?? body?["title"]?.string ?? "")", journal)
      return
    }
    func note(_ kind: String, _ participant: String?) {
      guard let op = body["op"]?.string else {
        fail("answered without an op", journal)
        return
      }
      self.op = op
      journal.note(
        Act(
          kind: kind, point: point, participant: participant, op: op, asked: asked,
          answered: answered))
    }
    switch (deed, step) {
    case (.open, _): note("point.open", nil)
    case (.admit(let person), _), (.admitByName(let person), 1):
      guard expect("admitted", body, journal) else { return }
      note("checkin", person.id)
    case (.admitByName(let person), _):
      let found = body["participants"]?.array ?? []
      guard found.contains(where: { $0["id"]?.string == person.id }) else {
        fail("\(person.id) is not found by name", journal)
        return
      }
    case (.admitAgain(let person), _):
      guard expect("repeat", body, journal) else { return }
      if body["op"]?.string != nil { note("checkin", person.id) }
    case (.turnAway(let person), _):
      guard expect("refused", body, journal) else { return }
      if body["op"]?.string != nil { note("refusal", person.id) }
    case (.scanDamaged, _):
      guard expect("refused", body, journal) else { return }
      if body["op"]?.string != nil { note("refusal", nil) }
    case (.leave(let person), _):
      if body["orphan"]?.bool == true { fail("the check-out has no check-in before it", journal) }
      note("checkout", person.id)
    case (.walkIn, 0):
      guard let id = body["participant"]?.string ?? body["participant"]?["id"]?.string else {
        fail("a walk-in got no id", journal)
        return
      }
      walkIn = id
      journal.note(walkIn: id, country: country)
      note("participant.put", nil)
    case (.walkIn, _):
      guard expect("admitted", body, journal) else { return }
      note("checkin", walkIn)
    case (.undo(let slip), _):
      note("void", nil)
      if let op = slip.op { journal.note(voided: op) }
    }
    step += 1
  }

  private func post(_ path: String, _ body: JSONValue) -> Question {
    Question(method: "POST", path: "/api/v1/\(path)", body: body, key: "\(key)-\(step)")
  }

  private func expect(_ verdict: String, _ body: JSONValue, _ journal: Journal) -> Bool {
    if isOffline {
      journal.note(offlineAnswerSaidSo: body["unknowns"]?["connected"]?.bool == false)
    }
    guard body["verdict"]?.string == verdict else {
      let reason = body["reason"]?.string.map { " (\($0))" } ?? ""
      fail("\(body["verdict"]?.string ?? "no verdict")\(reason) instead of \(verdict)", journal)
      return false
    }
    return true
  }

  private func fail(_ what: String, _ journal: Journal) {
    journal.note(surprise: "\(point), \(name): \(what)")
    hasFailed = true
  }

  /// What is wanted, for a person.
  private var name: String {
    switch deed {
    case .open: "open"
    case .admit(let person): "ticket of \(person.id)"
    case .admitByName(let person): "check-in of \(person.id) by name"
    case .admitAgain(let person): "second scan of \(person.id)"
    case .turnAway(let person): "ticket of \(person.id), who is blocked"
    case .scanDamaged: "damaged ticket"
    case .leave(let person): "check-out of \(person.id)"
    case .walkIn: "walk-in"
    case .undo: "void"
    }
  }
}
