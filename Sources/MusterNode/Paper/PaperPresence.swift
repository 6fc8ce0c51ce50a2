import MusterCore
import MusterStore

/// Who was inside when, by what is known and by the lines of a paper list together.
///
/// It only tells what the fold will make of the lines, for the report: to be asked line by line in the
/// order of their times.
struct PaperPresence {
  private struct Place: Hashable {
    var person: String
    var door: String
  }

  /// What the list itself says of somebody at a door.
  private struct Seen {
    /// The last check-in of the list after which no check-out stands.
    var entered: Int64?
    /// The last check-out of the list.
    var left: Int64?
  }

  private let node: Node
  private var seen: [Place: Seen] = [:]

  init(_ node: Node) { self.node = node }

  /// Whether the person of a line is inside by its door just before it; takes note of the line.
  mutating func take(_ row: PaperRow) -> Bool {
    let (person, stays) = node.replica.reading { fold in
      (
        fold.participant(row.participant)?.members.first ?? row.participant,
        fold.presence(of: row.participant)
      )
    }
    let place = Place(person: person, door: row.door)
    var known = seen[place] ?? Seen()
    var isInside = stays.contains { stay in
      stay.point == node.point && stay.door == row.door && stay.begin <= row.stated
        && row.stated < stay.end && (known.left ?? .min) <= stay.begin
    }
    if let entered = known.entered, date(entered) == date(row.stated) { isInside = true }
    if row.isCheckIn {
      if !isInside { known.entered = row.stated }
    } else {
      known.entered = nil
      known.left = row.stated
    }
    seen[place] = known
    return isInside
  }

  /// Nobody stays overnight (`Protocol/5-state.md`, Presence).
  private func date(_ ms: Int64) -> String { node.replica.reading { fold in fold.date(ms) } }
}
