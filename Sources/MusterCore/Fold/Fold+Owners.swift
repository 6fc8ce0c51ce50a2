/// Whose a check-in or check-out is.
nonisolated extension Fold {
  /// Finds again to whom reassigns give the marked ops.
  mutating func settleOwners() {
    let ops = dirtyOwners
    dirtyOwners = []
    for op in ops where records[op].kind == .checkin || records[op].kind == .checkout {
      let owner = givenTo(op)
      let before = owners[op] ?? -1
      guard owner != before else { continue }
      if before >= 0 { guests[before]?.removeAll { $0 == op } }
      if owner >= 0 {
        owners[op] = owner
        guests[owner, default: []].append(op)
        records[op].traits.insert(.reassigned)
      } else {
        owners[op] = nil
        records[op].traits.remove(.reassigned)
      }
      markPerson(before)
      markPerson(owner)
      markPerson(records[op].participant)
    }
  }

  /// The participant of the latest counting reassign, or −1.
  private func givenTo(_ op: Int32) -> Int32 {
    let latest = naming(op, .reassign).reduce(-1) { later($0, $1) }
    return latest < 0 ? -1 : records[latest].participant
  }

  /// The participant to whom an op belongs: by reassign, or else by its line.
  @inline(__always)
  func owner(of op: Int32) -> Int32 {
    records[op].traits.contains(.reassigned)
      ? owners[op] ?? records[op].participant : records[op].participant
  }

  /// The check-ins and check-outs of a person, whether they count or not.
  func visits(of name: Int32) -> [Int32] {
    var found: [Int32] = []
    for member in members(of: name) {
      var op = people[Int(member)].head
      while op >= 0 {
        let record = records[op]
        if (record.kind == .checkin || record.kind == .checkout)
          && !record.traits.contains(.reassigned)
        {
          found.append(op)
        }
        op = record.nextOfPerson
      }
      found += guests[member] ?? []
    }
    return found
  }
}
