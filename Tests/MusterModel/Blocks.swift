import MusterCore

/// “Blocks” of `Protocol/5-state.md`.
nonisolated struct Blocks {
  private let blocks: [Operation]
  private let unblocks: [Operation]
  private let times: Times
  private let persons: Persons
  private let owners: Owners
  private let mistake: Mistake?

  init(
    _ operations: [Operation], _ times: Times, _ persons: Persons, _ owners: Owners,
    _ mistake: Mistake?
  ) {
    blocks = operations.filter { op in
      if case .participantBlock = op.act { return true }
      return false
    }
    unblocks = operations.filter { op in
      if case .participantUnblock = op.act { return true }
      return false
    }
    self.times = times
    self.persons = persons
    self.owners = owners
    self.mistake = mistake
  }

  /// A participant's own blocks that no unblock names.
  func standing(of participant: String) -> [OpID] {
    blocks.filter { block in
      block.participant == participant
        && !unblocks.contains { unblock in
          Blocks.lifts(unblock, block)
            && (unblock.participant == participant || mistake != .unblocksItsOwnOnly)
        }
    }.map(\.id)
  }

  /// The blocks that bar a check-in.
  func barring(_ checkIn: Operation) -> [OpID] {
    blocks.filter { bars($0, checkIn) }.map(\.id)
  }

  private func bars(_ block: Operation, _ op: Operation) -> Bool {
    guard case .participantBlock(_, let serials) = block.act, let checkIn = op.checkIn,
      isOfThePerson(block, op)
        || (mistake == .barsByAnyonesBlock && checkIn.base.contains(block.id))
    else { return false }
    let wasSeen = checkIn.base.contains(block.id) && mistake != .forgetsTheSeenBlocks
    guard times.isBefore(block, op) || wasSeen else { return false }
    let wasLifted = unblocks.contains { unblock in
      Blocks.lifts(unblock, block)
        && (times.isBefore(unblock, op) || mistake == .unblocksThePast)
    }
    guard !wasLifted else { return false }
    guard let serials else { return true }
    guard let serial = checkIn.serial else { return false }
    return serial <= serials
  }

  private func isOfThePerson(_ block: Operation, _ op: Operation) -> Bool {
    guard let participant = block.participant else { return false }
    if mistake == .barsParticipantsNotPersons { return participant == op.participant }
    return persons.name(of: participant) == owners.person(of: op)
  }

  private static func lifts(_ unblock: Operation, _ block: Operation) -> Bool {
    if case .participantUnblock(let blocks) = unblock.act { return blocks.contains(block.id) }
    return false
  }
}
