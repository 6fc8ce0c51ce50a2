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
    guard let index = boots.indices.first(where: { boots[$0].id == boot }),
      machines[Int(boots[index].machine)].id == node, !boots[index].marks.isEmpty
    else { return nil }
    return place(mono, among: boots[index].marks)
  }

  /// Whether a country may have an op's private line: it is the home of the participant, or the person
  /// has checked in at a point of it (`Protocol/4-messages.md`, private).
  public mutating func mayHavePrivate(of op: OpID, country: String) -> Bool {
    guard let participant = operationInfo(op)?.participant else { return false }
    if self.participant(participant)?.home == country { return true }
    return presence(of: participant).contains { interval in
      point(named: interval.point)?.fields.country == country
    }
  }
}
