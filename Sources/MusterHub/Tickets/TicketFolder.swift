import Glibc
import MusterCommand
import MusterDaemon

/// A folder that holds tickets and nothing else, so that none of an earlier printing stays among them.
struct TicketFolder {
  /// The document with all of them.
  static let sheet = "sheet.html"

  /// Where it is.
  let path: String
  /// What an earlier printing has left there.
  private let earlier: [String]

  /// Makes a folder, or takes one that is empty or was made by this.
  ///
  /// - Parameter data: the hub's folder, in which nothing of it may be.
  init(_ path: String, outside data: String) throws(Failure) {
    self.path = path
    try OwnFolder.check(path, isOutside: data)
    if Files.exists(path), !Files.isFolder(path) {
      throw .cannotCreate("\(path) is no folder: name one that is new or empty.")
    }
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(path) }
    try OwnFolder.check(path, isOutside: data)
    let names = try Failure.commanding { () throws(CommandError) in try Files.names(in: path) }
    if let other = names.first(where: { !Self.isOurs($0, in: path) }) {
      throw .cannotCreate(
        "\(path) holds something else (\(Terminal.plain(other))): name a folder that is new or empty."
      )
    }
    earlier = names
  }

  /// Whether a file is of an earlier printing, or what one that was stopped has left.
  private static func isOurs(_ name: String, in folder: String) -> Bool {
    guard name == sheet || name.hasPrefix("ticket-") || name.hasPrefix(sheet + "."),
      let start = try? FileReading("\(folder)/\(name)").next()
    else { return false }
    return start.starts(with: TicketImage.mark.utf8) || start.starts(with: TicketSheet.begin.utf8)
      || start.isEmpty && name.hasSuffix(".new")
  }

  /// Takes away what an earlier printing left that is not among these names.
  func removeEarlier(but kept: Set<String>) {
    for name in earlier where !kept.contains(name) { _ = unsafe unlink("\(path)/\(name)") }
  }

  /// For each id the name of its file; no two are the same, even to a system that knows no capitals.
  static func names(of ids: [String]) -> [String: String] {
    let kept = ids.map { name(of: $0, keepsCapitals: true) }
    var count: [String: Int] = [:]
    for name in kept { count[name.lowercased(), default: 0] += 1 }
    var names: [String: String] = [:]
    for (id, name) in zip(ids, kept) {
      let isAlone = count[name.lowercased()] == 1
      names[id] = isAlone ? name : self.name(of: id, keepsCapitals: false)
    }
    return names
  }

  /// Letters, digits and hyphens stay; all else becomes `_` and two hexadecimal digits.
  private static func name(of id: String, keepsCapitals: Bool) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var name = Array("ticket-".utf8)
    for byte in id.utf8 {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"): name.append(byte)
      case 0x41...0x5A where keepsCapitals: name.append(byte)
      default: name += [UInt8(ascii: "_"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: name, as: UTF8.self) + ".svg"
  }
}
