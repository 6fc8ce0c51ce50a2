import MusterCore

/// “Event, points, nodes” of `Protocol/5-state.md`.
nonisolated struct Places {
  struct PartName: Hashable {
    var sort: EventPart.Sort
    var id: Text
  }

  struct Point {
    var name: String
    /// Each field that was ever set, with the put that won.
    var fields: [String: OpID]
    /// The `point.open` or `point.close` that says whether it is open.
    var door: Operation?
    /// The `point.ready` that says what is ready.
    var readiness: OpID?
  }

  let parts: [PartName: Operation]
  let points: [Point]
  let days: Days

  init(_ operations: [Operation], _ times: Times, _ mistake: Mistake?) {
    var puts: [PartName: [Operation]] = [:]
    for op in operations {
      guard case .eventPut(let part) = op.act else { continue }
      puts[PartName(sort: part.sort, id: Text(part.id)), default: []].append(op)
    }
    parts = puts.compactMapValues { times.latest($0) }
    points = Set(operations.compactMap(\.namedPoint)).map { name in
      Places.point(name, operations.filter { $0.point == name }, times)
    }
    days = Days(times.inOrder(Array(parts.values)), times, mistake)
  }

  /// What a door asks; one without a part asks nothing.
  func rule(of door: String) -> DoorRule {
    let winner = parts[PartName(sort: .door, id: Text(door))]
    guard case .eventPut(let part) = winner?.act else { return DoorRule() }
    return part.rule
  }

  private static func point(_ name: String, _ operations: [Operation], _ times: Times) -> Point {
    var puts: [String: [Operation]] = [:]
    var doors: [Operation] = []
    var readinesses: [Operation] = []
    for op in operations {
      switch op.act {
      case .pointPut(let change):
        for field in fields(change) { puts[field, default: []].append(op) }
      case .pointOpen, .pointClose: doors.append(op)
      case .pointReady: readinesses.append(op)
      default: break
      }
    }
    return Point(
      name: name, fields: puts.compactMapValues { times.latest($0)?.id },
      door: times.latest(doors), readiness: times.latest(readinesses)?.id)
  }

  private static func fields(_ change: PointChange) -> [String] {
    var names: [String] = []
    if change.country != nil { names.append("country") }
    if change.zone != nil { names.append("zone") }
    if change.language != nil { names.append("language") }
    if change.capacity != nil { names.append("capacity") }
    if change.contact != nil { names.append("contact") }
    if change.name != nil { names.append("name") }
    return names
  }
}
