import Foundation
import MusterCommand
import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("The log as others read it")
struct LogTests {
  let stage: Stage

  init() throws {
    stage = try Stage(people: (1...300).map { "p-\($0)" })
    let machine = try Machine(stage, "fr-1", "FR")
    try machine.checkIn("p-1")
    _ = try machine.hand([
      Draft(
        .nodeRevoke(
          Revocation(
            key: machine.key.publicKey, keyID: machine.id, durable: [], why: "no right to")))
    ])
  }

  /// The pieces in which a table is handed over.
  private func pieces(
    _ table: ExportTable, _ format: ExportWriter.Format, marked: Bool = false
  ) throws -> [[UInt8]] {
    let exporting = Exporting(stage.commands.centre)
    var pieces: [[UInt8]] = []
    let writer = ExportWriter(try exporting.columns(of: table, format), format, marked: marked) {
      pieces.append($0)
    }
    try exporting.write(table, to: writer)
    return pieces
  }

  @Test(
    "A field of the roster's own that is called like a column of the table has one of its own",
    arguments: [ExportWriter.Format.csv, .json])
  func ownColumns(format: ExportWriter.Format) throws {
    let own = ["registered", "attended_days", "person", "shirt", "field:field:registered"]
    try stage.importRoster(
      "id,name,country,\(own.joined(separator: ","))\np-9,Zoe,FR,yes,three,twin,M,odd\n")
    let bytes = Array(try pieces(.participants, format).joined())
    let expected = [
      "field:registered": "yes", "field:attended_days": "three", "field:person": "twin",
      "shirt": "M", "field:field:registered": "odd",
    ]
    var found: [String: String] = [:]
    switch format {
    case .csv:
      let records = try CSV.read(bytes).map(\.fields)
      let row = try #require(records.last { $0.first == "p-9" })
      #expect(Set(records[0]).count == records[0].count)
      found = Dictionary(uniqueKeysWithValues: zip(records[0], row))
      #expect(found["registered"] == "true")
    case .json:
      let rows = try bytes.split(separator: 0x0A).map { try JSONValue.read(Array($0)) }
      let row = try #require(rows.first { $0["id"]?.string == "p-9" })
      #expect(row["registered"]?.bool == true)
      for member in row.members ?? [] { found[member.name] = member.value.string }
    }
    for (column, value) in expected { #expect(found[column] == value, "\(column)") }
  }

  private func exported() throws -> [JSONValue] {
    let bytes = try pieces(.log, .json).joined()
    return try bytes.split(separator: 0x0A).map { try JSONValue.read(Array($0)) }
  }

  @Test("Every placement is one object, in order, with the line as it stands")
  func complete() throws {
    let lines = try exported()
    #expect(lines.compactMap { $0["place"]?.integer } == Array(1...stage.place))
    for line in lines {
      let op = try #require(line["op"]?.string.flatMap { OpID($0) })
      let stored = try #require(try stage.replica.line(of: op))
      #expect(line["line"] == (try JSONValue.read(stored)))
      #expect(line["kind"]?.string == line["line"]?["kind"]?.string)
      #expect(line["writer"]?["node"]?.string == line["line"]?["node"]?.string)
    }
    #expect(lines.last?["counts"]?.string == "no-authority")
    #expect(lines.last?["time_ms"]?.isNull == true)
    #expect(lines.dropLast().allSatisfy { $0["counts"]?.bool == true })
    #expect(lines.dropLast().allSatisfy { $0["err_ms"]?.integer != nil })
  }

  @Test("No name stands in it")
  func nameless() throws {
    let lines = try exported()
    for line in lines { #expect(!line.compact.contains("Name of")) }
  }

  @Test("Who stops reading ends it")
  func stops() throws {
    let exporting = Exporting(stage.commands.centre)
    var count = 0
    let writer = ExportWriter(LogExport.members, .json, marked: false) { _ throws(Failure) in
      count += 1
      throw .inputOutput("gone")
    }
    #expect(throws: Failure.self) { try exporting.write(.log, to: writer) }
    #expect(count == 1)
  }

  @Test("It is handed over piece by piece, none much larger than another")
  func streamed() throws {
    let pieces = try pieces(.log, .csv)
    #expect(pieces.count > 1)
    #expect(pieces.allSatisfy { $0.count < 80_000 })
  }

  @Test("As a table it has a row for each placement, and the line in it")
  func table() throws {
    let bytes = Array(try pieces(.log, .csv, marked: true).joined())
    #expect(bytes.starts(with: CSV.byteOrderMark))
    let rows = try CSV.read(bytes).map(\.fields)
    #expect(rows.first == LogExport.columns)
    let objects = try exported()
    #expect(rows.count == objects.count + 1)
    for (row, object) in zip(rows.dropFirst(), objects) {
      let cells = Dictionary(uniqueKeysWithValues: zip(LogExport.columns, row))
      #expect(cells["place"] == object["place"]?.integer.map { String($0) })
      #expect(cells["epoch"] == object["writer"]?["epoch"]?.string)
      #expect(cells["counts"] == object["counts"]?.string ?? "true")
      #expect(cells["time_utc"]?.isEmpty == object["time_ms"]?.isNull)
      #expect(try JSONValue.read(Array((cells["line"] ?? "").utf8)) == object["line"])
    }
  }

  @Test("The statement as a table names every node, and points without one")
  func statement() throws {
    let rows = try CSV.read(Array(try pieces(.statement, .csv).joined())).map(\.fields)
    #expect(rows.first == StatementExport.columns)
    let cells = rows.dropFirst().map {
      Dictionary(uniqueKeysWithValues: zip(StatementExport.columns, $0))
    }
    #expect(cells.compactMap { $0["point"] } == ["fr-1", "fr-2", "ma-1", "tn-1"])
    #expect(cells.map { $0["state"] == "no-node" } == [false, true, true, true])
    #expect(cells.first?["contact"] == "'+33 1")
    #expect(Set(cells.compactMap { $0["date"] }).count == 1)
  }

  @Test("What is whole verifies, from memory and from the disk alone")
  func sound() throws {
    let answer = try stage.ask("verify")
    #expect(answer["ok"]?.bool == true)
    #expect(answer["findings"]?.array?.isEmpty == true)
    #expect(answer["ops"]?.integer == stage.place)
    #expect(answer["private_lines"]?.integer == 300)
    #expect(answer["writers"]?.integer == 3)
    let disk = try Replica.verify(at: stage.folder.hub.database, event: stage.event)
    #expect(HubCommands.json(disk) == answer)
  }

  @Test("A flipped byte is found, wherever in the log it lies", arguments: 1..<6)
  func flipped(part: Int) throws {
    let segments = try stage.replica.segments(after: 0, maxBytes: 1_000_000)
    let frame = try #require(segments.map(\.frame).max { $0.count < $1.count })
    try stage.replica.close()
    let url = URL(filePath: stage.folder.hub.database)
    var data = try Data(contentsOf: url)
    let at = frame.count * part / 6
    let found = try #require(data.range(of: Data(frame[at..<at + 12])))
    data[found.lowerBound] ^= 0x10
    try data.write(to: url)
    let report = try Replica.verify(at: url.path, event: stage.event)
    #expect(!report.isSound)
    let answer = HubCommands.json(report)
    #expect(answer["ok"]?.bool == false)
    #expect(answer["findings"]?.array?.count ?? 0 <= 100)
    #expect(answer["finding_count"]?.integer ?? 0 >= 1)
    let line = ["verify", "--data", stage.folder.hub.path]
    #expect(HubProgram.run(line, environment: [:]) == .inputOutput)
  }
}
