import MusterCore
import MusterDaemon
import MusterSync

/// What a desk is answered about a check-in.
struct DoorAnswer {
  private let entry: Door.Entry
  private let person: JSONValue?
  private let say: String

  /// - Parameters:
  ///   - language: BCP 47 tag of what is said.
  ///   - zone: the point's zone, for the time since when somebody is inside.
  init(_ entry: Door.Entry, person: JSONValue?, language: String, zone: String?) {
    self.entry = entry
    self.person = person
    var since: String?
    if case .repeat(let inside) = entry.verdict {
      since = zone.flatMap { try? Zone($0) }?.time(at: inside.since).clock
    }
    say = Say.words(for: entry.verdict, language: language, since: since)
  }

  /// The answer.
  func json(unknowns: JSONValue) -> JSONValue {
    var word = "admitted"
    var reason: JSONValue?
    var inside: Verdict.Inside?
    switch entry.verdict {
    case .admitted: break
    case .repeat(let found):
      word = "repeat"
      inside = found
    case .refused(let refusal):
      word = "refused"
      reason = .string(refusal.rawValue)
    }
    return .present([
      "verdict": .string(word), "reason": reason, "op": JSONValue(entry.written.id),
      "participant": person, "since_ms": inside.map { .number($0.since) },
      "since_by": inside?.by.map(JSONValue.string), "present": .number(entry.present),
      "say": .string(say), "unknowns": unknowns,
    ])
  }

  /// What is said to somebody who leaves.
  static func goodbye(_ language: String) -> String {
    switch language.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
    case "ar": "مع السلامة."
    case "fr": "Au revoir."
    case "tr": "Güle güle."
    case "ms": "Selamat jalan."
    default: "Goodbye."
    }
  }
}
