import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Announcements")
struct AnnouncementTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    var group = EventPart(sort: .group, id: "maghreb")
    group.countries = ["MA", "TN"]
    var country = EventPart(sort: .country, id: "MA")
    country.groups = ["pilots"]
    try centre.append([group, country].map { Draft(.eventPut($0)) })
    town = try Town(centre)
  }

  @discardableResult
  private func announce(
    _ text: String, countries: [String] = [], groups: [String] = [], forMs: Int64? = nil
  ) throws -> OpID {
    let op = try centre.append(
      Draft(
        .announce(
          Announcement(
            texts: ["en": text], countries: countries, groups: groups,
            until: forMs.map { centre.now + $0 }))))
    try town.sync()
    return op
  }

  private func texts(_ command: String = "announcements") throws -> [String] {
    (try town.ask(command)["announcements"]?.array ?? []).compactMap { $0["text"]?.string }
  }

  @Test("A point sees what is for all, for its country and for its groups, the newest first")
  func audience() throws {
    try announce("all")
    try announce("country", countries: ["FR", "MA"])
    try announce("elsewhere", countries: ["FR"])
    try announce("group", groups: ["maghreb"])
    try announce("named by the country", groups: ["pilots"])
    try announce("other group", groups: ["asia"])
    try announce("country or group", countries: ["FR"], groups: ["maghreb"])
    #expect(
      try texts() == ["country or group", "named by the country", "group", "country", "all"])
  }

  @Test("What is over is shown no more, also without the hub")
  func expiry() throws {
    try announce("over", forMs: -1)
    try announce("stands", forMs: 3_600_000)
    #expect(try texts() == ["stands"])
    let later = Notices(for: town.node, now: town.node.now() + 3_600_001)
    #expect(later.current.isEmpty)
  }

  @Test("Showing is noted once, acknowledging once, and status counts what is left")
  func seen() throws {
    let op = try announce("doors at one")
    #expect(try town.ask("status")["unacknowledged"]?.integer == 1)
    let made = town.made
    _ = try texts()
    #expect(town.made == made)
    for _ in 0..<2 {
      let list = try town.ask("show-announcements")["announcements"]?.array
      #expect(list?.first?["shown_ms"] != nil)
    }
    #expect(town.made == made + 1)
    let id = JSONValue.string(String(op.hex.prefix(6)).uppercased())
    for _ in 0..<2 {
      let answer = try town.ask("seen", ["announcement": id, "acknowledged": true])
      #expect(answer["acknowledged"]?.bool == true)
    }
    #expect(town.made == made + 2)
    #expect(try town.ask("status")["unacknowledged"]?.integer == 0)
    try town.sync()
    let atHub = centre.replica.reading { $0.announcements().first }
    #expect(atHub?.shown["ma-1"] != nil)
    #expect(atHub?.acknowledged["ma-1"] != nil)
  }

  @Test("An unknown id, or one that could be two, is refused in words")
  func unknown() throws {
    let ops = try (0..<40).map { try announce("text \($0)") }
    #expect(throws: Failure.self) { try town.ask("seen", ["announcement": "zz"]) }
    #expect(throws: Failure.self) { try town.ask("seen") }
    // Of forty ids some two begin with the same digit of sixteen.
    let first = Dictionary(grouping: ops.map { $0.hex.prefix(1) }) { $0 }
    let shared = first.first { $0.value.count > 1 }?.key ?? ""
    let failure = #expect(throws: Failure.self) {
      try town.ask("seen", ["announcement": .string(String(shared))])
    }
    #expect(failure?.exitCode == .refused)
  }

  @Test(
    "The language: asked, its primary subtag, the point's, the event's in order, any",
    arguments: [
      ("pt-BR", nil, [], "pt-BR"), ("pt-PT", nil, [], "pt"), ("de", "FR", ["en"], "fr"),
      ("de", "tr", ["xx", "en"], "en"), (nil, nil, [], "en"), ("de-AT", nil, ["ms"], "en"),
    ] as [(String?, String?, [String], String)])
  func language(asked: String?, point: String?, event: [String], picked: String) {
    let texts = ["pt-BR": "1", "pt": "2", "fr": "3", "en": "4", "ms": ""]
    let languages = Languages(asked: asked, point: point, event: event)
    #expect(languages.pick(texts)?.language == picked)
    #expect(languages.pick([:])?.text == nil)
  }

  @Test("Over HTTP reading changes nothing, and seen is said of one by its id")
  func http() throws {
    let op = try announce("doors at one")
    let made = town.made
    let list = town.http(.get, "/api/v1/announcements", query: [(name: "lang", value: "ar")])
    #expect(list.body["announcements"]?.array?.first?["text"]?.string == "doors at one")
    #expect(list.body["unacknowledged"]?.integer == 1)
    #expect(town.made == made)
    let path = "/api/v1/announcements/\(op.hex)/seen"
    #expect(town.http(.post, path, [:], key: "k").status == 200)
    #expect(town.http(.post, path, ["acknowledged": true]).body["acknowledged"]?.bool == true)
    #expect(town.http(.post, "/api/v1/announcements/abc/seen", [:]).status == 404)
    #expect(town.http(.get, path).status == 405)
  }
}
