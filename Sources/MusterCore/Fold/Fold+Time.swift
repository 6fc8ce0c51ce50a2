/// When things happened: marked boots by their marks, unmarked ones as blocks between them.
nonisolated extension Fold {
  /// Lets a counting op take part in where its boot may lie.
  mutating func noteInBoot(_ op: Int32) {
    let record = records[op]
    let boot = Int(record.boot)
    let base = record.received &- floorDivide(record.mono, 1000)
    let first = boots[boot].first
    if first < 0 || isEarlier(record, records[first]) { boots[boot].first = op }
    let last = boots[boot].last
    if last < 0 || isEarlier(records[last], record) { boots[boot].last = op }
    if base < boots[boot].latestBase { boots[boot].latestBase = base }
    markBoot(boot)
  }

  private func isEarlier(_ left: Record, _ right: Record) -> Bool {
    left.mono != right.mono ? left.mono < right.mono : left.id < right.id
  }

  mutating func settleTimes() {
    let marked = dirtyBoots
    dirtyBoots = []
    for index in marked {
      boots[Int(index)].isDirty = false
      settleMarks(Int(index))
    }
    while let machine = dirtyTimelines.popLast() {
      machines[Int(machine)].hasNewTimes = false
      settleTimeline(of: machine)
    }
    for index in marked { timeAgain(Int(index)) }
    let ops = untimed
    untimed = []
    for op in ops where records[op].counts {
      let ms = findTime(of: op)
      guard ms != records[op].ms else { continue }
      records[op].ms = ms
      noteRetimed(op)
    }
    let retimed = dirtyRetimes
    dirtyRetimes = []
    for op in retimed where records[op].counts {
      records[op].ms = findTime(of: op)
      noteRetimed(op)
      touchTime(op)
    }
  }

  /// A put that stands elsewhere among the others may win or lose by it.
  private mutating func noteRetimed(_ op: Int32) {
    guard records[op].kind == .participantPut else { return }
    freshlyRetimed.append(records[op].participant)
  }

  /// Participants of whom a put was timed anew, as far as that is settled, since this was last asked.
  public mutating func takeRetimed() -> [String] {
    guard !freshlyRetimed.isEmpty else { return [] }
    let people = Set(freshlyRetimed)
    freshlyRetimed.removeAll()
    return people.filter { $0 >= 0 }.map { participants.string($0) }
  }

  private mutating func settleMarks(_ boot: Int) {
    if boots[boot].hasNewMarks {
      boots[boot].hasNewMarks = false
      let before = boots[boot].marks
      boots[boot].marks = keptMarks(of: boot)
      if !same(before, boots[boot].marks) { boots[boot].needsTimes = true }
    }
    if boots[boot].needsScan { scan(boot) }
    if !machines[Int(boots[boot].machine)].isHub { markTimeline(boots[boot].machine) }
  }

  /// Times the ops of a boot again that has moved, or whose error has changed.
  mutating func timeAgain(_ boot: Int) {
    guard boots[boot].needsTimes else { return }
    boots[boot].needsTimes = false
    // Whether a door was open then may rest on the error alone.
    let asksErrors = !doorTerms.isEmpty || !payloads.validities.isEmpty
    var op = boots[boot].head
    while op >= 0 {
      if records[op].counts {
        let ms = findTime(of: op)
        if ms != records[op].ms || asksErrors {
          noteRetimed(op)
          records[op].ms = ms
          touchTime(op)
        }
      }
      op = records[op].nextOfBoot
    }
  }

  private mutating func scan(_ boot: Int) {
    boots[boot].needsScan = false
    // So that what is noted does not mark the boot again.
    boots[boot].isDirty = true
    boots[boot].first = -1
    boots[boot].last = -1
    boots[boot].latestBase = .max
    var op = boots[boot].head
    while op >= 0 {
      if records[op].counts { noteInBoot(op) }
      op = records[op].nextOfBoot
    }
    boots[boot].isDirty = false
  }

  private func keptMarks(of boot: Int) -> ContiguousArray<MarkPayload> {
    let ops = boots[boot].markOps.filter { records[$0].counts }
    let sorted = ops.sorted { left, right in
      let a = payloads.marks[Int(records[left].payload)]
      let b = payloads.marks[Int(records[right].payload)]
      if a.mono != b.mono { return a.mono < b.mono }
      if a.err != b.err { return a.err < b.err }
      if a.time != b.time { return a.time < b.time }
      return records[left].id < records[right].id
    }
    var kept: ContiguousArray<MarkPayload> = []
    for op in sorted {
      let mark = payloads.marks[Int(records[op].payload)]
      if kept.last?.mono != mark.mono { kept.append(mark) }
    }
    kept = unbettered(kept)
    for index in kept.indices.dropFirst() {
      kept[index].time = max(kept[index].time, kept[index - 1].time)
    }
    return kept
  }

  /// The marks that no other one betters, of marks ascending in mono. Being bettered goes through
  /// (by the triangle), so that the best one before and the best one after are all that need be asked.
  private func unbettered(
    _ marks: ContiguousArray<MarkPayload>
  ) -> ContiguousArray<MarkPayload> {
    guard marks.count > 1 else { return marks }
    var isKept = ContiguousArray(repeating: true, count: marks.count)
    // What it would be at mono 0, going back from the best before and on from the best after.
    var best = Int128.max
    for index in marks.indices {
      let here = reach(marks[index]) - Int128(marks[index].mono)
      if best <= here { isKept[index] = false }
      best = min(best, here)
    }
    best = Int128.max
    for index in marks.indices.reversed() {
      let here = reach(marks[index]) + Int128(marks[index].mono)
      if best <= here { isKept[index] = false }
      best = min(best, here)
    }
    return ContiguousArray(marks.indices.filter { isKept[$0] }.map { marks[$0] })
  }

  /// How far from a perfect mark, in µs of mono at 100 ppm, one would be as good as this.
  private func reach(_ mark: MarkPayload) -> Int128 { Int128(mark.err) * 10_000_000 }

  private func same(
    _ left: ContiguousArray<MarkPayload>, _ right: ContiguousArray<MarkPayload>
  ) -> Bool {
    left.elementsEqual(right) { $0.mono == $1.mono && $0.time == $1.time && $0.err == $1.err }
  }

  private func findTime(of op: Int32) -> Int64 {
    let record = records[op]
    let boot = Int(record.boot)
    if machines[Int(boots[boot].machine)].isHub { return record.at }
    if let retimed = retimed(op) { return retimed }
    if let stated = stated(op) { return stated }
    guard boots[boot].marks.isEmpty else {
      return TimeBounds.within(place(record.mono, among: boots[boot].marks).ms)
    }
    return TimeBounds.within(boots[boot].base &+ floorDivide(record.mono, 1000))
  }

  /// The time that the centre gave an op afterwards; nil: none.
  func retimed(_ op: Int32) -> Int64? {
    guard records[op].traits.contains(.named), records[op].kind.canBeRetimed,
      !machines[Int(machine(of: op))].isHub
    else { return nil }
    let latest = naming(op, .retime).reduce(-1) { later($0, $1) }
    return latest < 0 ? nil : records[latest].number
  }

  /// The time that was typed in, where it rules.
  func stated(_ op: Int32) -> Int64? {
    let record = records[op]
    guard record.traits.contains(.stated) else { return nil }
    return payloads.extras[Int(record.payload)].stated
  }

  /// The error of a counting op's time, ms.
  func err(of op: Int32) -> Int64 {
    let record = records[op]
    let boot = Int(record.boot)
    if machines[Int(boots[boot].machine)].isHub || record.traits.contains(.stated)
      || retimed(op) != nil
    {
      return 0
    }
    let err =
      boots[boot].marks.isEmpty
      ? boots[boot].err : place(record.mono, among: boots[boot].marks).err
    return TimeBounds.within(err)
  }

  func place(
    _ mono: Int64, among marks: ContiguousArray<MarkPayload>
  ) -> (ms: Int64, err: Int64) {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].mono <= mono { low = middle + 1 } else { high = middle }
    }
    if low == 0 || low == marks.count {
      let mark = marks[low == 0 ? 0 : low - 1]
      let distance = mono &- mark.mono
      return (
        mark.time &+ floorDivide(distance, 1000),
        mark.err &+ drift(distance < 0 ? 0 &- distance : distance)
      )
    }
    let before = marks[low - 1]
    let after = marks[low]
    let ms = scale(
      after.time &- before.time, mono &- before.mono, by: after.mono &- before.mono)
    return (
      before.time &+ ms,
      max(before.err &+ drift(mono &- before.mono), after.err &+ drift(after.mono &- mono))
    )
  }

  /// ⌊a · b / c⌋ for c > 0.
  private func scale(_ a: Int64, _ b: Int64, by c: Int64) -> Int64 {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if !overflow { return floorDivide(product, c) }
    let wide = Int128(a) * Int128(b)
    let quotient = wide / Int128(c)
    let isInexact = wide % Int128(c) != 0
    return Int64(truncatingIfNeeded: isInexact && wide < 0 ? quotient - 1 : quotient)
  }

  /// 100 ppm of a distance in µs, in ms, rounded up.
  private func drift(_ distance: Int64) -> Int64 {
    distance / 10_000_000 &+ (distance % 10_000_000 > 0 ? 1 : 0)
  }

  /// Rounds toward −∞; the divisor is positive.
  @inline(__always)
  func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    // A divisor of 0 or less comes only from differences that wrapped.
    guard divisor > 0 else { return 0 }
    let quotient = value / divisor
    return value % divisor < 0 ? quotient &- 1 : quotient
  }
}
