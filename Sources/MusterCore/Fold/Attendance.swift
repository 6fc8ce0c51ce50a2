/// How many are registered, present and have attended: in all, at each point and in each country.
///
/// Everybody counts once: who has attended, at the counted point of the first date with an interval;
/// who is present, at the counted point of the interval's date if inside there, otherwise at the
/// point where that interval lies.
public nonisolated struct Attendance: Hashable, Sendable {
  /// Three counts of people.
  public struct Figures: Hashable, Sendable {
    /// With a put that stands: of a point those whose home point it is, of a country those whose
    /// home country it is.
    public var registered = 0
    /// Inside now.
    public var present = 0
    /// Inside ever.
    public var attended = 0

    /// Makes figures.
    public init(registered: Int = 0, present: Int = 0, attended: Int = 0) {
      self.registered = registered
      self.present = present
      self.attended = attended
    }
  }

  /// In all.
  public var total = Figures()
  /// By point; points without anybody stand there too.
  public var points: [String: Figures] = [:]
  /// By country: `registered` by home, the others by the country of the point.
  public var countries: [String: Figures] = [:]
}

nonisolated extension Fold {
  /// Counts everybody, in one pass over the participants.
  ///
  /// - Parameter now: hub time, ms.
  public mutating func attendance(now: Int64) -> Attendance {
    settle()
    var total = Attendance.Figures()
    var byPoint = [Attendance.Figures](repeating: total, count: pointList.count)
    var registeredByCountry = [Int](repeating: 0, count: countries.count)
    for index in people.indices where isSomebody(index) {
      let person = people[index]
      let (isRegistered, homePoint) = registration(Int32(truncatingIfNeeded: index))
      if isRegistered {
        total.registered += 1
        if homePoint >= 0 { byPoint[Int(homePoint)].registered += 1 }
        if person.home >= 0 { registeredByCountry[Int(person.home)] += 1 }
      }
      guard person.firstInterval >= 0 else { continue }
      let (attended, present) = whereabouts(Int32(truncatingIfNeeded: index), now)
      total.attended += 1
      byPoint[Int(attended)].attended += 1
      guard present >= 0 else { continue }
      total.present += 1
      byPoint[Int(present)].present += 1
    }
    return attendance(total, byPoint, registeredByCountry)
  }

  /// Whether a participant is there to be counted: a counting op names it, or it names a person of
  /// several, whom merges alone may have given it.
  func isSomebody(_ index: Int) -> Bool {
    people[index].named > 0 || Int(people[index].name) == index
  }

  /// Whether a person is registered, and at which point at home or −1; a person of several
  /// participants is, where the one stands who names the person.
  private func registration(_ index: Int32) -> (isRegistered: Bool, homePoint: Int32) {
    let person = people[Int(index)]
    guard person.name >= 0 else { return (person.isRegistered, person.homePoint) }
    guard person.name == index else { return (false, -1) }
    let members = members(of: index).map { people[Int($0)] }
    return (
      members.contains { $0.isRegistered },
      members.first { $0.homePoint >= 0 }?.homePoint ?? -1
    )
  }

  /// Where a participant who was ever inside counts as attended, and as present (or −1).
  func whereabouts(_ person: Int32, _ now: Int64) -> (attended: Int32, present: Int32) {
    let first = people[Int(person)].firstInterval
    func isInside(_ op: Int32) -> Bool { records[op].ms <= now && now < records[op].end }
    if records[first].nextInterval < 0 {
      return (records[first].point, isInside(first) ? records[first].point : -1)
    }
    let counted = countedPoints(of: person)
    let inside = intervals(of: person).filter(isInside)
    guard let earliest = inside.first else { return (counted[0].point, -1) }
    let date = days.date(records[earliest].ms)
    let point = counted.first { $0.date == date }?.point ?? records[earliest].point
    let isThere = inside.contains { records[$0].point == point }
    return (counted[0].point, isThere ? point : records[earliest].point)
  }

  private func attendance(
    _ total: Attendance.Figures, _ byPoint: [Attendance.Figures], _ registered: [Int]
  ) -> Attendance {
    var attendance = Attendance(total: total)
    for (index, figures) in byPoint.enumerated() where pointList[index].named > 0 {
      let point = Int32(truncatingIfNeeded: index)
      attendance.points[places.string(point)] = figures
      guard let country = country(ofPoint: point) else { continue }
      attendance.countries[country, default: .init()].present += figures.present
      attendance.countries[country, default: .init()].attended += figures.attended
    }
    for (index, count) in registered.enumerated() where count > 0 {
      let country = countries.string(Int32(truncatingIfNeeded: index))
      attendance.countries[country, default: .init()].registered += count
    }
    return attendance
  }

  /// The point's field `country`, or else that of its admission with the smallest op id.
  func country(ofPoint point: Int32) -> String? {
    if let country = change(point, .country)?.country { return country }
    var found: Int32 = -1
    for machine in machines {
      for op in machine.admissions where records[op].counts && records[op].point == point {
        if found < 0 || records[op].id < records[found].id { found = op }
      }
    }
    return found < 0 ? nil : payloads.admissions[Int(records[found].payload)].country
  }
}
