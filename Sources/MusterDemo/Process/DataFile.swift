internal import MusterCommand
internal import MusterSync

/// Reading what programs print and what people prepared.
enum DataFile {
  /// All bytes of a file; nil when it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? { try? Files.read(path) }

  /// The records of a CSV file as column → field.
  static func rows(_ path: String) throws(DemoError) -> [[String: String]] {
    do throws(CommandError) {
      var table = try CSVTable(try Files.read(path), takesOthers: true)
      var rows: [[String: String]] = []
      while let row = try table.next() {
        rows.append(
          Dictionary(zip(table.columns, row.cells), uniquingKeysWith: { first, _ in first }))
      }
      return rows
    } catch {
      throw .missing("\(path): \(error.message)")
    }
  }

  /// One JSON value for each line.
  static func jsonLines(_ bytes: [UInt8]) throws(DemoError) -> [JSONValue] {
    var values: [JSONValue] = []
    for line in bytes.split(separator: 0x0A) {
      do throws(JSONError) { values.append(try JSONValue.read(Array(line))) } catch {
        throw .broken("line \(values.count + 1) of an export is not JSON: \(error)")
      }
    }
    return values
  }
}
