/// A check-in or check-out that was typed in afterwards, by what its line says.
public nonisolated struct StatedAct: Hashable, Sendable {
  /// Whom the line names, whoever it belongs to now.
  public var participant: String
  /// By which door.
  public var door: String
  /// A check-in; otherwise a check-out.
  public var isCheckIn: Bool
  /// When it happened, ms.
  public var stated: Int64

  /// Makes an act.
  public init(participant: String, door: String, isCheckIn: Bool, stated: Int64) {
    self.participant = participant
    self.door = door
    self.isCheckIn = isCheckIn
    self.stated = stated
  }
}

nonisolated extension Fold {
  /// What was typed in afterwards at a point, counts, and was not taken back.
  ///
  /// Looks at every op: for imports, not for doors.
  public mutating func statedActs(at point: String) -> Set<StatedAct> {
    settle()
    guard let point = places.find(point) else { return [] }
    var found: Set<StatedAct> = []
    for op in 0..<Int32(truncatingIfNeeded: records.count) {
      let record = records[op]
      guard record.point == point, record.traits.contains(.stated), record.counts,
        record.kind == .checkin || record.kind == .checkout, record.participant >= 0,
        record.door >= 0, record.payload >= 0, !isVoided(op)
      else { continue }
      found.insert(
        StatedAct(
          participant: participants.string(record.participant), door: words.string(record.door),
          isCheckIn: record.kind == .checkin, stated: payloads.extras[Int(record.payload)].stated))
    }
    return found
  }
}
