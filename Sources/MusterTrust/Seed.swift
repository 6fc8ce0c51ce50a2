public import MusterCore

/// The 32 secret bytes that a private key is made of. It never shows itself in a log or a debugger's
/// description.
public nonisolated struct Seed: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// The secret itself, for storage.
  public let secret: Digest

  /// Takes 32 secret bytes.
  public init(secret: Digest) { self.secret = secret }

  /// Makes a new seed.
  public static func random() -> Seed { Seed(secret: Randomness.digest()) }

  /// Says what it is, not what it holds.
  public var description: String { "Seed(secret)" }

  /// Shows nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
