import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// So many ops are made at once, so that an import's lines never stand in memory twice.
  private static var batch: Int { 2048 }

  /// A CSV file and `{"encoding": name?, "dry_run": flag}` → the report.
  func importPoints(_ file: [UInt8], _ body: JSONValue) throws(Failure) -> JSONValue {
    let points = try PointsImport(
      file, encoding: body.optionalArgument("encoding"), into: centre.replica)
    var drafts = points.drafts[...]
    return try append(points.report, body) { limit throws(Failure) in
      let part = Array(drafts.prefix(limit))
      drafts = drafts.dropFirst(limit)
      return part
    }
  }

  /// A CSV file and `{"encoding": name?, "dry_run": flag}` → the report.
  func importRoster(_ file: [UInt8], _ body: JSONValue) throws(Failure) -> JSONValue {
    var roster = try RosterImport(
      file, encoding: body.optionalArgument("encoding"), into: centre.replica)
    return try append(roster.report, body) { limit throws(Failure) in
      try roster.drafts(atMost: limit, from: centre.replica)
    }
  }

  /// All of it in one transaction, or nothing.
  ///
  /// - Parameter next: makes the next drafts, at most so many; none at the end.
  private func append(
    _ report: ImportReport, _ body: JSONValue, _ next: (Int) throws(Failure) -> [Draft]
  ) throws(Failure) -> JSONValue {
    guard report.lines > 0 else {
      throw .badData("The file has no lines below its first: nothing was imported.")
    }
    var answer = report.json
    if try body.flag("dry_run") {
      answer.append("dry_run", true)
      return answer
    }
    guard report.mistakeCount == 0 else { return answer }
    let hub = try centre.writing()
    while true {
      let drafts = try next(Self.batch)
      guard !drafts.isEmpty else { break }
      try hub.gather(drafts)
    }
    try hub.commit()
    return answer
  }

  /// All points that have a country.
  func pointsList() -> JSONValue {
    let (points, nodes) = centre.replica.reading { fold in (fold.points(), fold.nodes()) }
    let served = Set(nodes.filter { !centre.isRevoked($0) }.map(\.admission.point))
    return .array(
      points.map { point in
        [
          "point": .string(point.id), "country": .maybe(point.fields.country),
          "zone": .maybe(point.fields.zone), "language": .maybe(point.fields.language),
          "capacity": .maybe(point.fields.capacity), "contact": .maybe(point.fields.contact),
          "name": .maybe(point.fields.name),
          "open": point.isOpen.map { .bool($0) } ?? .null,
          "has_node": .bool(served.contains(point.id)),
        ]
      })
  }
}
