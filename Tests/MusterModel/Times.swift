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

  init(_ authority: Authority) {
    self.authority = authority
    for element in authority.counting {
      moments[element.operation.id] = moment(of: element.operation)
    }
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

  private func moment(of op: Operation) -> Moment {
    if authority.isHubs(op) && authority.mistake != .letsTheHubState {
      return Moment(ms: op.at, err: 0)
    }
    if op.door != nil, let stated = op.stated, authority.mistake != .forgetsStatedTimes {
      return Moment(ms: stated, err: 0)
    }
    if authority.isHubs(op) { return Moment(ms: op.at, err: 0) }
    let marks = marks(of: op)
    return marks.isEmpty ? unmarked(op) : marked(op.mono, marks)
  }

  // MARK: Marked boots

  private func marks(of op: Operation) -> [ClockMark] {
    var found: [(mark: ClockMark, id: OpID)] = []
    for element in authority.counting {
      guard case .clock(let mark) = element.operation.act else { continue }
      if mark.node == op.node && mark.boot == op.bootOrSelf {
        found.append((mark, element.operation.id))
      }
    }
    found.sort { a, b in
      if a.mark.mono != b.mark.mono { return a.mark.mono < b.mark.mono }
      if a.mark.err != b.mark.err { return a.mark.err < b.mark.err }
      if a.mark.time != b.mark.time { return a.mark.time < b.mark.time }
      return a.id < b.id
    }
    if authority.mistake == .keepsTheLastMarkOfAMono { found.reverse() }
    var kept: [ClockMark] = []
    for (mark, _) in found where !kept.contains(where: { $0.mono == mark.mono }) {
      kept.append(mark)
    }
    kept.sort { $0.mono < $1.mono }
    if authority.mistake != .keepsEveryMark {
      kept = kept.filter { mark in !kept.contains { $0.betters(mark) } }
    }
    guard authority.mistake != .letsMarksStepBack else { return kept }
    var highest = Int64.min
    for index in kept.indices {
      highest = max(highest, kept[index].time)
      kept[index].time = highest
    }
    return kept
  }

  private func marked(_ mono: Int64, _ marks: [ClockMark]) -> Moment {
    for (a, b) in zip(marks, marks.dropFirst()) where a.mono <= mono && mono < b.mono {
      let rise = Int128(b.time - a.time) * Int128(mono - a.mono)
      let ms = a.time + Int64(floor(rise, Int128(b.mono - a.mono)))
      return Moment(
        ms: ms, err: max(a.err + drift(mono - a.mono), b.err + drift(b.mono - mono)))
    }
    let before = marks.first { mono < $0.mono }
    let nearest = before ?? marks[marks.count - 1]
    let distance = mono - nearest.mono
    var ms = nearest.time + Int64(floor(Int128(distance), 1000))
    if authority.mistake == .roundsTowardZero { ms = nearest.time + distance / 1000 }
    return Moment(ms: ms, err: nearest.err + drift(abs(distance)))
  }

  /// 100 ppm of a distance in µs, as ms, rounded up.
  private func drift(_ distance: Int64) -> Int64 {
    Int64(-floor(-Int128(distance), 10_000_000))
  }

  // MARK: Unmarked boots

  private func unmarked(_ op: Operation) -> Moment {
    let pool =
      authority.mistake == .letsAnyoneMoveABoot ? authority.elements : authority.counting
    let block = pool.filter {
      $0.operation.node == op.node && $0.operation.bootOrSelf == op.bootOrSelf
    }
    let first = block.map(\.operation).min { a, b in
      a.mono != b.mono ? a.mono < b.mono : a.id < b.id
    }
    guard let first else { return Moment(ms: 0, err: 0) }
    let wall = first.at - milliseconds(first.mono)
    let hi = block.map { arrival($0) - milliseconds($0.operation.mono) }.min() ?? wall
    let lo = authority.admissions(of: op.node).map(\.op.at).min().map {
      $0 - milliseconds(first.mono)
    }
    var origin = wall
    if wall > hi {
      origin = hi
    } else if let lo, wall < lo {
      origin = min(lo, hi)
    }
    if authority.mistake == .trustsTheWallClock { origin = wall }
    let err = max(origin - (lo ?? origin), hi - origin, 0)
    return Moment(ms: origin + milliseconds(op.mono), err: err)
  }

  private func arrival(_ element: Element) -> Int64 {
    let received = element.placements.map(\.received)
    let counted = authority.mistake == .countsTheLastArrival ? received.max() : received.min()
    return counted ?? 0
  }

  private func milliseconds(_ mono: Int64) -> Int64 { Int64(floor(Int128(mono), 1000)) }
}

nonisolated extension ClockMark {
  /// Whether this mark bounds the other's moment at least as well as that does itself.
  fileprivate func betters(_ other: ClockMark) -> Bool {
    let distance = Int128(other.mono) - Int128(mono)
    guard distance != 0 else { return false }
    return Int128(err) * 10_000_000 + (distance < 0 ? -distance : distance)
      <= Int128(other.err) * 10_000_000
  }
}

/// The quotient, rounded toward −∞; the divisor is above 0.
nonisolated func floor(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  let quotient = dividend / divisor
  return quotient * divisor > dividend ? quotient - 1 : quotient
}
