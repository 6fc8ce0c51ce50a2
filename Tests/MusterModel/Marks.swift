import MusterCore

/// “Time” of `Protocol/5-state.md`, rule 4: the marks of one boot.
nonisolated struct Marks {
  private let mistake: Mistake?
  /// Ascending; at least one.
  private let kept: [ClockMark]

  /// Nil when the boot is not marked.
  init?(of boot: BootName, _ authority: Authority) {
    mistake = authority.mistake
    var found: [(mark: ClockMark, id: OpID)] = []
    for element in authority.counting {
      guard case .clock(let mark) = element.operation.act else { continue }
      if mark.node == boot.node && mark.boot == boot.boot {
        found.append((mark, element.operation.id))
      }
    }
    guard !found.isEmpty else { return nil }
    found.sort { a, b in
      if a.mark.mono != b.mark.mono { return a.mark.mono < b.mark.mono }
      if a.mark.err != b.mark.err { return a.mark.err < b.mark.err }
      if a.mark.time != b.mark.time { return a.mark.time < b.mark.time }
      return a.id < b.id
    }
    if mistake == .keepsTheLastMarkOfAMono { found.reverse() }
    var kept: [ClockMark] = []
    for (mark, _) in found where !kept.contains(where: { $0.mono == mark.mono }) {
      kept.append(mark)
    }
    kept.sort { $0.mono < $1.mono }
    if mistake != .keepsEveryMark {
      kept = kept.filter { mark in !kept.contains { $0.betters(mark) } }
    }
    if mistake != .letsMarksStepBack {
      var highest = Int64.min
      for index in kept.indices {
        highest = max(highest, kept[index].time)
        kept[index].time = highest
      }
    }
    self.kept = kept
  }

  func moment(at mono: Int64) -> Moment {
    for (a, b) in zip(kept, kept.dropFirst()) where a.mono <= mono && mono < b.mono {
      let rise = Int128(b.time - a.time) * Int128(mono - a.mono)
      let ms = a.time + Int64(floor(rise, Int128(b.mono - a.mono)))
      return Moment(
        ms: ms, err: max(a.err + drift(mono - a.mono), b.err + drift(b.mono - mono)))
    }
    let before = kept.first { mono < $0.mono }
    let nearest = before ?? kept[kept.count - 1]
    let distance = mono - nearest.mono
    var ms = nearest.time + Int64(floor(Int128(distance), 1000))
    if mistake == .roundsTowardZero { ms = nearest.time + distance / 1000 }
    return Moment(ms: ms, err: nearest.err + drift(abs(distance)))
  }

  /// 100 ppm of a distance in µs, as ms, rounded up.
  private func drift(_ distance: Int64) -> Int64 {
    Int64(-floor(-Int128(distance), 10_000_000))
  }
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
