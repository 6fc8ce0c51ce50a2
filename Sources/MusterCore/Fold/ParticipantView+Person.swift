nonisolated extension ParticipantView {
  /// Takes from another participant of the same person what is not there: the first that has a field
  /// gives it.
  mutating func fill(from other: ParticipantView) {
    isRegistered = isRegistered || other.isRegistered
    isWalkIn = isWalkIn && other.isWalkIn
    home = home ?? other.home
    kind = kind ?? other.kind
    country = country ?? other.country
    point = point ?? other.point
    body = body ?? other.body
    language = language ?? other.language
    validFrom = validFrom ?? other.validFrom
    validUntil = validUntil ?? other.validUntil
    isPending = isPending ?? other.isPending
    isCancelled = isCancelled ?? other.isCancelled
    if extraDoors.isEmpty { extraDoors = other.extraDoors }
    if withdrawnDoors.isEmpty { withdrawnDoors = other.withdrawnDoors }
    privateFields.merge(other.privateFields) { own, _ in own }
    erasedFields.formUnion(other.erasedFields)
    isErased = isErased || other.isErased
    blocks += other.blocks
  }
  /// Whether the participant has a field of this name, public or private.
  fileprivate func has(_ field: String) -> Bool {
    switch field {
    case "kind": kind != nil
    case "country": country != nil
    case "point": point != nil
    case "body": body != nil
    case "language": language != nil
    case "valid_from": validFrom != nil
    case "valid_until": validUntil != nil
    case "pending": isPending != nil
    case "cancelled": isCancelled != nil
    case "extra_doors": !extraDoors.isEmpty
    case "withdrawn_doors": !withdrawnDoors.isEmpty
    default: privateFields[field] != nil
    }
  }
}

nonisolated extension Sequence<ParticipantView> {
  /// Of a person's participants, in their order, the one at which a field of the person is corrected:
  /// that from which it comes; of a field that none has, the first who is registered and not erased.
  ///
  /// A put of any other would change nothing that anybody sees. Nil of nobody.
  public func owner(of field: String) -> ParticipantView? {
    first { $0.has(field) } ?? first { $0.isRegistered && !$0.isErased }
      ?? first { !$0.isErased } ?? first { _ in true }
  }
}
