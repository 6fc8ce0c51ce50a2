/// What the doors' rules look at of a person, with the puts that say so.
nonisolated struct PersonTerms: Sendable {
  var isRegistered = false
  var kind: Int32 = -1
  var isPending = false
  var isCancelled = false
  var validFrom: Int64?
  var validUntil: Int64?
  var extraDoors: [Int32] = []
  var withdrawnDoors: [Int32] = []
  /// For each of ``Field`` the put that the person has it from, or −1.
  var puts: [14 of Int32] = [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]

  func put(_ field: Field) -> Int32 { puts[field.rawValue] }
}

nonisolated extension Fold {
  /// What the rules look at of a person.
  ///
  /// - Parameter lonePut: the one put that stands of the one participant who is this person, or −1
  ///   where there may be more of either.
  func terms(of name: Int32, _ lonePut: Int32 = -1) -> PersonTerms {
    var terms = PersonTerms()
    if lonePut >= 0 {
      terms.isRegistered = true
      let fields = payloads.puts[records[lonePut].payload].fields
      for field in Field.ruled where fields & field.bit != 0 { take(field, lonePut, into: &terms) }
      return terms
    }
    for member in members(of: name) where people[Int(member)].isRegistered {
      terms.isRegistered = true
      let winners = winners(for: member)
      for field in Field.ruled where winners[field] >= 0 && terms.put(field) < 0 {
        take(field, winners[field], into: &terms)
      }
    }
    return terms
  }

  private func take(_ field: Field, _ op: Int32, into terms: inout PersonTerms) {
    let put = payloads.puts[records[op].payload]
    terms.puts[field.rawValue] = op
    switch field {
    case .kind: terms.kind = put.kind
    case .pending: terms.isPending = put.pending
    case .cancelled: terms.isCancelled = put.cancelled
    case .validFrom: terms.validFrom = payloads.validities[Int(put.validity)].from
    case .validUntil: terms.validUntil = payloads.validities[Int(put.validity)].until
    case .extraDoors: terms.extraDoors = payloads.doorLists[Int(put.doors)].extra ?? []
    case .withdrawnDoors: terms.withdrawnDoors = payloads.doorLists[Int(put.doors)].withdrawn ?? []
    default: break
    }
  }
}

nonisolated extension Field {
  /// Fields that the doors' rules look at.
  fileprivate static let ruled: [Field] = [
    .kind, .pending, .cancelled, .validFrom, .validUntil, .extraDoors, .withdrawnDoors,
  ]
}
