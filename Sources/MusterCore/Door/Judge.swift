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

/// A desk's answer, by the rule of `Protocol/5-state.md` (Admission): the same function at every
/// desk, online and offline.
///
/// - Parameters:
///   - isKnown: whether the fold has the participant, if only from a door.
///   - facts: what the rule looks at.
///   - inside: the person's presence by this door of this point now, if there is one.
///   - admitsInside: whether the door's entry is `always`.
public nonisolated func judge(
  _ shown: Shown, isKnown: Bool, facts: DoorFacts, inside: Verdict.Inside?, admitsInside: Bool
) -> Verdict {
  switch shown {
  case .ticketOfAnotherEvent: return .refused(.wrongEvent)
  case .ticketWithBadSignature: return .refused(.badSignature)
  case .ticket: break
  case .nothing: if !isKnown { return .refused(.unknown) }
  }
  let faults = facts.faults
  if let fault = faults.first, fault == .blocked || fault == .cancelled { return .refused(fault) }
  if let inside, !admitsInside { return .repeat(inside) }
  if let fault = faults.first { return .refused(fault) }
  return .admitted(isNamed: facts.isRegistered)
}
