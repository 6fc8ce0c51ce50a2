/// One language's words at a door: a text for each verdict and each reason, so that the compiler
/// misses what a language lacks.
nonisolated struct DoorWords: Sendable {
  var welcome: String
  var goodbye: String
  /// Of who is inside already.
  var inside: String
  /// The same, with the time since when.
  var insideSince: @Sendable (_ time: String) -> String
  var unknown: String
  var wrongEvent: String
  var badSignature: String
  var blocked: String
  var cancelled: String
  var pending: String
  var notYetValid: String
  var noLongerValid: String
  var wrongDoor: String
  var wrongKind: String
  var wrongDay: String
  var tooEarly: String
  var tooLate: String
  var alreadyUsed: String
  /// The same, with the time of the entry at this point.
  var usedAt: @Sendable (_ time: String) -> String
  /// The same, with the time and the place of an entry elsewhere.
  var usedElsewhere: @Sendable (_ time: String, _ place: String) -> String
  var questionsOpen: String
  var full: String
  /// In the place of a name that was erased.
  var erased: String

  func refusal(_ refusal: Verdict.Refusal) -> String {
    switch refusal {
    case .unknown: unknown
    case .wrongEvent: wrongEvent
    case .badSignature: badSignature
    case .blocked: blocked
    case .cancelled: cancelled
    case .pending: pending
    case .notYetValid: notYetValid
    case .noLongerValid: noLongerValid
    case .wrongDoor: wrongDoor
    case .wrongKind: wrongKind
    case .wrongDay: wrongDay
    case .tooEarly: tooEarly
    case .tooLate: tooLate
    case .alreadyUsed: alreadyUsed
    case .questionsOpen: questionsOpen
    case .full: full
    }
  }
}
