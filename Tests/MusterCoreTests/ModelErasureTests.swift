import MusterCore
import MusterModel
import Testing

/// Places ops one by one, asking now and then what is erased, as a replica does when it commits.
private nonisolated func erased(_ arrivals: [Arrival], _ random: inout SplitMix64) -> (
  Fold, Set<OpID>
) {
  var fold = Fold(event: EventID(high: 1, low: 2))
  var taken: Set<OpID> = []
  for arrival in arrivals {
    fold.place(arrival.operation, arrival.placement)
    if random.chance(30) { taken.formUnion(fold.takeErased()) }
    if random.chance(10) { _ = fold.canonicalBytes() }
  }
  taken.formUnion(fold.takeErased())
  return (fold, taken)
}

@Test("Whose line is erased is told once it is so, in whatever order ops come", arguments: 0..<5)
nonisolated func erasuresAreTold(_ block: Int) {
  for seed in Seeds.block(block, of: 15) {
    let elements = Generator.elements(seed: seed)
    let model = ReferenceModel(elements).erased
    var random = SplitMix64(seed: seed &+ 5_000_003)
    let arrivals = Arrival.all(elements)
    for order in [arrivals, arrivals.reversed(), arrivals.shuffled(using: &random)] {
      var (fold, taken) = erased(order, &random)
      // Nothing is told that is not so, and nothing that was told before stops being so.
      #expect(taken == model.ops, "seed \(seed)")
      let found = elements.map(\.operation.id).filter { fold.isErased($0) }
      #expect(Set(found) == model.ops, "seed \(seed)")
      for id in fold.participantIDs() {
        let isErased = model.participants.contains(id)
        let found = fold.isErased(participant: id)
        #expect(found == isErased, "seed \(seed) \(id)")
        let person = fold.participant(id)
        #expect(person?.isErased == isErased, "seed \(seed) \(id)")
        let shown = person?.privateFields.values.map { $0 } ?? []
        #expect(model.ops.isDisjoint(with: shown), "seed \(seed) \(id)")
      }
    }
  }
}

@Test("Without an erase nobody is asked to forget anything")
nonisolated func nothingIsErasedUnasked() {
  var stage = FoldStage()
  stage.enrol("anna")
  var fold = stage.fold
  let (taken, isErased) = (fold.takeErased(), fold.isErased(participant: "anna"))
  #expect(taken.isEmpty && !isErased)
  let anna = fold.participant("anna")
  #expect(anna?.isNameErased == false)
}

@Test("A merged person goes by the name of whoever of it was not erased")
nonisolated func mergedPersonKeepsTheOtherName() throws {
  var stage = FoldStage()
  let digest = Digest(1, 2, 3, 4)
  let put = Act.participantPut(ParticipantChange(country: "TR"))
  stage.onHub(put, participant: "anna", fields: ["name", "phone"], digest: digest)
  let other = stage.onHub(put, participant: "zoe", fields: ["name"], digest: digest)
  stage.onHub(.participantMerge(participants: ["anna", "zoe"]))
  stage.onHub(.erase(ops: []), participant: "anna")
  var fold = stage.fold
  let (anna, zoe) = (fold.participant("anna"), fold.participant("zoe"))
  let person = fold.whole("anna")
  let whole = try #require(person)
  #expect(whole.privateFields == ["name": other])
  #expect(whole.erasedFields == ["name", "phone"])
  #expect(whole.isErased && !whole.isNameErased)
  #expect(anna?.isNameErased == true)
  #expect(zoe?.isErased == false)
}
