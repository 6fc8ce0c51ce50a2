import MusterTrust

/// One stream of chance: the same numbers for the same seed, whoever else draws from other streams.
nonisolated final class Chance: Dice, @unchecked Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A stream of its own for a purpose, so that what one part of the world draws moves no other.
  convenience init(seed: UInt64, of purpose: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ hash)
    _ = next()
  }

  /// SplitMix64.
  func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of the range.
  func number(_ range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
    return width == 0
      ? Int64(bitPattern: next()) : range.lowerBound &+ Int64(bitPattern: next() % width)
  }

  /// A number of the range.
  func number(_ range: ClosedRange<Int>) -> Int {
    Int(number(Int64(range.lowerBound)...Int64(range.upperBound)))
  }

  /// True in so many of 1,000 cases.
  func happens(_ perMille: Int) -> Bool { number(0...999) < perMille }

  /// One of the items; nil of none.
  func pick<Item>(_ items: [Item]) -> Item? {
    items.isEmpty ? nil : items[number(0...(items.count - 1))]
  }

  /// A pause until the next of events that come by chance, so long apart on average: µs.
  func pause(mean: Int64) -> Int64 {
    // A sum of halvings has the shape of the exponential distribution, without floating point.
    let doublings = Int64(
      (next() | 1).trailingZeroBitCount + (next() | 1 << 62).trailingZeroBitCount)
    let spread = number(Int64(0)...mean)
    return max(1, mean * doublings / 3 + spread / 2)
  }
}
