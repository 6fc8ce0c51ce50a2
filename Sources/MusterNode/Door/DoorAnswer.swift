import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What a desk is answered about a check-in.
struct DoorAnswer {
  private let entry: Door.Entry
  private let person: JSONValue?
  private let languages: Languages
  private let say: String
  private let isClosed: Bool

  /// - Parameters:
  ///   - person: who it is, as a desk shows people; nil where nobody knows.
  ///   - languages: those of whoever reads or hears it.
  ///   - node: knows the point's clock and what the points are called.
  init(_ entry: Door.Entry, person: JSONValue?, _ languages: Languages, at node: Node) {
    self.entry = entry
    self.person = person
    self.languages = languages
    isClosed = node.isClosed
    say = Say.words(
      for: entry.isEntering ? .admitted(isNamed: true) : entry.verdict, language: languages.spoken,
      earlier: entry.earlier.flatMap { Self.told($0, at: node) })
  }

  /// An earlier entry in words; nil where this machine does not know the point's zone.
  private static func told(_ earlier: Verdict.Inside, at node: Node) -> Say.Earlier? {
    let (here, there) = node.replica.reading { fold in
      (fold.point(named: node.point)?.fields, fold.point(named: earlier.point)?.fields)
    }
    guard let zone = here?.zone.flatMap({ try? Zone($0) }) else { return nil }
    let time = zone.time(at: earlier.since).text(beside: zone.date(at: node.now()))
    let isHere = earlier.point == node.point
    return Say.Earlier(time: time, place: isHere ? nil : there?.name ?? earlier.point)
  }

  /// The answer.
  func json(unknowns: JSONValue) -> JSONValue {
    var word = "admitted"
    var reason: JSONValue?
    var inside: Verdict.Inside?
    var used: Verdict.Inside?
    var mayPassOver: JSONValue?
    var questions: JSONValue?
    if !entry.questions.isEmpty { questions = DoorQuestions(entry.questions).json(languages) }
    switch entry.verdict {
    case .admitted: break
    case .repeat:
      word = "repeat"
      inside = entry.earlier
    case .refused(let refusal):
      used = entry.earlier
      guard entry.despite == nil else { break }
      word = "refused"
      reason = .string(refusal.rawValue)
      mayPassOver = .bool(refusal.mayBePassedOver)
    }
    return .present([
      "verdict": .string(word), "reason": reason,
      "despite": entry.despite.map { .string($0.rawValue) }, "anyway": mayPassOver,
      "op": JSONValue(entry.written.id), "participant": person,
      "since_ms": inside.map { .number($0.since) }, "since_by": inside?.by.map(JSONValue.string),
      "used_ms": used.map { .number($0.since) }, "used_point": used.map { .string($0.point) },
      "used_by": used?.by.map(JSONValue.string),
      "questions": questions, "closed": isClosed ? true : nil,
      "present": .number(entry.present), "say": .string(say), "unknowns": unknowns,
    ])
  }
}
