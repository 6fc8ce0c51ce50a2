public import MusterCore

/// Random bits from the kernel, fit for keys.
///
/// On Linux the standard library's generator is `getrandom(2)`: it waits until the kernel has
/// gathered entropy once after power-on, and cannot fail after that.
public nonisolated enum Randomness {
  /// What is drawn from instead of the kernel, within a simulation that must repeat itself.
  @TaskLocal package static var dice: (any Dice)?

  /// 64 random bits, for the `nonce` of an op.
  public static func nonce() -> UInt64 {
    if let dice { return dice.next() }
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }

  /// 128 random bits, for an epoch or a generation.
  public static func identifier() -> Identifier { Identifier(high: nonce(), low: nonce()) }

  /// 256 random bits.
  public static func digest() -> Digest { Digest(nonce(), nonce(), nonce(), nonce()) }

  /// As many random bytes as asked for.
  public static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: nonce()) }
  }

  /// A number of the range, each as likely as any other but for one part in 2^40.
  public static func number(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
    guard width > 0 else { return Int64(bitPattern: nonce()) }
    return range.lowerBound &+ Int64(bitPattern: nonce() % width)
  }
}

/// Where ``Randomness`` draws from in a simulation.
package nonisolated protocol Dice: AnyObject, Sendable {
  /// The next 64 bits.
  func next() -> UInt64
}
