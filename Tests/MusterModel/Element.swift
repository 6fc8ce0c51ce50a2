package import MusterCore

/// An op of the set, with every placement that the set holds for it.
package nonisolated struct Element: Sendable {
  package var operation: Operation
  package var placements: [Placement]

  package init(_ operation: Operation, _ placements: [Placement]) {
    self.operation = operation
    self.placements = placements
  }

  /// One element for each op, whatever came more than once or in parts.
  static func united(_ elements: [Element]) -> [Element] {
    var operations: [OpID: Operation] = [:]
    var placements: [OpID: Set<Placement>] = [:]
    for element in elements {
      operations[element.operation.id] = element.operation
      placements[element.operation.id, default: []].formUnion(element.placements)
    }
    return operations.keys.sorted().compactMap { id in
      operations[id].map { Element($0, Array(placements[id, default: []])) }
    }
  }
}

nonisolated extension Operation {
  /// The op's boot: its `boot`, or itself when it makes one.
  var bootOrSelf: OpID {
    switch act {
    case .boot, .hubStart: id
    default: boot ?? id
    }
  }

  /// The point that the line names.
  var namedPoint: String? {
    if case .nodeAdmit(let admission) = act { return admission.point }
    return point
  }

  /// The participant that the line names; a walk-in's creating put names its own id.
  var namedParticipant: String? {
    if case .participantPut = act { return participant ?? id.hex }
    return participant
  }

  /// The check-in, if the op is one.
  var checkIn: CheckIn? {
    if case .checkin(let checkIn) = act { return checkIn }
    return nil
  }

  /// The door of a check-in or check-out.
  var door: String? {
    switch act {
    case .checkin(let checkIn): checkIn.door
    case .checkout(let door): door
    default: nil
    }
  }

  /// The change, if the op is a `participant.put`.
  var put: ParticipantChange? {
    if case .participantPut(let change) = act { return change }
    return nil
  }
}
