import MusterCore
import MusterModel
import Testing

nonisolated extension Fold: Folding {
  init() { self.init(event: EventID(high: 1, low: 2)) }

  mutating func canonical() -> String { String(decoding: canonicalBytes(), as: UTF8.self) }
}

private nonisolated let harness = Harness<Fold>()

@Test("The fold says what the page says", arguments: 0..<10)
nonisolated func foldAgreesInOrder(_ block: Int) {
  for seed in Seeds.block(block, of: 30) {
    if let found = harness.inOrder(seed: seed) { Issue.record("\(found)") }
  }
}

@Test("The order of arrival changes nothing, nor does repetition", arguments: 0..<10)
nonisolated func foldAgreesShuffled(_ block: Int) {
  for seed in Seeds.block(block, of: 15) {
    if let found = harness.shuffled(seed: seed) { Issue.record("\(found)") }
  }
}

@Test("One by one, every state between is that of its set", arguments: 0..<10)
nonisolated func foldAgreesOneByOne(_ block: Int) {
  for seed in Seeds.block(block, of: 6) {
    if let found = harness.oneByOne(seed: seed) { Issue.record("\(found)") }
  }
}

@Test(
  "Pending ops leave no trace in the canonical form, nor after they are placed", arguments: 0..<5)
nonisolated func foldAgreesAfterPending(_ block: Int) {
  for seed in Seeds.block(block, of: 15) {
    if let found = harness.pending(seed: seed) { Issue.record("\(found)") }
  }
}

@Test("A placement by id alone is one like any other", arguments: 0..<5)
nonisolated func foldAgreesPlacedAgain(_ block: Int) {
  for seed in Seeds.block(block, of: 10) {
    if let found = harness.placedAgain(seed: seed) { Issue.record("\(found)") }
  }
}

@Test("Each scene folds as the model folds it", arguments: Scenes.all(.random).map(\.name))
nonisolated func foldAgreesOnScenes(_ name: String) {
  for scene in Scenes.all(.random) where scene.name == name {
    let found = harness.compare(name, scene.elements, Arrival.all(scene.elements))
    if let found { Issue.record("\(found)") }
  }
}

@Test(
  "A scene that is looked at after each op ends as one that is looked at once",
  arguments: Scenes.all(.random).map(\.name))
nonisolated func foldSettlesAsItGoes(_ name: String) {
  for scene in Scenes.all(.random) where scene.name == name {
    for arrivals in [Arrival.all(scene.elements), Arrival.all(scene.elements).reversed()] {
      var watched = Fold()
      var whole = Fold()
      for arrival in arrivals {
        watched.place(arrival.operation, arrival.placement)
        watched.settle()
        whole.place(arrival.operation, arrival.placement)
      }
      #expect(watched.canonical() == whole.canonical())
    }
  }
}

@Test("A fold that made one of the mistakes would be found, one that makes none is not")
nonisolated func mistakesAreFound() {
  var unfound: Set<Mistake?> = Set(Mistake.allCases)
  for seed: UInt64 in 0..<400 where !unfound.isEmpty {
    let found = harness.inOrder(seed: seed, mistakes: [nil] + unfound)
    // Where even the model without a mistake disagrees, nothing tells the others apart.
    if let wrong = found[nil] { Issue.record("\(wrong)") } else { unfound.subtract(found.keys) }
  }
  #expect(unfound.isEmpty)
}
