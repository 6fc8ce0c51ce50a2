/// Which put of a participant wins which field.
nonisolated extension Fold {
  /// The ops that won, by field.
  struct Winners {
    /// For each of ``Field`` the op, or −1.
    var known: [14 of Int32] = [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]
    /// Private fields whose names this version does not know.
    var others: [(name: String, op: Int32)] = []

    subscript(_ field: Field) -> Int32 { known[field.rawValue] }
  }

  /// Counting puts of a participant that were not taken back.
  func standingPuts(of person: Int32) -> [Int32] {
    ops(of: person, .participantPut).filter { !isVoided($0) }
  }

  func winner(of field: Field, for person: Int32) -> Int32 { winners(for: person)[field] }

  func winners(for person: Int32) -> Winners {
    let puts = standingPuts(of: person)
    let superseded = puts.count > 1 ? superseded(among: puts) : [:]
    var winners = Winners()
    for op in puts {
      let put = payloads.puts[records[op].payload]
      let live = put.fields & ~(superseded[op] ?? 0)
      for field in Field.allCases where live & field.bit != 0 {
        winners.known[field.rawValue] = later(winners.known[field.rawValue], op)
      }
    }
    if puts.contains(where: { payloads.puts[records[$0].payload].otherFields >= 0 }) {
      winners.others = otherWinners(among: puts)
    }
    if people[Int(person)].isDisputed { choose(of: person, among: &winners) }
    return winners
  }

  /// Lets the puts win that closed conflicts have chosen.
  private func choose(of person: Int32, among winners: inout Winners) {
    for dispute in edits(of: person) {
      guard let chosen = dispute.closedBy, case .field(let name) = dispute.subject else { continue }
      let op = dispute.evidence[chosen]
      if let field = Field.named(name) {
        winners.known[field.rawValue] = op
      } else if let at = winners.others.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) })
      {
        winners.others[at].op = op
      }
    }
  }

  /// Fields that puts set which did not see each other, each with those puts; where they are public
  /// and all set the same value there is nothing to decide.
  func contested(of person: Int32) -> [(field: String, puts: [Int32])] {
    let puts = standingPuts(of: person)
    guard puts.count > 1 else { return [] }
    let superseded = superseded(among: puts)
    var found: [(field: String, puts: [Int32])] = []
    for field in Field.allCases {
      let live = puts.filter { op in
        let put = payloads.puts[records[op].payload]
        return put.fields & ~(superseded[op] ?? 0) & field.bit != 0
      }
      guard live.count > 1 else { continue }
      let isSame = live.dropFirst().allSatisfy { haveSame(field, live[0], $0) }
      if field.isPrivate || !isSame { found.append(("\(field.name)", live)) }
    }
    for (name, live) in otherLive(among: puts) where live.count > 1 { found.append((name, live)) }
    return found
  }

  private func haveSame(_ field: Field, _ left: Int32, _ right: Int32) -> Bool {
    let a = payloads.puts[records[left].payload]
    let b = payloads.puts[records[right].payload]
    func validity(_ put: Put) -> (from: Int64?, until: Int64?) {
      put.validity < 0 ? (nil, nil) : payloads.validities[Int(put.validity)]
    }
    func doors(_ put: Put) -> DoorLists {
      put.doors < 0 ? DoorLists() : payloads.doorLists[Int(put.doors)]
    }
    switch field {
    case .body: return a.body == b.body
    case .cancelled: return a.cancelled == b.cancelled
    case .country: return a.country == b.country
    case .extraDoors: return doors(a).extra == doors(b).extra
    case .kind: return a.kind == b.kind
    case .language: return a.language == b.language
    case .pending: return a.pending == b.pending
    case .point: return a.point == b.point
    case .validFrom: return validity(a).from == validity(b).from
    case .validUntil: return validity(a).until == validity(b).until
    case .withdrawnDoors: return doors(a).withdrawn == doors(b).withdrawn
    case .name, .email, .phone: return false
    }
  }

  /// Which fields of which puts another put has seen and set anew.
  private func superseded(among puts: [Int32]) -> [Int32: UInt16] {
    var seen: [Int32: UInt16] = [:]
    for op in puts {
      let put = payloads.puts[records[op].payload]
      for at in payloads.range(put.base) {
        guard let target = find(payloads.ids[at]), target != op else { continue }
        seen[target, default: 0] |= put.fields
      }
    }
    return seen
  }

  private func otherWinners(among puts: [Int32]) -> [(name: String, op: Int32)] {
    otherLive(among: puts).compactMap { name, live in
      let winner = live.reduce(-1) { later($0, $1) }
      return winner < 0 ? nil : (name, winner)
    }
  }

  private func otherLive(among puts: [Int32]) -> [(name: String, live: [Int32])] {
    // By bytes: to `==`, two spellings of one accented letter would be one field.
    var setters: [[UInt8]: [Int32]] = [:]
    for op in puts {
      let others = payloads.puts[records[op].payload].otherFields
      guard others >= 0 else { continue }
      for name in Set(payloads.otherFields[Int(others)].map { Array($0.utf8) }) {
        setters[name, default: []].append(op)
      }
    }
    return setters.map { name, ops in
      let live = ops.filter { op in
        !ops.contains { other in
          other != op
            && payloads.contains(payloads.puts[records[other].payload].base, records[op].id)
        }
      }
      return (String(decoding: name, as: UTF8.self), live)
    }
  }
}
