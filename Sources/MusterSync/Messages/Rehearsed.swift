/// How a node's last rehearsal went, as it tells the centre (`Protocol/7-rehearsal.md`).
public nonisolated struct Rehearsed: Hashable, Sendable {
  /// The ways in which a rehearsal ends.
  public enum Outcome: String, CaseIterable, Sendable {
    /// Everything that was recorded without a link came to the centre, and both ends have one state.
    case well
    /// The ends differ, or something could not be recorded.
    case failed
    /// It could not be compared: the centre was away, or either end was stopped in the midst.
    case unfinished
  }

  /// When it ended, hub time as the node knew it, ms.
  public var at: Int64
  /// The word for its outcome; an ``Outcome``, or that of another version.
  public var outcome: String

  /// Makes the account of a rehearsal.
  public init(at: Int64, outcome: String) {
    self.at = at
    self.outcome = outcome
  }

  /// Reads what ``kept`` wrote; nil for anything else.
  public init?(kept: some StringProtocol) {
    let parts = kept.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let at = Int64(parts[0]) else { return nil }
    self.init(at: at, outcome: String(parts[1]))
  }

  /// The account as one line of text, for a setting; a word of a hostile node's must not become two lines.
  public var kept: String { "\(at) " + String(outcome.map { $0.isNewline ? " " : $0 }) }

  init(_ message: MessageReader) throws(ProtocolError) {
    at = try message.integer("at")
    outcome = try message.text("outcome", bytes: 1...64)
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("outcome", outcome)
    writer.endObject()
  }
}
