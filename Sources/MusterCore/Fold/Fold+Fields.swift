/// Which put of a participant wins which field.
nonisolated extension Fold {
  /// The ops that won, by field.
  struct Winners {
    /// For each of ``Field`` the op, or −1.
    var known: [11 of Int32] = [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]
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
    return winners
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
    var setters: [String: [Int32]] = [:]
    for op in puts {
      let others = payloads.puts[records[op].payload].otherFields
      guard others >= 0 else { continue }
      for name in Set(payloads.otherFields[Int(others)]) { setters[name, default: []].append(op) }
    }
    return setters.compactMap { name, ops in
      let live = ops.filter { op in
        !ops.contains { other in
          other != op
            && payloads.contains(payloads.puts[records[other].payload].base, records[op].id)
        }
      }
      let winner = live.reduce(-1) { later($0, $1) }
      return winner < 0 ? nil : (name, winner)
    }
  }
}
