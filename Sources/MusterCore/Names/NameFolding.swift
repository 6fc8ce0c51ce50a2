/// One folding of names, for search and for finding the same person twice.
///
/// The rules are written down in `Protocol/names/README.md` and fixed by the vectors beside it: case,
/// accents, vowel marks, the several shapes of an Arabic letter, digits of any script, apostrophes and
/// hyphens make no difference. Folded words are keys, not text to show: they hold letters and digits only,
/// so that no tokenizer (`ascii` or `unicode61 remove_diacritics 0` of FTS5) parts or changes them.
///
/// A name is found when every word of ``words(asked:)`` begins a word of ``words(of:)``.
public nonisolated enum NameFolding {
  /// Changes whenever a name may fold otherwise than before: an index made under another version is to be
  /// built again.
  public static let version = 1

  /// The folded words of a name, in order: what an index holds, and what two spellings are compared by.
  ///
  /// `bin`, `ibn`, `ben` and their like between names are left out; the first word stays whatever it is.
  public static func words(of text: String) -> [String] {
    let words = plainWords(text)
    guard let first = words.first else { return [] }
    return [first] + words.dropFirst().filter { !isSonOrDaughter($0) }
  }

  /// The folded words of a query: all words but `bin`, `ibn`, `ben` and their like, wherever they stand. If
  /// nothing else was asked, the first of these.
  public static func words(asked text: String) -> [String] {
    let words = plainWords(text)
    let named = words.filter { !isSonOrDaughter($0) }
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
    var words: [String] = []
    for part in folded.split(separator: " ") { append(String(part), to: &words) }
    return words
  }

  /// `عبد الله` and `عبدالله` are one name in two spellings: both become two words. A lone alef after
  /// `عبد` is the article half typed.
  private static func append(_ word: String, to words: inout [String]) {
    let scalars = word.unicodeScalars
    let rest = scalars.dropFirst(3)
    guard scalars.starts(with: "عبد".unicodeScalars),
      rest.starts(with: "ال".unicodeScalars) || rest.elementsEqual("ا".unicodeScalars)
    else {
      words.append(word)
      return
    }
    words.append("عبد")
    words.append(String(rest))
  }

  private static func isSonOrDaughter(_ word: String) -> Bool {
    switch word {
    case "bin", "ibn", "ben", "bint", "binti", "بن", "ابن", "بنت": true
    default: false
    }
  }
}
