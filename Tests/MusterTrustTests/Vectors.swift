import Foundation
import MusterCore
import Testing

@testable import MusterTrust

/// The files of `Protocol/vectors`, made by `make/trust.py` without any Swift.
enum Vectors {
  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let file = URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../Protocol/vectors/\(name).json").standardized
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}

extension Digest {
  /// Reads hex of a vector, and fails the test when it is none.
  static func vector(_ text: String?) throws -> Digest {
    let text = try #require(text)
    return try #require(Digest(text))
  }
}

extension Identifier {
  /// Reads hex of a vector, and fails the test when it is none.
  static func vector(_ text: String?) throws -> Identifier {
    let text = try #require(text)
    return try #require(Identifier(text))
  }
}
