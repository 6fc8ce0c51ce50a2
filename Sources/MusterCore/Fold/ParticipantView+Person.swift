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
}
