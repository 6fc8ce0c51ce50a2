public import MusterCore

/// What SQLite said: enough for a log, never a bound value.
public nonisolated struct SQLiteFailure: Hashable, Sendable {
  /// Extended result code (<https://sqlite.org/rescode.html>).
  public var code: Int32
  /// SQLite's own words.
  public var message: String
  /// The statement, with its parameters unbound; empty where there was none.
  public var sql: String
}

/// Why the store could not do what it was asked; ``message`` says what a person can do.
public nonisolated enum StoreError: Error, Hashable, Sendable {
  // The disk.
  /// No room left. Nothing was written.
  case diskFull(SQLiteFailure)
  /// Reading or writing failed below SQLite.
  case io(SQLiteFailure)
  /// The file's pages contradict each other.
  case corrupt(SQLiteFailure)
  /// The pages are sound, but what stands in them is not what this program wrote.
  case damaged(what: String)
  /// Another process holds the file.
  case locked(SQLiteFailure)
  /// The file may not be opened or written.
  case cannotOpen(path: String, SQLiteFailure)
  /// The file was written by a later version.
  case fromNewerProgram(found: Int, known: Int)
  /// A database, but not Muster's.
  case notMuster(path: String)
  /// The data belong to another event.
  case otherEvent(found: EventID)
  /// Any other failure: the program's own mistake.
  case statement(SQLiteFailure)

  // What was asked.
  /// A batch begins after the number that comes next.
  case gap(Writer, held: Int64, first: Int64)
  /// A batch contradicts what is held of this writer.
  case fork(Writer, n: Int64)
  /// A segment does not continue the log that is held.
  case offChain(held: Int64, first: Int64)
  /// No segment ends at this place.
  case noSegmentEnd(place: Int64)
  /// A private line is not the one that its op names.
  case wrongPrivateLine(OpID)
  /// The op is not held.
  case unknownOp(OpID)
  /// An own line is longer or fuller than the protocol allows.
  case unfitLine(why: String)
  /// A life of the hub was begun twice, or ops were placed before one was begun.
  case noLife
  /// An earlier write failed, so memory may be ahead of the disk: open the replica again.
  case needsReopen
}

nonisolated extension StoreError {
  /// Whether nothing was changed, and the same may succeed later: there was no room, or another program was at
  /// the file.
  public var leavesAllAsItWas: Bool {
    switch self {
    case .diskFull, .locked: true
    default: false
    }
  }

  /// What happened and what to do, for a person.
  public var message: String {
    switch self {
    case .diskFull:
      "The disk is full; nothing was lost, but nothing new can be stored. Free some space, "
        + "then do it again."
    case .io(let failure):
      "The disk could not be read or written (\(failure.message), code \(failure.code)). Check the "
        + "disk and its cable or mount, then start again: what was confirmed is on it."
    case .corrupt(let failure):
      "The database is corrupt (\(failure.message)). Stop, and keep a copy of the data folder. "
        + "Then restore the newest backup; the guide says what else there is, under Damaged database."
    case .damaged(let what):
      "The database holds something that Muster did not write: \(what). Run `verify` on it; if it "
        + "confirms this, restore the newest backup."
    case .locked:
      "Another program holds the database. Is a second daemon running on this data folder? Stop "
        + "one of them."
    case .cannotOpen(let path, let failure):
      "Cannot open \(path): \(failure.message). Check that the folder exists and that this user "
        + "may write to it."
    case .fromNewerProgram(let found, let known):
      "The database was written by a newer Muster (schema \(found), this one knows \(known)). "
        + "Install that version or a later one."
    case .notMuster(let path):
      "\(path) is not a Muster database. Check the data folder's path."
    case .otherEvent(let found):
      "This data folder belongs to the event \(found.hex). Use a folder of its own for each event."
    case .statement(let failure):
      "The database refused a statement (\(failure.message), code \(failure.code)). This is a "
        + "mistake in Muster: please report it with this text: \(failure.sql)"
    case .gap(let writer, let held, let first):
      "Writer \(writer.node.hex) sent ops from \(first), but only \(held) are held: those between "
        + "must come first."
    case .fork(let writer, let n):
      "Writer \(writer.node.hex) has two histories that part at or before op \(n): a copied or "
        + "restored data folder. It must go on under a new epoch."
    case .offChain(let held, let first):
      "A segment from place \(first) does not continue the log held up to \(held): it is of "
        + "another life of the hub, or damaged."
    case .noSegmentEnd(let place): "No segment of the log ends at place \(place)."
    case .wrongPrivateLine(let op):
      "The private line sent for op \(op.hex) is not the one that the op names: it was changed."
    case .unknownOp(let op): "Op \(op.hex) is not held here."
    case .unfitLine(let why): "The line cannot be stored: \(why)."
    case .noLife: "The hub places ops only within a life that it has begun, and begins each once."
    case .needsReopen:
      "An earlier write failed, so what is in memory may not be on disk. Open the data again."
    }
  }
}
