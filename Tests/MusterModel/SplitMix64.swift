/// SplitMix64 (Steele, Lea, Flood: “Fast splittable pseudorandom number generators”, 2014).
package nonisolated struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Whether an event of so many per cent happens.
  package mutating func chance(_ percent: Int) -> Bool { int(0..<100) < percent }

  package mutating func int(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

  package mutating func int(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &self)
  }

  /// One of several; there is at least one.
  package mutating func pick<Item>(_ items: [Item]) -> Item { items[int(0..<items.count)] }

  /// Each with the given chance.
  package mutating func some<Item>(of items: [Item], percent: Int) -> [Item] {
    items.filter { _ in chance(percent) }
  }
}
