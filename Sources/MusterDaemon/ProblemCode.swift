/// A failure that a program deals with in its own way, where the status alone does not tell it apart.
///
/// Member `code` of problem details (RFC 9457 §3.2). Those that have none are told apart by their status.
public nonisolated enum ProblemCode: String, CaseIterable, Sendable {
  /// What was to be taken back is.
  case alreadyTakenBack = "already_taken_back"
  /// The node has not received the roster from the hub yet, and can judge nobody by it.
  case noRoster = "no_roster"
  /// An answer belongs to no question of the door.
  case noSuchQuestion = "no_such_question"
  /// An answer is no number, or can be read as two.
  case notANumber = "not_a_number"
  /// A text is longer than it may be, or empty.
  case wrongLength = "wrong_length"

  /// The code for a text that was refused for its length or for its form: nil where the length is right.
  ///
  /// - Parameter allowed: bytes.
  public static func ofLength(_ text: String, _ allowed: ClosedRange<Int>) -> ProblemCode? {
    allowed.contains(text.utf8.count) ? nil : .wrongLength
  }
}
