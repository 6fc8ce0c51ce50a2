internal import Glibc
internal import MusterSync

/// Reading the files of the demo's folder.
enum DataFile {
  /// All bytes of a file; nil when it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe part.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? all : nil }
      all.append(contentsOf: part[..<count])
    }
  }

  /// The rows of a CSV file (RFC 4180) as header → field; nil when it cannot be read.
  static func rows(_ path: String) -> [[String: String]]? {
    guard let bytes = bytes(path) else { return nil }
    var rows: [[String]] = [[]]
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    func endField() {
      rows[rows.count - 1].append(String(decoding: field, as: UTF8.self))
      field.removeAll()
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        if isQuoted, index < bytes.count, bytes[index] == byte {
          field.append(byte)
          index += 1
        } else {
          isQuoted.toggle()
        }
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\r") where !isQuoted: continue
      case UInt8(ascii: "\n") where !isQuoted:
        endField()
        rows.append([])
      default: field.append(byte)
      }
    }
    if !field.isEmpty || rows.last?.isEmpty == false { endField() } else { rows.removeLast() }
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { row in
      Dictionary(zip(header, row), uniquingKeysWith: { first, _ in first })
    }
  }

  /// One JSON value for each line.
  static func jsonLines(_ bytes: [UInt8]) throws(DemoError) -> [JSONValue] {
    var values: [JSONValue] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if end > start {
        do throws(JSONError) { values.append(try JSONValue.read(bytes, in: start..<end)) } catch {
          throw .broken("line \(values.count + 1) of an export is not JSON: \(error)")
        }
      }
      start = end + 1
    }
    return values
  }
}
