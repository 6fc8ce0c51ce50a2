import MusterCore
import MusterModel
import Testing

/// A fold of a set, and moments at which something may change in it.
private nonisolated func folded(_ elements: [Element]) -> (fold: Fold, moments: [Int64]) {
  var fold = Fold(event: EventID(high: 1, low: 2))
  for arrival in Arrival.all(elements) { fold.place(arrival.operation, arrival.placement) }
  var moments: Set<Int64> = []
  for id in fold.participantIDs() {
    for stay in fold.presence(of: id) {
      moments.formUnion([stay.begin - 1, stay.begin, stay.end - 1, stay.end])
    }
  }
  return (fold, moments.sorted())
}

@Test("Everybody is present and attended once, where the page counts them", arguments: 0..<4)
nonisolated func attendanceAgrees(_ block: Int) {
  for seed in Seeds.block(block, of: 15) {
    let elements = Generator.elements(seed: seed)
    let model = ReferenceModel(elements)
    var (fold, moments) = folded(elements)
    for now in moments {
      let wanted = model.figures(at: now)
      let found = fold.attendance(now: now)
      let points = found.points.mapValues {
        ReferenceModel.Figures(present: $0.present, attended: $0.attended)
      }
      let nobody = ReferenceModel.Figures()
      #expect(points.filter { $0.value != nobody } == wanted, "seed \(seed) at \(now)")
      for point in fold.points() {
        let present = wanted[point.id]?.present ?? 0
        #expect(fold.present(at: point.id, now: now) == present, "seed \(seed) at \(now)")
      }
      #expect(fold.present(at: "nowhere", now: now) == 0)
      #expect(found.total.present == wanted.values.map(\.present).reduce(0, +))
      #expect(found.total.attended == wanted.values.map(\.attended).reduce(0, +))
    }
  }
}

@Test("Whoever is asked for at a point is counted there, whatever came last", arguments: 0..<4)
nonisolated func presentGrows(_ block: Int) {
  for seed in Seeds.block(block, of: 15) {
    let elements = Generator.elements(seed: seed)
    let moments = folded(elements).moments
    var random = SplitMix64(seed: seed)
    var fold = Fold(event: EventID(high: 1, low: 2))
    for arrival in Arrival.all(elements).shuffled(using: &random) {
      fold.place(arrival.operation, arrival.placement)
      guard let now = moments.randomElement(using: &random),
        Int.random(in: 0..<4, using: &random) == 0
      else { continue }
      let found = fold.attendance(now: now).points
      for (point, figures) in found {
        let present = fold.present(at: point, now: now)
        #expect(present == figures.present, "seed \(seed) at \(now)")
      }
    }
  }
}

@Test("Who is inside now is who came in and has not gone", arguments: 0..<4)
nonisolated func insideNowAgrees(_ block: Int) {
  for seed in Seeds.block(block, of: 15) {
    let elements = Generator.elements(seed: seed)
    let model = ReferenceModel(elements)
    var (fold, moments) = folded(elements)
    for now in moments {
      let inside = model.inside(at: now)
      for (passage, checkIn) in inside {
        let found = fold.insideNow(passage[0], point: passage[1], door: passage[2], now: now)
        #expect(found == checkIn, "seed \(seed) at \(now)")
      }
      let people = Set(inside.map { $0.passage[0] }).count
      #expect(fold.attendance(now: now).total.present == people, "seed \(seed) at \(now)")
    }
  }
}
