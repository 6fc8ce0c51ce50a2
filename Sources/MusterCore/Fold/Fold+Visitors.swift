/// A participant and a point at which they have been inside.
nonisolated struct Visit: Hashable, Sendable {
  var person: Int32
  var point: Int32
}

/// Who is inside at one point: looked for among those who were ever there. A point has its own people
/// and few others, and a desk asks at every check-in.
nonisolated extension Fold {
  /// People inside at a point: as many as ``attendance(now:)`` counts there.
  ///
  /// - Parameters:
  ///   - id: the point's id.
  ///   - now: hub time, ms.
  public mutating func present(at id: String, now: Int64) -> Int {
    settle()
    guard let point = places.find(id), pointList[Int(point)].named > 0 else { return 0 }
    return pointList[Int(point)].visitors.count { person in
      isSomebody(Int(person)) && people[Int(person)].firstInterval >= 0
        && whereabouts(person, now).present == point
    }
  }

  /// Puts a person whose intervals were found among the visitors of their points.
  mutating func noteVisitor(_ person: Int32) {
    var op = people[Int(person)].firstInterval
    while op >= 0 {
      noteVisit(of: person, at: records[op].point)
      op = records[op].nextInterval
    }
  }

  private mutating func noteVisit(of person: Int32, at point: Int32) {
    let first = people[Int(person)].visited
    guard first != point else { return }
    if first < 0 {
      people[Int(person)].visited = point
    } else {
      guard furtherVisits.insert(Visit(person: person, point: point)).inserted else { return }
    }
    pointList[Int(point)].visitors.append(person)
  }
}
