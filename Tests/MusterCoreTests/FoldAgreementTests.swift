import MusterCore
import MusterModel
import Testing

/// The fold, as the harness asks it.
struct FoldUnderTest: Folding {
  private var fold: Fold

  init() { fold = Fold(event: EventID(high: 0, low: 0)) }

  mutating func place(_ operation: Operation, _ placement: Placement) {
    fold.place(operation, placement)
  }

  mutating func placeAgain(_ op: OpID, _ placement: Placement) { fold.placeAgain(op, placement) }

  mutating func addPending(
    _ operation: Operation, writer: Writer, n: Int64, received: Int64
  ) { fold.addPending(operation, writer: writer, n: n, received: received) }

  mutating func canonical() -> String {
    String(decoding: fold.canonicalBytes(), as: UTF8.self)
  }
}

@Suite("The fold agrees with the reference model") struct FoldAgreementTests {
  private let harness = Harness<FoldUnderTest>()

  @Test("on generated sets, in the order in which they were made", arguments: 0..<6)
  func inOrder(block: Int) {
    for seed in block * 10..<block * 10 + 10 {
      if let found = harness.inOrder(seed: UInt64(seed)) {
        Issue.record("\(found)")
        return
      }
    }
  }

  @Test("in other orders and with repetitions", arguments: 0..<6)
  func shuffled(block: Int) {
    for seed in block * 10..<block * 10 + 10 {
      if let found = harness.shuffled(seed: UInt64(seed)) {
        Issue.record("\(found)")
        return
      }
    }
  }
}

extension FoldAgreementTests {
  @Test("one by one, with a look at the state after each", arguments: 0..<4)
  func oneByOne(block: Int) {
    for seed in block * 5..<block * 5 + 5 {
      if let found = harness.oneByOne(seed: UInt64(seed)) {
        Issue.record("\(found)")
        return
      }
    }
  }

  @Test("while a node's own ops are pending, and after they were placed", arguments: 0..<6)
  func pending(block: Int) {
    for seed in block * 10..<block * 10 + 10 {
      if let found = harness.pending(seed: UInt64(seed)) {
        Issue.record("\(found)")
        return
      }
    }
  }

  @Test("when later placements come by id alone", arguments: 0..<6)
  func placedAgain(block: Int) {
    for seed in block * 10..<block * 10 + 10 {
      if let found = harness.placedAgain(seed: UInt64(seed)) {
        Issue.record("\(found)")
        return
      }
    }
  }
}
