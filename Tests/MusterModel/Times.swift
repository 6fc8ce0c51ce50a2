import MusterCore

/// A time and its greatest error, ms.
nonisolated struct Moment: Equatable {
  var ms: Int64
  var err: Int64
}

/// “Time” of `Protocol/5-state.md`, and the fold order.
nonisolated struct Times {
  private let authority: Authority
  private var moments: [OpID: Moment] = [:]
  /// The ops that have their time by rule 2, with that time.
  private(set) var retimed: [OpID: Int64] = [:]

  init(_ authority: Authority) {
    self.authority = authority
    // What is retimed is read of the hub's ops alone, whose times need nothing else.
    let retimes = authority.counting.map(\.operation).filter { op in
      if case .retime = op.act { return true }
      return false
    }
    for op in retimes { moments[op.id] = Moment(ms: op.at, err: 0) }
    let ordered = inOrder(retimes)
    var boots = Boots(authority)
    for element in authority.counting {
      let op = element.operation
      moments[op.id] = byHub(op) ?? byRetime(op, ordered) ?? byWord(op) ?? boots.moment(of: op)
    }
  }

  /// The nearest time to this that a line can state.
  static func known(_ ms: Int64) -> Int64 {
    let extreme: Int64 = (1 << 53) - 1
    return ms < -extreme ? -extreme : ms > extreme ? extreme : ms
  }

  /// The time of an op that counts.
  subscript(_ op: Operation) -> Moment { moments[op.id] ?? Moment(ms: 0, err: 0) }

  /// Whether the left op is before the right one in fold order.
  func isBefore(_ left: Operation, _ right: Operation) -> Bool {
    let (a, b) = (self[left].ms, self[right].ms)
    if a != b { return a < b }
    if authority.mistake == .ordersEqualTimesByID { return left.id < right.id }
    if left.bootOrSelf != right.bootOrSelf { return left.bootOrSelf < right.bootOrSelf }
    if left.mono != right.mono { return left.mono < right.mono }
    return left.id < right.id
  }

  /// In fold order.
  func inOrder(_ operations: [Operation]) -> [Operation] { operations.sorted(by: isBefore) }

  /// The last in fold order.
  func latest(_ operations: [Operation]) -> Operation? { operations.max(by: isBefore) }

  // MARK: The rules

  private func byHub(_ op: Operation) -> Moment? {
    guard authority.isHubs(op) else { return nil }
    let isStated = op.door != nil && op.stated != nil && authority.mistake == .letsTheHubState
    return isStated ? nil : Moment(ms: op.at, err: 0)
  }

  private mutating func byRetime(_ op: Operation, _ retimes: [Operation]) -> Moment? {
    switch op.act {
    case .checkin, .checkout, .refusal, .count, .pointOpen, .pointClose: break
    default: return nil
    }
    if authority.isHubs(op) { return nil }
    if authority.mistake == .prefersStatedTimes && op.door != nil && op.stated != nil {
      return nil
    }
    let naming = retimes.compactMap { retime -> Int64? in
      guard case .retime(let ops, let time) = retime.act, ops.contains(op.id) else { return nil }
      return time
    }
    let chosen = authority.mistake == .takesTheFirstRetime ? naming.first : naming.last
    retimed[op.id] = chosen
    return chosen.map { Moment(ms: $0, err: 0) }
  }

  private func byWord(_ op: Operation) -> Moment? {
    guard op.door != nil, authority.mistake != .forgetsStatedTimes else { return nil }
    return op.stated.map { Moment(ms: $0, err: 0) }
  }
}
