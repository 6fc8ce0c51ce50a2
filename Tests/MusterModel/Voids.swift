import MusterCore

/// “Voids” of `Protocol/5-state.md`.
nonisolated struct Voids {
  /// The ops that were taken back.
  let takenBack: Set<OpID>

  init(_ authority: Authority, _ times: Times) {
    let operations = authority.counting.map(\.operation)
    var takenBack: Set<OpID> = []
    for void in operations {
      guard case .void(let named) = void.act else { continue }
      for target in operations
      where named.contains(target.id) && Voids.may(authority, void, takeBack: target) {
        takenBack.insert(target.id)
        guard authority.mistake == .voidTakesBackMoreThanItNames else { continue }
        for other in operations
        where other.checkIn != nil && other.participant == target.participant
          && other.point == target.point && other.door == target.door
          && times.isBefore(other, void)
        {
          takenBack.insert(other.id)
        }
      }
    }
    self.takenBack = takenBack
  }

  private static func may(
    _ authority: Authority, _ void: Operation, takeBack target: Operation
  ) -> Bool {
    let isHubs = authority.isHubs(void)
    switch target.act {
    case .checkin, .checkout, .refusal, .count:
      return isHubs || authority.mistake == .voidReachesEveryPoint
        || authority.admissions(of: void.node).contains { $0.admission.point == target.point }
    case .participantPut: return isHubs || target.node == void.node
    case .sessionStart, .sessionEnd, .sessionSkip, .announce: return isHubs
    default: return false
    }
  }
}
