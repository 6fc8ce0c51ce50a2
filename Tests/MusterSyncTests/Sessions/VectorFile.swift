import Foundation

@testable import MusterSync

/// A file of `Protocol/vectors`, as the strict JSON that it is.
nonisolated enum VectorFile {
  private static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../../Protocol/vectors/\(name).json").standardized
  }

  static func read(_ name: String) throws -> JSONValue {
    try JSONValue.read(Array(Data(contentsOf: url(name))))
  }

  /// Whether the files are to be made anew: by hand, when the page or a generator changes.
  static var isToBeWritten: Bool {
    ProcessInfo.processInfo.environment["MUSTER_WRITE_VECTORS"] != nil
  }

  static func write(_ name: String, _ value: JSONValue) throws {
    try Data((pretty(value) + "\n").utf8).write(to: url(name))
  }

  /// With each member and element on a line of its own.
  private static func pretty(_ value: JSONValue, _ indent: String = "") -> String {
    let inner = indent + " "
    switch value {
    case .object(let members) where !members.isEmpty:
      let lines = members.map { "\(inner)\(compact(.string($0.name))): \(pretty($0.value, inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { inner + pretty($0, inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    default: return compact(value)
    }
  }

  private static func compact(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.value(value)
    return writer.text
  }
}
