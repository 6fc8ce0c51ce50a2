import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a desk's page shows, told by small numbers that change when it does.
///
/// What is folded is looked at anew only when something came to the log or to the own chain.
final class DeskViews {
  private let commands: NodeCommands
  private var seen: (place: Int64, made: Int64)?
  private var folded: (present: Int64, programme: Int, announcements: Int) = (0, 0, 0)

  init(_ commands: NodeCommands) { self.commands = commands }

  /// `status`, `ops`, `announcements`, `programme`, `rehearsal`.
  func look() -> [EventStreams.View] {
    let node = commands.node
    let place = node.replica.position.place
    let made = node.replica.ownHead?.n ?? 0
    if seen?.place != place || seen?.made != made {
      seen = (place, made)
      folded = fold()
    }
    let pending = made - node.replica.acknowledgement.durable
    let isConnected = commands.link?.isConnected == true
    let unacknowledged = commands.unacknowledged
    var status = Hasher()
    status.combine(isConnected)
    status.combine(pending)
    status.combine(folded.present)
    status.combine(unacknowledged)
    status.combine(node.isRevoked)
    status.combine(node.room.isScarce)
    return [
      EventStreams.View(
        "status", version: status.finalize(),
        [
          "connected": .bool(isConnected), "pending": .integer(pending),
          "present": .integer(folded.present), "unacknowledged": .number(unacknowledged),
        ]),
      EventStreams.View(
        "ops", version: Int(place) &+ Int(made) << 32,
        ["place": .integer(place), "made": .integer(made)]),
      EventStreams.View(
        "announcements", version: folded.announcements, ["place": .integer(place)]),
      EventStreams.View("programme", version: folded.programme, ["place": .integer(place)]),
      EventStreams.View("rehearsal", version: commands.rehearsals?.version ?? 0, [:]),
    ]
  }

  private func fold() -> (present: Int64, programme: Int, announcements: Int) {
    let node = commands.node
    let now = node.now()
    return node.replica.reading { fold in
      var announcements = Hasher()
      for view in fold.announcements() {
        announcements.combine(view.op)
        announcements.combine(view.acknowledged[node.point])
      }
      return (
        Int64(fold.present(at: node.point, now: now)), fold.programmeVersion(),
        announcements.finalize()
      )
    }
  }
}
