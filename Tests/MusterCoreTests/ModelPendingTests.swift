import MusterCore
import MusterModel
import Testing

/// What the screens of a node would show, as texts that can be compared.
private nonisolated func screens(_ fold: inout Fold) -> Set<String> {
  var texts: Set<String> = []
  fold.forEachOperation { op in
    let time = op.time.map { "\($0.ms) ±\($0.err)" } ?? "–"
    texts.insert(
      "\(op.id.hex) \(op.kind) \(time) \(op.received) \(op.ignored ?? "counts")"
        + " \(op.isVoided) \(op.isRepeat) \(op.isOrphan)")
  }
  for id in fold.participantIDs() {
    guard let person = fold.participant(id) else { continue }
    let blocks = person.blocks.map(\.id.hex).sorted()
    let fields = person.privateFields.map { "\($0) \($1.hex)" }.sorted()
    texts.insert(
      "\(id) \(person.home ?? "–") \(person.kind ?? "–") \(person.country ?? "–")"
        + " \(person.point ?? "–") \(person.body ?? "–") \(blocks) \(fields)")
    for stay in fold.presence(of: id) {
      texts.insert(
        "\(id) \(stay.point) \(stay.door) \(stay.date) \(stay.begin) ±\(stay.err) \(stay.end)"
          + " \(stay.beginOp.hex) \(stay.endOp?.hex ?? "assumed")")
    }
  }
  for conflict in fold.conflicts() {
    texts.insert(
      "\(conflict.type) \(conflict.subject) \(conflict.isOpen) \(conflict.outcome)"
        + " \(conflict.evidence.map(\.hex)) \(conflict.choices.sorted())")
  }
  return texts
}

/// One node's own ops, pending or placed under its own writer, with everybody else's.
private nonisolated func screens(seed: UInt64, pending isPending: Bool) -> Set<String> {
  var random = SplitMix64(seed: seed &+ 4_000_003)
  let elements = Generator.elements(seed: seed)
  let own = random.pick(Set(elements.map(\.operation.node)).sorted())
  let writer = Writer(node: own, epoch: Epoch(high: 1, low: seed))
  var fold = Fold(event: EventID(high: 1, low: 2))
  var n: Int64 = 0
  for element in elements {
    guard let first = element.placements.first else { continue }
    if element.operation.node != own {
      for placement in element.placements { fold.place(element.operation, placement) }
      continue
    }
    n += 1
    if isPending {
      fold.addPending(element.operation, writer: writer, n: n, received: first.received)
      // The canonical form puts them aside for a moment, and must bring them back.
      if random.chance(20) { _ = fold.canonicalBytes() }
    } else {
      fold.place(
        element.operation, Placement(writer: writer, n: n, received: first.received))
    }
  }
  if isPending { _ = fold.canonicalBytes() }
  return screens(&fold)
}

@Test("Screens show pending ops as if they were placed under their own writer", arguments: 0..<6)
nonisolated func screensShowPendingOps(_ block: Int) {
  for seed in Seeds.block(block, of: 10) {
    let placed = screens(seed: seed, pending: false)
    let pending = screens(seed: seed, pending: true)
    #expect(
      placed == pending,
      "seed \(seed): \(placed.symmetricDifference(pending).sorted().joined(separator: "\n"))")
  }
}
