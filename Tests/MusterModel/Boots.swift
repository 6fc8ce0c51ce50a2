import MusterCore

/// One boot of one machine.
nonisolated struct BootName: Hashable {
  var node: KeyID
  var boot: OpID

  init(node: KeyID, boot: OpID) {
    self.node = node
    self.boot = boot
  }

  /// The boot of an op.
  init(_ op: Operation) { self.init(node: op.node, boot: op.bootOrSelf) }
}

/// “Time” of `Protocol/5-state.md`, rule 5: unmarked boots between their neighbours.
nonisolated struct Boots {
  private let authority: Authority
  private let blocks: [BootName: [Element]]
  private let befores: [BootName: BootName]
  private let marks: [BootName: Marks]
  private var los: [BootName: Int64?] = [:]
  private var his: [BootName: Int64] = [:]
  private var bases: [BootName: Int64] = [:]

  init(_ authority: Authority) {
    self.authority = authority
    let pool =
      authority.mistake == .letsAnyoneMoveABoot ? authority.elements : authority.counting
    blocks = Dictionary(grouping: pool) { BootName($0.operation) }
    marks = Dictionary(
      uniqueKeysWithValues: blocks.keys.compactMap { name in
        Marks(of: name, authority).map { (name, $0) }
      })
    var befores: [BootName: BootName] = [:]
    for element in authority.counting {
      let op = element.operation
      guard case .boot(let previous?, _) = op.act else { continue }
      let before = BootName(node: op.node, boot: previous)
      if blocks[before] != nil { befores[BootName(op)] = before }
    }
    self.befores = authority.mistake == .forgetsTheNeighbours ? [:] : befores
  }

  /// By rule 4, where the boot is marked, or rule 5.
  mutating func moment(of op: Operation) -> Moment {
    let moment = unbounded(op)
    return Moment(ms: Times.known(moment.ms), err: Times.known(moment.err))
  }

  private mutating func unbounded(_ op: Operation) -> Moment {
    let boot = BootName(op)
    if let marks = marks[boot] { return marks.moment(at: op.mono) }
    let (base, lo, hi) = (base(boot), lo(boot), hi(boot))
    let err = max(lo.map { base - $0 } ?? 0, hi - base, 0)
    return Moment(ms: base + milliseconds(op.mono), err: err)
  }

  // MARK: What a boot says of itself

  private func ordered(_ boot: BootName) -> [Operation] {
    (blocks[boot] ?? []).map(\.operation).sorted { a, b in
      a.mono != b.mono ? a.mono < b.mono : a.id < b.id
    }
  }

  private func first(_ boot: BootName) -> Operation? { ordered(boot).first }

  private func last(_ boot: BootName) -> Operation? { ordered(boot).last }

  private func s(_ boot: BootName) -> Int64 { milliseconds(first(boot)?.mono ?? 0) }

  private func e(_ boot: BootName) -> Int64 { milliseconds(last(boot)?.mono ?? 0) }

  private func wall(_ boot: BootName) -> Int64 { (first(boot)?.at ?? 0) - s(boot) }

  private func arrival(_ element: Element) -> Int64 {
    let received = element.placements.map(\.received)
    let counted = authority.mistake == .countsTheLastArrival ? received.max() : received.min()
    return counted ?? 0
  }

  // MARK: What bounds it

  private mutating func lo(_ boot: BootName) -> Int64? {
    if let known = los[boot] { return known }
    let admission = authority.admissions(of: boot.node).map(\.op.at).min()
    var bounds = admission.map { [$0 - s(boot)] } ?? []
    if let before = befores[boot], let end = end(before) { bounds.append(end + 1 - s(boot)) }
    let result = bounds.max()
    los[boot] = .some(result)
    return result
  }

  /// E: the earliest time of the last op.
  private mutating func end(_ boot: BootName) -> Int64? {
    if let marks = marks[boot] { return last(boot).map { marks.moment(at: $0.mono).ms } }
    return lo(boot).map { $0 + e(boot) }
  }

  private mutating func hi(_ boot: BootName) -> Int64 {
    if let known = his[boot] { return known }
    var bounds = (blocks[boot] ?? []).map { arrival($0) - milliseconds($0.operation.mono) }
    if authority.mistake != .forgetsTheBootAfter {
      for after in befores.keys where befores[after] == boot {
        bounds.append(start(after) - 1 - e(boot))
      }
    }
    let result = bounds.min() ?? 0
    his[boot] = result
    return result
  }

  /// S: the latest time of the first op.
  private mutating func start(_ boot: BootName) -> Int64 {
    if let marks = marks[boot], let first = first(boot) { return marks.moment(at: first.mono).ms }
    return hi(boot) + s(boot)
  }

  private mutating func from(_ boot: BootName) -> Int64? {
    var bounds = lo(boot).map { [$0] } ?? []
    if let before = befores[boot], marks[before] == nil {
      bounds.append(base(before) + e(before) + 1 - s(boot))
    }
    return bounds.max()
  }

  private mutating func base(_ boot: BootName) -> Int64 {
    if let known = bases[boot] { return known }
    let (wall, hi) = (wall(boot), hi(boot))
    var result = wall
    if wall > hi {
      result = hi
    } else if let from = from(boot), wall < from {
      result = min(from, hi)
    }
    if authority.mistake == .trustsTheWallClock { result = wall }
    bases[boot] = result
    return result
  }

  private func milliseconds(_ mono: Int64) -> Int64 { Int64(floor(Int128(mono), 1000)) }
}
