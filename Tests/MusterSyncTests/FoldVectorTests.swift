import Foundation
import MusterCore
import MusterModel
import MusterTrust
import Testing

@Test("The fold vectors are what the reference model makes")
func foldVectorsAreFresh() throws {
  let made = FoldVectors.made()
  // Made anew, by hand, when the page or the generator changes.
  if ProcessInfo.processInfo.environment["MUSTER_WRITE_VECTORS"] != nil { try made.write() }
  let kept = try FoldVectors.read()
  #expect(kept.event == made.event)
  #expect(kept.folds.map(\.name) == made.folds.map(\.name))
  for (one, other) in zip(kept.folds, made.folds) {
    #expect(one.lines == other.lines, "\(one.name)")
    #expect(one.digest == other.digest, "\(one.name)")
  }
}

@Test("The model folds the lines of each vector to its canonical lines and digest")
func modelFoldsTheVectors() throws {
  let vectors = try FoldVectors.read()
  let event = try #require(EventID(vectors.event))
  #expect(vectors.folds.count >= 20)
  for vector in vectors.folds {
    let lines = ReferenceModel(try vector.elements(event: event)).lines
    #expect(lines == vector.canonical, "\(vector.name)")
    #expect(SHA256.digest(lines.joined(separator: "\n")).hex == vector.digest, "\(vector.name)")
  }
}

@Test("The fold gives each vector its canonical lines and digest, in order and backwards")
func foldFoldsTheVectors() throws {
  let vectors = try FoldVectors.read()
  let event = try #require(EventID(vectors.event))
  for vector in vectors.folds {
    let elements = try vector.elements(event: event)
    for order in [elements, elements.reversed()] {
      var fold = Fold(event: event)
      for element in order {
        for placement in element.placements { fold.place(element.operation, placement) }
      }
      let bytes = fold.canonicalBytes()
      #expect(SHA256.digest(bytes).hex == vector.digest, "\(vector.name)")
      #expect(bytes == Array(vector.canonical.joined(separator: "\n").utf8), "\(vector.name)")
    }
  }
}
