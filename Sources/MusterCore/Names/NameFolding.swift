/// One folding of names, for search and for finding the same person twice.
///
/// The rules are written down in `Protocol/names/README.md` and fixed by the vectors beside it: case,
/// accents, vowel marks, the several shapes of an Arabic letter, digits of any script, apostrophes and
/// hyphens make no difference. Folded words are keys, not text to show: they hold letters and digits only,
/// so that no tokenizer (`ascii` or `unicode61 remove_diacritics 0` of FTS5) parts or changes them.
///
/// A name is found when every word of ``words(asked:)`` begins a word of ``words(indexed:)``; two names are
/// compared by ``words(of:)``.
public nonisolated enum NameFolding {
  /// Changes whenever a name may fold otherwise than before: an index made under another version is to be
  /// built again.
  public static let version = 2

  /// The folded words of a name, in order, by which two spellings are compared.
  ///
  /// `bin`, `ibn`, `ben` and their like between names are left out; the first word stays whatever it is.
  public static func words(of text: String) -> [String] {
    let words = plainWords(text)
    return words.indices.filter { $0 == 0 || !isOptional($0, of: words) }.map { words[$0] }
  }

  /// The folded words of a name that the words of a query may begin.
  ///
  /// Nothing is left out, so that `ahmad bi` finds on the way to `ahmad bin`. What may be written as one
  /// word (`نور الدين`) is there as one, too, so that it is found half typed; and what stands between
  /// hyphens is there by itself.
  public static func words(indexed text: String) -> [String] {
    let words = plainWords(text)
    let joined = zip(words, words.dropFirst()).filter(NameParts.areWrittenAsOne).map { $0 + $1 }
    let parts = NameParts.betweenHyphens(text).map(plainWords) ?? []
    return words + joined + parts.filter { !words.contains($0) }
  }

  /// The folded words of a query: all words but `bin`, `ibn`, `ben` and their like, wherever they stand. If
  /// nothing else was asked, the first of these.
  public static func words(asked text: String) -> [String] {
    let words = plainWords(text)
    let named = words.indices.filter { !isOptional($0, of: words) }.map { words[$0] }
    return named.isEmpty ? Array(words.prefix(1)) : named
  }

  /// What one character folds to by itself: nothing, letters and digits, or a space where words part.
  public static func folded(_ scalar: Unicode.Scalar) -> String {
    var folded = String.UnicodeScalarView()
    NameTable.shared.fold(scalar, into: &folded)
    return String(folded)
  }

  private static func plainWords(_ text: String) -> [String] {
    let table = NameTable.shared
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { table.fold(scalar, into: &folded) }
    return folded.split(separator: " ").flatMap { NameParts.of(String($0)) }
  }

  /// Between two names `b` is short for `bin`; at the end of a query any name may begin so.
  private static func isOptional(_ index: Int, of words: [String]) -> Bool {
    NameParts.isSonOrDaughter(words[index])
      || words[index] == "b" && index > 0 && index < words.count - 1
  }
}
