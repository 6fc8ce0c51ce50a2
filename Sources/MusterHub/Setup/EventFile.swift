import MusterCore
import MusterDaemon

/// An event as its file says it: titles, zone, days with their windows, sessions by their lengths,
/// doors with their rules.
///
/// The form is that of `seeds/event.json`, told in `seeds/README.md`. Times are hours of the event's
/// own zone; what they are in UTC is computed when the event is set up (``EventPlan``).
struct EventFile {
  /// Titles by language.
  typealias Titles = [String: String]

  /// One day.
  struct Day {
    var path: String
    var id: String
    var date: LocalDate
    /// Minutes after midnight.
    var from: Int
    /// Minutes after midnight.
    var to: Int
    var titles: Titles
  }

  /// One session of a day.
  struct Session {
    var path: String
    var id: String
    var day: String
    var type: String
    /// Minutes after midnight; nil: it begins where the one before it ends.
    var from: Int?
    var minutes: Int
    var slots: [Int64]
    var talks: Int64?
    var titles: Titles
  }

  /// One door, and whom it admits when.
  struct Door {
    var path: String
    var id: String
    var titles: Titles
    var rule: DoorRule
  }

  /// One item of the readiness checklist.
  struct Item {
    /// By when it shall be ready: by the end of a date.
    enum Due: Equatable {
      case on(LocalDate)
      /// So many days before the event's first.
      case before(Int)
    }

    var path: String
    var id: String
    var titles: Titles
    var due: Due?
  }

  /// An indicator, group or country.
  struct Other {
    var path: String
    var id: String
    var titles: Titles
    var goal: Int64?
    var unit: String?
    var measured: String?
    var countries: [String] = []
    var bodies: [String] = []
    var groups: [String] = []
  }

  /// The kinds of participant of an event whose file names none.
  static let usualKinds = ["delegate", "guest", "press", "staff"]

  var titles: Titles
  var zone: String
  var languages: [String]
  /// The kinds of participant that the event knows.
  var kinds: [String]
  var days: [Day]
  var sessions: [Session]
  var doors: [Door]
  var items: [Item]
  var indicators: [Other]
  var groups: [Other]
  var countries: [Other]

  /// The sessions of a day in the order of the file, each with its begin, minutes after midnight.
  func laidOut(_ day: Day) -> [(begin: Int, session: Session)] {
    var end = day.from
    return sessions.filter { $0.day == day.id }.map { session in
      let begin = session.from ?? end
      end = begin + session.minutes
      return (begin, session)
    }
  }
}
