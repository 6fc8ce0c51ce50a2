import MusterCore

/// “Participants” of `Protocol/5-state.md`.
nonisolated struct Participants {
  struct Participant {
    var id: String
    var home: String?
    /// Each field that was ever set, with the put that won.
    var fields: [String: OpID]
    var standingBlocks: [OpID]
  }

  let all: [Participant]
  private let operations: [Operation]
  private let times: Times
  private let mistake: Mistake?

  init(_ authority: Authority, _ times: Times, _ voids: Voids) {
    let operations = authority.counting.map(\.operation)
    self.operations = operations
    self.times = times
    mistake = authority.mistake
    let keepsVoided = mistake == .keepsTheFieldsOfVoidedPuts
    let names = Set(operations.compactMap(\.namedParticipant))
    all = names.map { name in
      let about = operations.filter { $0.namedParticipant == name }
      let puts = about.filter { $0.put != nil && (!voids.takenBack.contains($0.id) || keepsVoided) }
      let blocks = about.filter { Participants.isBlock($0) }.map(\.id)
      return Participant(
        id: name, home: authority.homeCountry(of: name),
        fields: Participants.winners(puts, times, authority.mistake),
        standingBlocks: blocks.filter { block in
          !operations.contains { unblock in
            Participants.unblock(unblock, names: block)
              && (unblock.participant == name || authority.mistake != .unblocksItsOwnOnly)
          }
        })
    }
  }

  /// The blocks that bar a check-in.
  func blocks(barring checkIn: Operation) -> [OpID] {
    operations.filter { bars($0, checkIn) }.map(\.id)
  }

  private func bars(_ block: Operation, _ op: Operation) -> Bool {
    guard case .participantBlock(_, let serials) = block.act, let checkIn = op.checkIn,
      block.participant == op.participant
        || (mistake == .barsByAnyonesBlock && checkIn.base.contains(block.id))
    else { return false }
    let wasSeen = checkIn.base.contains(block.id) && mistake != .forgetsTheSeenBlocks
    guard times.isBefore(block, op) || wasSeen else { return false }
    let wasLifted = operations.contains { unblock in
      Participants.unblock(unblock, names: block.id)
        && (times.isBefore(unblock, op) || mistake == .unblocksThePast)
    }
    guard !wasLifted else { return false }
    guard let serials else { return true }
    guard let serial = checkIn.serial else { return false }
    return serial <= serials
  }

  private static func isBlock(_ op: Operation) -> Bool {
    if case .participantBlock = op.act { return true }
    return false
  }

  private static func unblock(_ op: Operation, names block: OpID) -> Bool {
    if case .participantUnblock(let blocks) = op.act { return blocks.contains(block) }
    return false
  }

  private static func winners(
    _ puts: [Operation], _ times: Times, _ mistake: Mistake?
  ) -> [String: OpID] {
    var winners: [String: OpID] = [:]
    for field in Set(puts.flatMap(fields)) {
      let setting = puts.filter { fields($0).contains(field) }
      let unseen = setting.filter { candidate in
        mistake == .ignoresBase
          || !setting.contains { $0.put?.base.contains(candidate.id) == true }
      }
      winners[field] = times.latest(unseen)?.id
    }
    return winners
  }

  private static func fields(_ op: Operation) -> [String] {
    guard let change = op.put else { return [] }
    var names = op.fields
    if change.kind != nil { names.append("kind") }
    if change.country != nil { names.append("country") }
    if change.point != nil { names.append("point") }
    if change.body != nil { names.append("body") }
    if change.language != nil { names.append("language") }
    if change.validFrom != nil { names.append("valid_from") }
    if change.validUntil != nil { names.append("valid_until") }
    if change.pending != nil { names.append("pending") }
    return names
  }
}
