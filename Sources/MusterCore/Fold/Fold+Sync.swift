/// What a hub must know of the state while it serves nodes.
nonisolated extension Fold {
  /// How many `hub.start` ops there are: lives of the hub, as far as this log tells.
  public var hubStartCount: Int { hubStarts.count }

  /// Where the state places a moment of a node's boot; nil while the boot has no mark.
  ///
  /// - Parameter mono: µs on that boot's clock.
  public mutating func time(
    node: KeyID, boot: OpID, mono: Int64
  ) -> (ms: Int64, err: Int64)? {
    settle()
    let found = bootTable.find(boot.spread ^ node.low) {
      boots[$0].id == boot && machines[Int(boots[$0].machine)].id == node
    }
    guard let index = found, !boots[index].marks.isEmpty else { return nil }
    return place(mono, among: boots[index].marks)
  }

  /// Whether a country may have an op's private line: it is the home of a participant who is the same
  /// person, or the person has checked in at a point of it (`Protocol/4-messages.md`, private).
  public mutating func mayHavePrivate(of op: OpID, country: String) -> Bool {
    settle()
    guard let op = find(op), records[op].participant >= 0 else { return false }
    if planted(.handsNamesToEverybody) { return true }
    let name = name(of: records[op].participant)
    if let home = countries.find(country),
      members(of: name).contains(where: { people[Int($0)].home == home })
    {
      return true
    }
    return visits(of: name).contains {
      records[$0].kind == .checkin && records[$0].counts && records[$0].point >= 0
        && self.country(ofPoint: records[$0].point) == country
    }
  }
}
