/// What the desk reads aloud after a verdict: short, polite, and in the listener's language.
///
/// It never says why somebody is blocked: that is between the centre and the person.
public nonisolated enum Say {
  /// Languages that have words, as BCP 47 primary subtags.
  public static let languages = ["ar", "en", "fr", "tr", "ms"]

  /// An earlier entry, as the listener's language and the point's clock write it.
  public struct Earlier: Hashable, Sendable {
    /// When.
    public var time: String
    /// Where, if it was at another point.
    public var place: String?

    /// Makes an earlier entry.
    public init(time: String, place: String? = nil) {
      self.time = time
      self.place = place
    }
  }

  /// The words for a verdict.
  ///
  /// - Parameters:
  ///   - language: BCP 47 tag; its primary subtag counts, and English stands in for a language
  ///     without words.
  ///   - earlier: for `repeat` and `already-used`, the entry that they speak of.
  public static func words(
    for verdict: Verdict, language: String, earlier: Earlier? = nil
  ) -> String {
    let words = words(in: language)
    switch verdict {
    case .admitted: return words.welcome
    case .repeat: return earlier.map { words.insideSince($0.time) } ?? words.inside
    case .refused(.alreadyUsed):
      guard let earlier else { return words.alreadyUsed }
      guard let place = earlier.place else { return words.usedAt(earlier.time) }
      return words.usedElsewhere(earlier.time, place)
    case .refused(let refusal): return words.refusal(refusal)
    }
  }

  /// The words for somebody who leaves.
  public static func goodbye(language: String) -> String { words(in: language).goodbye }

  /// The words in the place of a name that was erased.
  public static func erased(language: String) -> String { words(in: language).erased }

  private static func words(in language: String) -> DoorWords {
    switch language.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
    case "ar": .arabic
    case "fr": .french
    case "tr": .turkish
    case "ms": .malay
    default: .english
    }
  }
}
