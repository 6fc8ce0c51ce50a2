import MusterCore

/// Any text, as somebody's name.
///
/// Folded words hold no space, and each of their characters folds to itself; the words of a name are
/// indexed, and a name is found by itself.
enum NamesTarget {
  static func feed(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.prefix(300), as: UTF8.self)
    let words = NameFolding.words(of: text)
    let indexed = NameFolding.words(indexed: text)
    for word in words + indexed {
      hold(!word.isEmpty && !word.contains(" "), "a word that is none")
      hold(
        word.unicodeScalars.map { NameFolding.folded($0) }.joined() == word,
        "\(word) does not fold to itself")
    }
    for asked in NameFolding.words(asked: text) {
      hold(isFound(asked, in: indexed), "\(asked) does not find its own name")
    }
    hold(words.allSatisfy { indexed.contains($0) }, "a word of the name is not indexed")
  }

  private static func isFound(_ asked: String, in words: [String]) -> Bool {
    words.contains { $0.unicodeScalars.starts(with: asked.unicodeScalars) }
  }
}
