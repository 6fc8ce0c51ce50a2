import Foundation
import MusterCore
import Testing

@Suite("Names fold as Protocol/names says")
nonisolated struct NamesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Protocol/names").standardized

  private static func read<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appending(path: name)))
  }

  @Test("Each case of vectors.json folds to its words")
  func cases() throws {
    let vectors: Vectors = try Self.read("vectors.json")
    #expect(vectors.cases.count >= 300)
    for one in vectors.cases {
      #expect(NameFolding.words(of: one.input).exactly(one.words), "\(one.input): \(one.why)")
      let indexed = NameFolding.words(indexed: one.input)
      #expect(indexed.exactly(one.indexed ?? one.words), "\(one.input): \(one.why)")
      let asked = NameFolding.words(asked: one.input)
      #expect(asked.exactly(one.asked ?? one.words), "\(one.input): \(one.why)")
    }
  }

  @Test("A query finds the names that vectors.json says it finds, and no others")
  func queries() throws {
    let vectors: Vectors = try Self.read("vectors.json")
    for pair in vectors.found { #expect(pair.finds, "\(pair.asked) in \(pair.name): \(pair.why)") }
    for pair in vectors.missed {
      #expect(!pair.finds, "\(pair.asked) in \(pair.name): \(pair.why)")
    }
  }

  @Test("Every character of Unicode folds as in the Python that the table was made with")
  func everyCharacter() throws {
    let table: TableFacts = try Self.read("table.json")
    #expect(table.version == NameFolding.version)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for code: UInt32 in 0..<0x110000 {
      guard let scalar = Unicode.Scalar(code) else { continue }
      for byte in (NameFolding.folded(scalar) + "\n").utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    #expect(hash == UInt64(table.digest, radix: 16))
  }

  @Test("Folding folded words changes nothing")
  func idempotent() throws {
    let vectors: Vectors = try Self.read("vectors.json")
    for one in vectors.cases {
      let words = NameFolding.words(of: one.input)
      #expect(NameFolding.words(of: words.joined(separator: " ")).exactly(words), "\(one.input)")
    }
  }
}

private nonisolated struct Vectors: Decodable {
  struct Case: Decodable {
    var input: String
    var words: [String]
    var indexed: [String]?
    var asked: [String]?
    var why: String
  }

  struct Query: Decodable {
    var name: String
    var asked: String
    var why: String

    var finds: Bool {
      let words = NameFolding.words(indexed: name)
      return NameFolding.words(asked: asked).allSatisfy { part in
        words.contains { $0.unicodeScalars.starts(with: part.unicodeScalars) }
      }
    }
  }

  var cases: [Case]
  var found: [Query]
  var missed: [Query]
}

private nonisolated struct TableFacts: Decodable {
  var version: Int
  var digest: String
}

nonisolated extension [String] {
  /// Equal scalar for scalar: `==` on strings would call decomposed letters equal to composed ones.
  fileprivate func exactly(_ other: [String]) -> Bool {
    elementsEqual(other) { $0.unicodeScalars.elementsEqual($1.unicodeScalars) }
  }
}
