import MusterCore
import MusterDaemon
import MusterStore

/// What the cells of a roster are read against: the event's countries, its points, its doors and its zone.
struct RosterGround {
  let countries: Set<String>
  let points: Set<String>
  let doors: Set<String>
  var moments: EventMoments

  init(_ replica: Replica) throws(Failure) {
    let zone: String?
    (countries, points, doors, zone) = replica.reading { fold in
      (
        Set(fold.parts(.country).map(\.id)), Set(fold.points().map(\.id)),
        Set(fold.parts(.door).map(\.id)), fold.parts(.event).first?.zone
      )
    }
    moments = EventMoments(zone: try EventZone(zone ?? "UTC"))
  }
}
