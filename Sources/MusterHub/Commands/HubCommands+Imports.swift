import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// So many ops are made at once, so that an import's lines never stand in memory twice.
  private static var batch: Int { 2048 }

  /// A CSV file and `{"encoding": name?, "dry_run": flag}` → the report.
  func importPoints(_ file: [UInt8], _ body: JSONValue) throws(Failure) -> JSONValue {
    let file = try PointsImport(
      file, encoding: body.optionalArgument("encoding"), into: centre.replica)
    return try append(file.drafts, file.report, body)
  }

  /// A CSV file and `{"encoding": name?, "dry_run": flag}` → the report.
  func importRoster(_ file: [UInt8], _ body: JSONValue) throws(Failure) -> JSONValue {
    let file = try RosterImport(
      file, encoding: body.optionalArgument("encoding"), into: centre.replica)
    return try append(file.drafts, file.report, body)
  }

  /// All of it in one transaction, or nothing.
  private func append(
    _ drafts: [Draft], _ report: ImportReport, _ body: JSONValue
  ) throws(Failure) -> JSONValue {
    guard !body.flag("dry_run") else {
      var answer = report.json
      answer.append("dry_run", true)
      return answer
    }
    guard report.mistakeCount == 0 else { return report.json }
    let hub = try centre.writing()
    for first in stride(from: 0, to: drafts.count, by: Self.batch) {
      try hub.gather(Array(drafts[first..<min(first + Self.batch, drafts.count)]))
    }
    try hub.commit()
    return report.json
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
