/// In which order names stand on a list for people: by letters as the list's language has them, those
/// of its own script first.
///
/// Accents, vowel marks and capitals make no difference, nor do the shapes of a letter, as
/// ``NameFolding`` says; letters that an alphabet has besides stand behind those that they resemble, as
/// Turkish and Persian have it.
public nonisolated struct NameOrder {
  /// What names are compared by.
  public struct Key: Hashable, Comparable, Sendable {
    /// 0: in the script of the list.
    private let script: UInt8
    private let letters: [UInt32]

    fileprivate init(script: UInt8, letters: [UInt32]) {
      self.script = script
      self.letters = letters
    }

    /// Whether a name stands before another.
    public static func < (left: Key, right: Key) -> Bool {
      if left.script != right.script { return left.script < right.script }
      return left.letters.lexicographicallyPrecedes(right.letters)
    }
  }

  private let isArabic: Bool
  private let isTurkish: Bool

  /// - Parameter language: BCP 47 tag of the list.
  public init(language: String) {
    let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    isArabic = ["ar", "fa", "ur", "ps", "sd", "ug", "ckb"].contains(primary)
    isTurkish = ["tr", "az"].contains(primary)
  }

  /// The key of a name; a name without letters comes last.
  public func key(of name: String) -> Key {
    var letters: [UInt32] = []
    for (number, word) in name.split(whereSeparator: { $0 == " " || $0 == "-" }).enumerated() {
      // A word that has ended stands before one that goes on.
      if number > 0 { letters.append(0) }
      for scalar in String(word).unicodeScalars { append(scalar, to: &letters) }
    }
    guard let first = letters.first(where: { $0 != 0 }) else {
      return Key(script: .max, letters: letters)
    }
    let isArabicName = (0x600 * Self.step..<0x780 * Self.step).contains(first)
    return Key(script: isArabicName == isArabic ? 0 : 1, letters: letters)
  }

  /// Room behind each letter for those that stand between it and the next.
  private static let step: UInt32 = 4

  private func append(_ scalar: Unicode.Scalar, to letters: inout [UInt32]) {
    if let (base, place) = besides(scalar) {
      letters.append(base.value * Self.step + place)
      return
    }
    for folded in NameFolding.folded(scalar).unicodeScalars where folded != " " {
      letters.append(folded.value * Self.step)
    }
  }

  /// A letter that has a place of its own: behind which it stands, and how many others stand between.
  private func besides(_ scalar: Unicode.Scalar) -> (Unicode.Scalar, UInt32)? {
    switch scalar {
    case "پ": ("ب", 1)
    case "ٹ": ("ت", 1)
    case "چ": ("ج", 1)
    case "ڈ": ("د", 1)
    case "ڑ": ("ر", 1)
    case "ژ": ("ز", 1)
    case "گ": ("ك", 1)
    default: isTurkish ? turkish(scalar) : nil
    }
  }

  private func turkish(_ scalar: Unicode.Scalar) -> (Unicode.Scalar, UInt32)? {
    switch scalar {
    case "ç", "Ç": ("c", 1)
    case "ğ", "Ğ": ("g", 1)
    case "ı", "I": ("h", 1)
    case "ö", "Ö": ("o", 1)
    case "ş", "Ş": ("s", 1)
    case "ü", "Ü": ("u", 1)
    default: nil
    }
  }
}
