/// What screens and sessions ask about the event, its points, nodes and keys.
nonisolated extension Fold {
  /// All points that a counting op names, by id.
  public mutating func points() -> [PointView] {
    settle()
    return pointList.indices.filter { pointList[$0].named > 0 }
      .map { view(ofPoint: Int32(truncatingIfNeeded: $0)) }.sorted { $0.id < $1.id }
  }

  /// The point of this id; nil when no counting op names it.
  public mutating func point(named id: String) -> PointView? {
    settle()
    guard let point = places.find(id), pointList[Int(point)].named > 0 else { return nil }
    return view(ofPoint: point)
  }

  private func view(ofPoint point: Int32) -> PointView {
    let entry = pointList[Int(point)]
    let fields = PointChange(
      country: change(point, .country)?.country, zone: change(point, .zone)?.zone,
      language: change(point, .language)?.language, capacity: change(point, .capacity)?.capacity,
      contact: change(point, .contact)?.contact, name: change(point, .name)?.name)
    let ready =
      entry.readyOp < 0 ? [] : payloads.readiness[Int(records[entry.readyOp].payload)]
    guard entry.openOp >= 0 else {
      return PointView(
        id: places.string(point), fields: fields, ready: ready, isOpen: nil, since: nil, op: nil)
    }
    let record = records[entry.openOp]
    return PointView(
      id: places.string(point), fields: fields, ready: ready, isOpen: record.kind == .pointOpen,
      since: record.ms, op: record.id)
  }

  /// Every counting admission, by point and op.
  public mutating func nodes() -> [NodeView] {
    settle()
    var found: [NodeView] = []
    for machine in machines {
      for op in machine.admissions where records[op].counts { found.append(view(of: op, machine)) }
    }
    return found.sorted { ($0.admission.point, $0.op) < ($1.admission.point, $1.op) }
  }

  /// The counting admissions of one key.
  public mutating func admissions(of key: KeyID) -> [NodeView] {
    settle()
    guard let at = machineTable.find(key.spread, { machines[$0].id == key }) else { return [] }
    return machines[at].admissions.filter { records[$0].counts }.map { view(of: $0, machines[at]) }
  }

  private func view(of op: Int32, _ machine: Machine) -> NodeView {
    NodeView(
      admission: payloads.admissions[Int(records[op].payload)], op: records[op].id,
      at: records[op].at, isRevoked: machine.isRevoked)
  }

  /// The hub's keys by their ids: those that the event's root certifies.
  public mutating func hubKeys() -> [KeyID: Digest] {
    settle()
    var found: [KeyID: Digest] = [:]
    for start in hubStarts where exists(start) {
      found[machines[Int(machine(of: start))].id] = payloads.hubKeys[Int(records[start].payload)]
    }
    return found
  }

  /// Keys that sign tickets.
  public mutating func ticketKeys() -> [TicketKey] {
    settle()
    return ticketKeyOps.filter { records[$0].counts }
      .map { payloads.ticketKeys[Int(records[$0].payload)] }
      .sorted { ($0.from, $0.key) < ($1.from, $1.key) }
  }

  /// The parts of one sort as they stand, by id.
  public mutating func parts(_ sort: EventPart.Sort) -> [EventPart] {
    settle()
    return partWinners.map { Int(records[$0].payload) }
      .filter { payloads.parts[$0].sort == sort }.map { payloads.parts[$0] }
      .sorted { $0.id < $1.id }
  }

  /// The event's dates with their first ms; the last entry only ends the one before it.
  public mutating func calendar() -> [CalendarDate] {
    settle()
    return days.calendar
  }

  /// The date of a time (hub time, ms), or `outside`.
  public mutating func date(_ ms: Int64) -> String {
    settle()
    return days.text(days.date(ms))
  }
}
