import MusterCore
import MusterModel

/// What the agreement tests ask of a fold, one op and placement at a time.
nonisolated protocol Folding {
  init()
  mutating func place(_ operation: Operation, _ placement: Placement)
  mutating func placeAgain(_ op: OpID, _ placement: Placement)
  mutating func addPending(_ operation: Operation, writer: Writer, n: Int64, received: Int64)
  /// The canonical lines joined by LF.
  mutating func canonical() -> String
}

/// One element with one placement, as a log brings them.
nonisolated struct Arrival {
  var operation: Operation
  var placement: Placement

  /// All of a set, in the order in which it was made.
  static func all(_ elements: [Element]) -> [Arrival] {
    elements.flatMap { element in
      element.placements.map { Arrival(operation: element.operation, placement: $0) }
    }
  }
}

nonisolated extension Array where Element == Arrival {
  /// The set that they bring.
  var elements: [MusterModel.Element] {
    map { MusterModel.Element($0.operation, [$0.placement]) }
  }
}

/// Lines that only one of two folds has.
nonisolated struct Disagreement: CustomStringConvertible {
  var what: String
  var onlyModel: [String]
  var onlyFold: [String]

  /// Nil when both texts are the same.
  init?(_ what: String, model: String, fold: String) {
    // As bytes: Swift would hold two spellings of one é for the same.
    guard !model.utf8.elementsEqual(fold.utf8) else { return nil }
    self.what = what
    let modelLines = Set(model.utf8.split(separator: 10).map { Array($0) })
    let foldLines = Set(fold.utf8.split(separator: 10).map { Array($0) })
    onlyModel = Disagreement.texts(modelLines.subtracting(foldLines))
    onlyFold = Disagreement.texts(foldLines.subtracting(modelLines))
  }

  private static func texts(_ lines: Set<[UInt8]>) -> [String] {
    lines.map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  var description: String {
    let sameLines = onlyModel.isEmpty && onlyFold.isEmpty ? "\nthe same lines in another order" : ""
    return what + sameLines
      + onlyModel.map { "\n  model " + $0 }.joined() + onlyFold.map { "\n  fold  " + $0 }.joined()
  }
}

/// Folds sets twice, and says where the two part.
nonisolated struct Harness<Folded: Folding> {
  /// In the order in which the set was made.
  func inOrder(seed: UInt64) -> Disagreement? {
    inOrder(seed: seed, mistakes: [nil])[nil] ?? nil
  }

  /// The same, against models that make mistakes.
  func inOrder(seed: UInt64, mistakes: [Mistake?]) -> [Mistake?: Disagreement] {
    let elements = Generator.elements(seed: seed)
    let fold = Self.fold(Arrival.all(elements))
    var found: [Mistake?: Disagreement] = [:]
    for mistake in mistakes {
      let model = ReferenceModel(elements, mistake: mistake).canonical
      found[mistake] = Disagreement("seed \(seed), in order", model: model, fold: fold)
    }
    return found
  }

  /// In other orders: backwards, shuffled, and shuffled with much that comes again.
  func shuffled(seed: UInt64) -> Disagreement? {
    let elements = Generator.elements(seed: seed)
    let arrivals = Arrival.all(elements)
    let model = ReferenceModel(elements).canonical
    var random = SplitMix64(seed: seed &+ 1_000_003)
    let twice = arrivals + random.some(of: arrivals, percent: 40)
    let orders = [
      ("backwards", Array(arrivals.reversed())), ("shuffled", arrivals.shuffled(using: &random)),
      ("shuffled, with repetitions", twice.shuffled(using: &random)),
    ]
    for (name, order) in orders {
      let fold = Self.fold(order)
      if let found = Disagreement("seed \(seed), \(name)", model: model, fold: fold) {
        return found
      }
    }
    return nil
  }

  /// One by one, with a look at the state now and then.
  func oneByOne(seed: UInt64, looks: Int = 8) -> Disagreement? {
    var random = SplitMix64(seed: seed &+ 2_000_003)
    let order = Arrival.all(Generator.elements(seed: seed)).shuffled(using: &random)
    var fold = Folded()
    let step = max(1, order.count / looks)
    for (index, arrival) in order.enumerated() {
      fold.place(arrival.operation, arrival.placement)
      // Every look settles the fold, so that the next op finds all that is derived in place.
      let text = fold.canonical()
      guard index % step == 0 || index + 1 == order.count else { continue }
      let model = ReferenceModel(Array(order[...index]).elements).canonical
      let what = "seed \(seed), one by one, after \(index + 1) of \(order.count)"
      if let found = Disagreement(what, model: model, fold: text) { return found }
    }
    return nil
  }

  /// One node's own ops are pending first and placed later.
  func pending(seed: UInt64) -> Disagreement? {
    var random = SplitMix64(seed: seed &+ 3_000_003)
    let arrivals = Arrival.all(Generator.elements(seed: seed))
    let nodes = Set(arrivals.map(\.operation.node)).sorted()
    let own = random.pick(nodes)
    let writer = Writer(node: own, epoch: Epoch(high: 1, low: seed))
    let pending = arrivals.filter { $0.operation.node == own }
    let others = arrivals.filter { $0.operation.node != own }.shuffled(using: &random)
    let half = others.count / 2

    var fold = Folded()
    for arrival in others[..<half] { fold.place(arrival.operation, arrival.placement) }
    var n: Int64 = 0
    for arrival in pending {
      n += 1
      fold.addPending(
        arrival.operation, writer: writer, n: n, received: arrival.placement.received + 77)
      if random.chance(20) { _ = fold.canonical() }
    }
    for arrival in others[half...] { fold.place(arrival.operation, arrival.placement) }
    let before = Disagreement(
      "seed \(seed), while \(n) are pending",
      model: ReferenceModel(others.elements).canonical, fold: fold.canonical())
    if let before { return before }

    for arrival in pending.shuffled(using: &random) {
      fold.place(arrival.operation, arrival.placement)
      if random.chance(20) { _ = fold.canonical() }
    }
    return Disagreement(
      "seed \(seed), after \(n) pending ones were placed",
      model: ReferenceModel(arrivals.elements).canonical,
      fold: fold.canonical())
  }

  /// Later placements by id alone, as a log names them.
  func placedAgain(seed: UInt64) -> Disagreement? {
    let elements = Generator.elements(seed: seed)
    var fold = Folded()
    for element in elements {
      guard let first = element.placements.first else { continue }
      fold.place(element.operation, first)
    }
    _ = fold.canonical()
    for element in elements {
      for placement in element.placements { fold.placeAgain(element.operation.id, placement) }
    }
    return Disagreement(
      "seed \(seed), placed again", model: ReferenceModel(elements).canonical,
      fold: fold.canonical())
  }

  func compare(
    _ what: String, _ elements: [Element], _ arrivals: [Arrival]
  ) -> Disagreement? {
    Disagreement(
      what, model: ReferenceModel(elements).canonical,
      fold: Self.fold(arrivals))
  }

  private static func fold(_ arrivals: [Arrival]) -> String {
    var fold = Folded()
    for arrival in arrivals { fold.place(arrival.operation, arrival.placement) }
    return fold.canonical()
  }
}
