public import MusterCore

/// Random bits from the kernel, fit for keys.
///
/// On Linux the standard library's generator is `getrandom(2)`: it waits until the kernel has
/// gathered entropy once after power-on, and cannot fail after that.
public nonisolated enum Randomness {
  /// 64 random bits, for the `nonce` of an op.
  public static func nonce() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }

  /// 128 random bits, for an epoch or a generation.
  public static func identifier() -> Identifier { Identifier(high: nonce(), low: nonce()) }

  /// 256 random bits.
  public static func digest() -> Digest { Digest(nonce(), nonce(), nonce(), nonce()) }

  /// As many random bytes as asked for.
  public static func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in generator.next() }
  }
}
