import Foundation
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

  private func exported() throws -> [JSONValue] {
    var bytes: [UInt8] = []
    try LogExport.run(stage.replica) { more in
      bytes += more
      return true
    }
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
    var count = 0
    try LogExport.run(stage.replica) { _ in
      count += 1
      return false
    }
    #expect(count == 1)
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
  }
}
