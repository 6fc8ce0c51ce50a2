import Foundation
import MusterCore
import MusterModel
import MusterSync
import MusterTrust
import Testing

/// `Protocol/vectors/folds.json`: sets of elements with their canonical lines and digests.
struct FoldVectors: Codable {
  struct Vector: Codable {
    var name: String
    /// One line for each op.
    var lines: [String]
    /// Which line, under which node and epoch and n, and when it was received.
    var placements: [Placed]
    /// What the state digest is taken over.
    var canonical: [String]
    /// SHA-256 of the canonical lines joined by LF.
    var digest: String
  }

  struct Placed: Codable {
    var line: Int
    var node: String
    var epoch: String
    var n: Int64
    var received: Int64
  }

  var about: String
  var event: String
  var folds: [Vector]

  static let file = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../Protocol/vectors/folds.json").standardized

  /// What the file holds.
  static func read() throws -> FoldVectors {
    try JSONDecoder().decode(FoldVectors.self, from: Data(contentsOf: file))
  }

  /// What the reference model says that the file should hold: every scene, and a few generated sets.
  @MainActor static func made() -> FoldVectors {
    let lines = FoldLines()
    var sets = Scenes.all(lines.seal)
    for seed: UInt64 in 1...6 {
      let elements = Generator.elements(seed: seed, steps: 30, seal: lines.seal)
      sets.append(("Everything at once, seed \(seed)", elements))
    }
    return FoldVectors(
      about:
        "Whole folds, Protocol/5-state.md. `lines`: the ops' lines. `placements`: the set's elements, "
        + "`line` an index into lines; their order means nothing. `canonical`: the canonical lines, "
        + "sorted. `digest`: SHA-256 over them, joined by LF.",
      event: lines.event.hex,
      folds: sets.map { Vector($0.name, $0.elements, lines.lines) })
  }

  func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: FoldVectors.file)
  }
}

extension FoldVectors.Vector {
  @MainActor init(_ name: String, _ elements: [Element], _ lines: [OpID: [UInt8]]) {
    self.name = name
    self.lines = []
    placements = []
    var places: [OpID: Int] = [:]
    for element in elements {
      let id = element.operation.id
      let line = places[id] ?? self.lines.count
      if places[id] == nil {
        places[id] = line
        self.lines.append(String(decoding: lines[id] ?? [], as: UTF8.self))
      }
      for placement in element.placements {
        placements.append(
          FoldVectors.Placed(
            line: line, node: placement.writer.node.hex, epoch: placement.writer.epoch.hex,
            n: placement.n, received: placement.received))
      }
    }
    let model = ReferenceModel(elements)
    canonical = model.lines
    digest = SHA256.digest(model.canonical).hex
  }

  /// The elements, read as any replica reads them.
  @MainActor func elements(event: EventID) throws -> [Element] {
    var reader = OperationReader(event: event)
    let operations = lines.map { line in
      let bytes = Array(line.utf8)
      return reader.read(bytes, in: 0..<bytes.count, id: SHA256.digest(bytes).identifier)
    }
    return try placements.map { placed in
      let node = try #require(KeyID(placed.node))
      let epoch = try #require(Epoch(placed.epoch))
      return Element(
        operations[placed.line],
        [
          Placement(
            writer: Writer(node: node, epoch: epoch), n: placed.n, received: placed.received)
        ])
    }
  }
}
