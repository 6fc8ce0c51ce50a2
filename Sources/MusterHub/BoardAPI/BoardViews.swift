import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a board shows, told by small numbers that change when it does.
///
/// What is folded is looked at anew only when something came to the disk: names come after their ops.
final class BoardViews {
  private let centre: Centre
  private var seen: Int?
  private var folded: (conflicts: Int, open: Int, programme: Int, announcements: Int) = (0, 0, 0, 0)

  init(_ centre: Centre) { self.centre = centre }

  /// `coverage`, `nodes`, `conflicts`, `programme`, `announcements`.
  func look() -> [EventStreams.View] {
    let place = centre.replica.position.place
    if seen != centre.replica.commitCount {
      seen = centre.replica.commitCount
      folded = fold()
    }
    let at = JSONMember(name: "place", value: .integer(place))
    return [
      coverage(), nodes(),
      EventStreams.View(
        "conflicts", version: folded.conflicts,
        .object([at, JSONMember(name: "open", value: .count(folded.open))])),
      EventStreams.View("programme", version: folded.programme, .object([at])),
      EventStreams.View("announcements", version: folded.announcements, .object([at])),
    ]
  }

  private func coverage() -> EventStreams.View {
    let coverage = centre.coverage()
    var version = Hasher()
    for row in coverage.rows {
      version.combine(row.state)
      for number in [row.registered, row.present, row.attended] { version.combine(number) }
    }
    for alarm in coverage.alarms { version.combine(alarm.point) }
    return EventStreams.View(
      "coverage", version: version.finalize(),
      [
        "alarms": .count(coverage.alarms.count),
        "heard": .count(coverage.heard), "silent": .count(coverage.silent),
        "open": .count(coverage.open), "present": .count(coverage.present),
        "attended": .count(coverage.attended), "complete": .bool(coverage.isComplete),
      ])
  }

  private func nodes() -> EventStreams.View {
    let nodes = centre.replica.reading { fold in fold.nodes() }
    var version = Hasher()
    var connected = 0
    for node in nodes {
      let isConnected = centre.isConnected(node.admission.keyID)
      connected += isConnected ? 1 : 0
      version.combine(node.admission.keyID)
      version.combine(node.isRevoked)
      version.combine(isConnected)
    }
    return EventStreams.View("nodes", version: version.finalize(), ["connected": .count(connected)])
  }

  private func fold() -> (conflicts: Int, open: Int, programme: Int, announcements: Int) {
    let all = (try? centre.conflicts()) ?? []
    var conflicts = Hasher()
    for conflict in all {
      conflicts.combine(conflict.type)
      conflicts.combine(conflict.subject)
      conflicts.combine(conflict.isOpen)
      conflicts.combine(conflict.outcome)
      conflicts.combine(conflict.evidence)
    }
    return centre.replica.reading { fold in
      var announcements = Hasher()
      for view in fold.announcements() {
        announcements.combine(view.op)
        announcements.combine(view.shown.count)
        announcements.combine(view.acknowledged.count)
      }
      return (
        conflicts.finalize(), all.count(where: \.isOpen), fold.programmeVersion(),
        announcements.finalize()
      )
    }
  }
}
