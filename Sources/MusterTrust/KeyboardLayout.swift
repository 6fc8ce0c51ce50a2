/// Which keys of an English keyboard the signs of another layout are, as far as tickets need them.
nonisolated struct KeyboardLayout {
  /// The keys that a ticket is typed with, by what they are on an English keyboard.
  private static let keys = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZU:".unicodeScalars)

  private var signs: [Unicode.Scalar: Unicode.Scalar] = [:]

  /// - Parameter table: for each key, in the order of ``keys``, the signs that it makes with and without
  ///   the shift key; spaces between.
  init(_ table: String) {
    for (key, made) in zip(Self.keys, table.unicodeScalars.split(separator: " ")) {
      for sign in made { signs[sign] = key }
    }
  }

  /// The keys by which a text came to be; nil where one of its signs is of no key.
  func keys(of text: String.UnicodeScalarView) -> String? {
    var keys = String.UnicodeScalarView()
    for sign in Self.joined(text) {
      guard let key = signs[sign] else { return nil }
      keys.append(key)
    }
    return String(keys)
  }

  /// The text with digits of Arabic and Persian keyboards as the usual ones, and each pair of letters
  /// that one key of an Arabic keyboard makes as the one sign that stands for it.
  ///
  /// Only capitals: without the shift key, one key and two make the same lam and alef.
  private static func joined(_ text: String.UnicodeScalarView) -> [Unicode.Scalar] {
    var joined: [Unicode.Scalar] = []
    for scalar in text {
      switch (joined.last, scalar) {
      case ("ل", "آ"): joined[joined.count - 1] = "\u{FEF5}"
      case ("ل", "أ"): joined[joined.count - 1] = "\u{FEF7}"
      case ("ل", "إ"): joined[joined.count - 1] = "\u{FEF9}"
      default:
        let digit: UInt32? =
          switch scalar.value {
          case 0x660...0x669: scalar.value - 0x660
          case 0x6F0...0x6F9: scalar.value - 0x6F0
          default: nil
          }
        joined.append(digit.flatMap { Unicode.Scalar($0 + 0x30) } ?? scalar)
      }
    }
    return joined
  }
}
