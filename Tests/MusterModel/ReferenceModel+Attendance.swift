package import MusterCore

/// Who is inside now, and where everybody counts.
nonisolated extension ReferenceModel {
  /// People present and attended.
  package struct Figures: Hashable, Sendable {
    package var present = 0
    package var attended = 0

    package init(present: Int = 0, attended: Int = 0) {
      self.present = present
      self.attended = attended
    }
  }

  /// (participant, point, door) of everybody who is inside at a moment, with the check-in.
  package func inside(at now: Int64) -> [(passage: [String], checkIn: OpID)] {
    presence.intervals.values.joined().filter { $0.begin.ms <= now && now < $0.end }.map {
      ([$0.passage.person, $0.passage.point, $0.passage.door.string], $0.checkIn.id)
    }
  }

  /// Everybody counts once: attended where they count on the first date, present where they count
  /// today if they are inside there, otherwise where they came in first of those who hold them.
  package func figures(at now: Int64) -> [String: Figures] {
    var figures: [String: Figures] = [:]
    for participant in Set(presence.intervals.keys.map(\.person)) {
      let stays = presence.intervals.values.joined()
        .filter { $0.passage.person == participant }
        .sorted { times.isBefore($0.checkIn, $1.checkIn) }
      func counted(_ stay: Presence.Interval) -> String {
        conflicts.counted[PersonDate(person: participant, date: stay.date)] ?? ""
      }
      guard let first = stays.first else { continue }
      figures[counted(first), default: Figures()].attended += 1
      let inside = stays.filter { $0.begin.ms <= now && now < $0.end }
      guard let stay = inside.first else { continue }
      let isThere = inside.contains { $0.passage.point == counted(stay) }
      figures[isThere ? counted(stay) : stay.passage.point, default: Figures()].present += 1
    }
    return figures
  }
}
