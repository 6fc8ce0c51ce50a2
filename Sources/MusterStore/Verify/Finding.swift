public import MusterCore

/// One thing that verification found wrong; ``message`` says what to do.
public nonisolated enum Finding: Hashable, Sendable {
  /// SQLite's pages contradict each other.
  case pages(String)
  /// The frame of a segment cannot be read, or its lines do not give its hash.
  case segment(first: Int64, String)
  /// A segment does not follow on the one before it.
  case chain(first: Int64)
  /// A row says otherwise than its frame.
  case row(first: Int64, column: String)
  /// A segment's signature does not verify.
  case signature(first: Int64)
  /// A segment is signed by a key that no `hub.start` up to it certifies.
  case uncertified(first: Int64, key: KeyID)
  /// An entry names an op whose line did not come before.
  case noLine(place: Int64, OpID)
  /// The kept head of a writer's chain is not what its placed ops give.
  case head(Writer)
  /// The kept list of lives of the hub is not what the log gives.
  case starts
  /// A segment that is kept aside, of another life of the hub, cannot be handed to it.
  case aside(first: Int64, String)
  /// The own chain breaks at a number.
  case ownChain(n: Int64)
  /// A private line is not the one that its op names.
  case privateLine(OpID)
  /// A private line stands beside no op that is held.
  case strayPrivateLine(OpID)
  /// A private line is still held that is erased.
  case erasedPrivateLine(OpID)
  /// The state in memory is not the one that the disk gives.
  case fold
  /// The search index does not fit the names.
  case index(String)

  /// What was found and what to do, for a person.
  public var message: String {
    switch self {
    case .pages(let what):
      "The database file is damaged (\(what)). Stop, keep a copy of the data folder, and restore "
        + "the newest backup; what is newer comes again from the other machines."
    case .segment(let first, let what):
      "The segment at place \(first) is damaged: \(what) " + Self.restore
    case .chain(let first):
      "The segment at place \(first) does not follow on the one before it. " + Self.restore
    case .row(let first, let column):
      "The segment at place \(first) is listed with another \(column) than it has. " + Self.restore
    case .signature(let first):
      "The segment at place \(first) is not signed by the hub: it was changed after it was made, "
        + "or forged. Do not trust this copy. " + Self.restore
    case .uncertified(let first, let key):
      "The segment at place \(first) is signed by the key \(key.hex), which the event's root never "
        + "certified: somebody else wrote it. Do not trust this copy. " + Self.restore
    case .noLine(let place, let op):
      "Place \(place) names op \(op.hex), whose line did not come before. " + Self.restore
    case .head(let writer):
      "The kept end of the chain of writer \(writer.node.hex) is not what its ops give. "
        + Self.restore
    case .starts: "The kept list of the hub's lives is not what the log gives. " + Self.restore
    case .aside(let first, let what):
      "A segment of another life of the hub, from place \(first), is damaged: \(what) Nothing else "
        + "of this copy is. Other machines keep it too: let them meet the hub."
    case .ownChain(let n):
      "This machine's own chain breaks at op \(n). Keep a copy of the data folder, hand its ops in "
        + "as a bundle, and enrol the machine anew."
    case .privateLine(let op):
      "The private line beside op \(op.hex) is not the one that the op names: it was changed. "
        + "Restore the newest backup, or erase the line; it comes again from where it is held."
    case .strayPrivateLine(let op):
      "A private line stands beside op \(op.hex), which is not held. Restore the newest backup, or "
        + "erase the line."
    case .erasedPrivateLine(let op):
      "The private line beside op \(op.hex) is erased and still held. Restart the daemon, which drops "
        + "it."
    case .fold:
      "The state in memory is not the one that the log gives. Restart the daemon, and report this "
        + "with the data folder's copy: it is a mistake in Muster."
    case .index(let what):
      "The search index is out of step with the names (\(what)). Nothing is lost: restart the "
        + "daemon, which makes it anew."
    }
  }

  private static let restore =
    "Restore the newest backup, or enrol anew on an empty folder and let the log come again."
}

/// What verification looked at and found.
public nonisolated struct VerifyReport: Hashable, Sendable {
  /// What is wrong; empty when all is well.
  public var findings: [Finding] = []
  /// Segments looked at.
  public var segments = 0
  /// Entries of the log looked at.
  public var entries: Int64 = 0
  /// Writers of whom something is placed.
  public var writers = 0
  /// Own ops looked at.
  public var ownOps: Int64 = 0
  /// Private lines looked at.
  public var privateLines = 0
  /// Segments of other lives of the hub, kept aside, that were looked at.
  public var aside = 0
  /// SHA-256 of the canonical state that the log gives.
  public var stateDigest: Digest?

  /// Whether nothing is wrong.
  public var isSound: Bool { findings.isEmpty }
}
