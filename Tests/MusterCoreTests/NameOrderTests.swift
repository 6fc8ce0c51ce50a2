import Testing

@testable import MusterCore

@Suite("The order of names on a list")
nonisolated struct NameOrderTests {
  private func sorted(_ names: [String], _ language: String) -> [String] {
    let order = NameOrder(language: language)
    return names.sorted { order.key(of: $0) < order.key(of: $1) }
  }

  static let lists: [(language: String, names: [String])] = [
    ("ar", ["أحمد", "بدر", "تميم", "جميلة", "سعاد", "عمر", "ياسين"]),
    (
      "fa",
      ["بهار", "پرویز", "تهمینه", "جمشید", "چنگیز", "حسن", "زهرا", "ژاله", "کاوه", "گلی", "لیلا"]
    ),
    (
      "tr",
      [
        "Cem", "Çiğdem", "Deniz", "Hülya", "Ilgaz", "İpek", "Jale", "Oya", "Ömer", "Su", "Şule",
        "Tan",
      ]
    ),
    ("fr", ["Élise", "Emma", "Éric", "Zoé"]),
    ("en", ["Ann", "Ann Zed", "Anna", "Anna-Lena"]),
    // The list's own script first, and who has no name last.
    ("ar", ["يوسف", "Adam", ""]), ("en", ["Adam", "Zed", "أحمد", ""]),
  ]

  @Test("Names stand as their language has them", arguments: lists)
  func order(_ list: (language: String, names: [String])) {
    #expect(sorted(list.names.reversed(), list.language) == list.names)
  }

  @Test("Vowel marks, accents and the shapes of a letter make no difference")
  func marks() {
    let order = NameOrder(language: "ar")
    #expect(order.key(of: "مُحَمَّد") == order.key(of: "محمد"))
    #expect(order.key(of: "إيمان") == order.key(of: "ايمان"))
    #expect(
      NameOrder(language: "fr").key(of: "ÉMILE") == NameOrder(language: "fr").key(of: "emile"))
  }
}
