import MusterDaemon
import MusterSync

/// What has been shown by a rehearsal, in the order in which it comes.
enum RehearsalStep {
  /// A link to the centre: how long a word takes there and back, and how far this machine's clock is off.
  case linked(roundTripMs: Int64, clockOffsetMs: Int64)
  /// The practice list has come, with names.
  case listed(people: Int)
  /// The link is cut.
  case cut
  /// So many were checked in without a link; the slowest took so long, disk and all.
  case recorded(people: Int, slowestMs: Int64)
  /// The link has come back.
  case back(afterMs: Int64)
  /// Every op stands in the centre's log, signed.
  case arrived(people: Int)
  /// Both ends have one state.
  case same(StateMark)

  /// Its name for programs.
  var name: String {
    switch self {
    case .linked: "linked"
    case .listed: "listed"
    case .cut: "cut"
    case .recorded: "recorded"
    case .back: "back"
    case .arrived: "arrived"
    case .same: "same"
    }
  }

  /// Its figures for programs.
  var figures: [(name: String, value: JSONValue)] {
    switch self {
    case .linked(let roundTrip, let offset):
      [("round_trip_ms", .number(roundTrip)), ("clock_offset_ms", .number(offset))]
    case .listed(let people), .arrived(let people): [("people", .number(people))]
    case .cut: []
    case .recorded(let people, let slowest):
      [("people", .number(people)), ("slowest_ms", .number(slowest))]
    case .back(let after): [("after_ms", .number(after))]
    case .same(let mark):
      [("place", .number(mark.place)), ("state", JSONValue(mark.digest))]
    }
  }
}

/// Why a rehearsal did not come to its end.
enum RehearsalTrouble {
  /// The hub cannot be reached.
  case noHub(String)
  /// The hub does not know rehearsals.
  case tooOld
  /// The hub has no room or no time for one.
  case busy(String)
  /// The hub has ended this node's rights.
  case revoked
  /// Whoever answers is not the event's hub.
  case strangeHub
  /// This machine's disk has no room, or failed.
  case disk(String)
  /// The practice list has not come in time.
  case noList
  /// A check-in was not recorded as it should.
  case notRecorded(String)
  /// The link did not come back in time.
  case notBack(String)
  /// The hub has thrown the practice event away.
  case gone
  /// So many of so many came to the hub in time.
  case notArrived(Int, of: Int)
  /// The two ends have different states.
  case differs

  /// Its name for programs.
  var name: String {
    switch self {
    case .noHub: "no-hub"
    case .tooOld: "too-old"
    case .busy: "busy"
    case .revoked: "revoked"
    case .strangeHub: "strange-hub"
    case .disk: "disk"
    case .noList: "no-list"
    case .notRecorded: "not-recorded"
    case .notBack: "not-back"
    case .gone: "gone"
    case .notArrived: "not-arrived"
    case .differs: "differs"
    }
  }

  /// Whether something is wrong with this machine or this point, or only nothing could be compared.
  var outcome: Rehearsed.Outcome {
    switch self {
    case .revoked, .strangeHub, .disk, .notRecorded, .differs: .failed
    case .noHub, .tooOld, .busy, .noList, .notBack, .gone, .notArrived: .unfinished
    }
  }
}
