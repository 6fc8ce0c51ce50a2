import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Tickets for print")
struct TicketPrintTests {
  /// Reads the modules back from the data of a path.
  private func modules(_ path: String, side: Int) -> Set<[Int]> {
    var dark: Set<[Int]> = []
    for row in path.split(separator: "M") {
      let start = row.prefix { $0 != "h" && $0 != "m" }.split(separator: " ")
      guard var column = Int(start[0]), let line = Int(start[1].dropLast(2)) else { continue }
      var rest = row.drop { $0 != "h" && $0 != "m" }
      while let step = rest.popFirst() {
        let count = Int(rest.prefix { $0.isNumber }) ?? 0
        rest = rest.drop { $0.isNumber }
        if step == "h" { for place in 0..<count { dark.insert([line, column + place]) } }
        if step == "m" { rest = rest.dropFirst(2) }
        column += count
      }
    }
    return dark
  }

  @Test("A code has its three corners, and a margin that nothing enters")
  func corners() throws {
    let code = try QRCode("MUSTER1:" + String(repeating: "0", count: 170))
    let dark = modules(code.path, side: code.side)
    let (margin, side) = (QRCode.margin, code.side)
    for (row, column) in [(0, 0), (0, side - 7), (side - 7, 0)] {
      for place in 0..<7 {
        #expect(dark.contains([margin + row, margin + column + place]))
        #expect(dark.contains([margin + row + 6, margin + column + place]))
        #expect(dark.contains([margin + row + place, margin + column]))
        #expect(dark.contains([margin + row + place, margin + column + 6]))
      }
      for place in 1..<6 { #expect(!dark.contains([margin + row + 1, margin + column + place])) }
    }
    #expect(dark.allSatisfy { place in place.allSatisfy { (margin..<margin + side).contains($0) } })
  }

  @Test("Files have names of their own, that no system and no shell takes for something else")
  func names() {
    let ids = ["p-1", "P-1", "a.b", "a_b", "..", "-rf", "a:b", "x'y", "$(x)", "*", "Q"]
    let names = TicketFolder.names(of: ids)
    #expect(names.count == ids.count)
    #expect(Set(names.values.map { $0.lowercased() }).count == ids.count)
    #expect(names["p-1"] == "ticket-p-1.svg")
    #expect(names["P-1"] == "ticket-_50-1.svg")
    #expect(names["Q"] == "ticket-Q.svg")
    #expect(names[".."] == "ticket-_2e_2e.svg")
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    #expect(names.values.allSatisfy { $0.allSatisfy(plain.contains) && $0.hasPrefix("ticket-") })
  }

  private func stage() throws -> Stage {
    let stage = try Stage()
    try stage.importRoster(
      Stage.rosterHeader + """
        p-1,ليلى منصور,delegate,MA,ma-1,,ar,,
        p-2,"<b onload=""x"">Ann & Bo",guest,FR,fr-2,,fr,,
        p-3,Zoé,guest,FR,fr-1,,,,
        p-4,Nobody,guest,TN,,,xx,,

        """)
    return stage
  }

  private func print(
    _ stage: Stage, country: String? = nil, to name: String = "tickets"
  ) throws(Failure) -> (JSONValue, String) {
    let path = stage.folder.path + "/" + name
    let answer = try TicketPrinting.run(stage.commands.centre, country: country, path: path)
    return (answer, path)
  }

  @Test("Each has a file, and all stand on the sheet by country, point and name")
  func sheet() throws {
    let stage = try stage()
    defer { withExtendedLifetime(stage) {} }
    let (answer, path) = try print(stage)
    let tickets = answer["tickets"]?.array ?? []
    #expect(tickets.compactMap { $0["participant"]?.string } == ["p-3", "p-2", "p-1", "p-4"])
    #expect(tickets.first?["file"]?.string == "ticket-p-3.svg")
    let names = try Files.names(in: path)
    #expect(names.count == 5)
    for name in names { #expect(try Folder.mode("\(path)/\(name)") == 0o600) }
    #expect(try Folder.mode(path) == 0o700)
    let sheet = String(decoding: try Files.read("\(path)/sheet.html"), as: UTF8.self)
    #expect(!sheet.contains("<b onload"))
    #expect(sheet.contains("&lt;b onload=&quot;x&quot;&gt;Ann &amp; Bo"))
    #expect(!sheet.contains("<script") && !sheet.contains("http:") && !sheet.contains("src="))
    let cards = sheet.split(separator: "<article ").dropFirst().map(String.init)
    #expect(cards.count == 4)
    #expect(cards[2].hasPrefix("lang=\"ar\" dir=\"rtl\">"))
    #expect(cards[2].contains("ليلى منصور"))
    #expect(cards[2].contains("Africa/Casablanca"))
    #expect(cards[0].hasPrefix("lang=\"fr\" dir=\"ltr\">"))
    #expect(cards[0].contains("Europe/Paris"))
    // No language of its own, and no point: the country's clock.
    #expect(cards[3].contains("Africa/Tunis"))
  }

  @Test("The hours are those of the holder's clock")
  func hours() throws {
    let stage = try stage()
    let ground = TicketGround(stage.commands.centre)
    let days = stage.replica.reading { $0.parts(.day) }
    for ticket in try stage.commands.issued(country: "MA") {
      let holder = try #require(try ground.holder(of: ticket))
      #expect(holder.zone == "Africa/Casablanca")
      #expect(holder.hours.count == 2)
      let from = try Zone("Africa/Casablanca").time(at: #require(days[0].from))
      #expect(holder.hours[0].text.hasPrefix(from.dateAndClock + "–"))
    }
  }

  @Test("A folder with anything else in it is left alone; an earlier printing is replaced")
  func folders() throws {
    let stage = try stage()
    let (_, path) = try print(stage)
    _ = try print(stage, country: "MA")
    #expect(try Files.names(in: path) == ["sheet.html", "ticket-p-1.svg"])
    try Files.write(Array("mine".utf8), to: path + "/ticket-mine.svg")
    #expect(throws: Failure.self) { try print(stage) }
    #expect(try Files.read(path + "/ticket-mine.svg") == Array("mine".utf8))
    #expect(throws: Failure.self) { try print(stage, to: "hub/tickets") }
    #expect(!Files.exists(stage.folder.path + "/hub/tickets"))
    #expect(throws: Failure.self) { try print(stage, to: "hub") }
    #expect(throws: Failure.self) { try print(stage, to: "event.json") }
  }

  @Test("Who was erased or has cancelled gets none")
  func leftOut() throws {
    let stage = try stage()
    try stage.ask("erase", ["participant": "p-1", "yes": true])
    try stage.ask("participant-edit", ["id": "p-3", "set": ["cancelled": "yes"]])
    let (answer, path) = try print(stage)
    #expect(answer["left_out"]?.integer == 2)
    #expect(try Files.names(in: path) == ["sheet.html", "ticket-p-2.svg", "ticket-p-4.svg"])
  }
}
