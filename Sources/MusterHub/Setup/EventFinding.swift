import MusterDaemon
import MusterSync

/// Something about an event file that somebody should know before the event is set up.
struct EventFinding: Equatable {
  /// What sort of thing; the raw values are for programs.
  enum Kind: String, CaseIterable {
    /// Not the form that is asked for, or missing.
    case form
    /// Named twice.
    case duplicate
    /// A zone that this system does not know.
    case unknownZone = "unknown-zone"
    /// A day that the file does not have.
    case unknownDay = "unknown-day"
    /// A country that the file does not have.
    case unknownCountry = "unknown-country"
    /// A choice without anything to choose.
    case noChoices = "no-choices"
    /// More than fits into a line of the log.
    case tooLong = "too-long"

    /// More minutes than there are.
    case overrun
    /// Minutes of a day's window for which nothing is planned.
    case gap
    /// Sessions at the same time.
    case overlap
    /// Titles that lack a language of the event.
    case missingTranslation = "missing-translation"
    /// A type of session, or a kind of participant, that is not known.
    case unknownKind = "unknown-kind"
    /// An indicator that nothing can measure.
    case unknownMeasure = "unknown-measure"
    /// A door that admits nobody, or on no day.
    case shut
    /// A group that the file does not have.
    case unknownGroup = "unknown-group"
    /// A member that nobody reads: probably mistyped.
    case unknownMember = "unknown-member"

    /// Whether no event can be set up with it; otherwise it may be meant.
    var isError: Bool {
      switch self {
      case .form, .duplicate, .unknownZone, .unknownDay, .unknownCountry, .noChoices, .tooLong: true
      case .overrun, .gap, .overlap, .missingTranslation, .unknownKind, .unknownMeasure, .shut,
        .unknownGroup, .unknownMember:
        false
      }
    }
  }

  /// Where in the file, as in `doors[0].kinds`; empty: the file as a whole.
  let path: String
  let kind: Kind
  /// What is so, in words that begin small and end without a stop.
  let message: String

  /// Place and words in one line.
  var line: String { path.isEmpty ? message : "\(path): \(message)" }

  /// A line as a sentence: with its stop, unless it ends as a question.
  static func sentence(_ line: String) -> String { line.hasSuffix("?") ? line : line + "." }

  var json: JSONValue {
    ["path": .string(path), "kind": .string(kind.rawValue), "message": .string(message)]
  }
}

/// What was found so far in one file.
final class EventFindings {
  private(set) var all: [EventFinding] = []

  var errors: [EventFinding] { all.filter(\.kind.isError) }
  var warnings: [EventFinding] { all.filter { !$0.kind.isError } }

  func note(_ path: String, _ kind: EventFinding.Kind, _ message: String) {
    all.append(EventFinding(path: path, kind: kind, message: message))
  }

  /// Does something; gives whether it found no error.
  func areSound(during body: () -> Void) -> Bool {
    let before = errors.count
    body()
    return errors.count == before
  }
}
