/// What somebody shows at a door, as far as it was verified.
public nonisolated enum Shown: Hashable, Sendable {
  /// A ticket of this event with a good signature.
  case ticket(serial: Int64)
  /// A ticket of another event.
  case ticketOfAnotherEvent
  /// A ticket that no key of this event signed.
  case ticketWithBadSignature
  /// Nothing: the desk found the person by id or by name.
  case nothing
}

/// The door's rule: the same function at every desk, online and offline.
///
/// A bad ticket is refused for itself; then blocks are looked at, and only then whether the person
/// is inside. A block of serials bars tickets up to its serial, and nobody who shows none.
///
/// - Parameters:
///   - isKnown: whether the fold has the participant, if only from a door.
///   - isRegistered: whether a put of it stands.
///   - blocks: the participant's standing blocks.
///   - inside: the participant's presence by this door now, if there is one.
public nonisolated func judge(
  _ shown: Shown, isKnown: Bool, isRegistered: Bool, blocks: [StandingBlock],
  inside: Verdict.Inside?
) -> Verdict {
  let serial: Int64?
  switch shown {
  case .ticketOfAnotherEvent: return .refused(.wrongEvent)
  case .ticketWithBadSignature: return .refused(.badSignature)
  case .ticket(let shown): serial = shown
  case .nothing:
    guard isKnown else { return .refused(.unknown) }
    serial = nil
  }
  let isBlocked = blocks.contains { block in
    guard let limit = block.serials else { return true }
    return serial.map { $0 <= limit } ?? false
  }
  if isBlocked { return .refused(.blocked) }
  if let inside { return .repeat(inside) }
  return .admitted(isNamed: isRegistered)
}

nonisolated extension Fold {
  /// The door's rule for a participant of this fold.
  ///
  /// - Parameter now: hub time, ms.
  public mutating func verdict(
    for participant: String, showing shown: Shown, point: String, door: String, now: Int64
  ) -> Verdict {
    let person = self.participant(participant)
    var inside: Verdict.Inside?
    if let op = insideNow(participant, point: point, door: door, now: now),
      let info = operationInfo(op)
    {
      inside = Verdict.Inside(op: op, point: point, since: info.time?.ms ?? info.at, by: info.by)
    }
    return judge(
      shown, isKnown: person != nil, isRegistered: person?.isRegistered ?? false,
      blocks: person?.blocks ?? [], inside: inside)
  }
}
