import MusterCore
import MusterDaemon
import MusterHub
import MusterSync

/// The operators at the hub: what they do, and what they are told.
final class CentreDesk {
  private unowned let town: Town
  private let chance: Chance
  private var isOpen = true

  private var world: World { town.world }

  init(_ town: Town) {
    self.town = town
    chance = town.world.chance("centre")
  }

  /// Begins to act.
  func begin() {
    guard isOpen else { return }
    world.after(chance.pause(mean: 40_000_000)) { [weak self] in
      guard let self, self.isOpen else { return }
      self.act()
      self.begin()
    }
  }

  /// Acts no more.
  func end() { isOpen = false }

  private func act() {
    switch chance.number(0...99) {
    case 0..<12: ask("block", ["who": someone(), "why": "stolen"])
    case 12..<20: ask("unblock", ["who": someone()])
    case 20..<34: ask("participant-edit", ["id": someone(), "set": .object(fields())])
    case 34..<40: ask("merge", ["participants": [someone(), someone()]])
    case 40..<44: ask("unmerge", ["id": someone()])
    case 44..<50: announce()
    case 50..<52: ask("announcements-withdraw", ["id": announcement()])
    case 52..<62:
      ask("programme-" + (chance.pick(["start", "end", "skip", "undo"]) ?? ""), session())
    case 62..<66: ask("programme-change", change())
    case 66..<78: resolve()
    case 78..<82: ask("reassign", ["ops": operations(), "to": someone()])
    case 82..<86: ask("retime", ["ops": operations(), "time": "2030-03-17 17:40"])
    case 86..<90: ask("void", ["ops": operations()])
    case 90..<95: accept()
    default: look()
    }
  }

  /// Asks; what is answered is noted in the book.
  private func ask(_ command: String, _ body: JSONValue) {
    guard let answer = town.hub.ask(command, body) else { return }
    switch answer {
    case .success(let value):
      world.figures.count("centre \(command)")
      world.note("the centre has done \(command)")
      guard let op = (value["op"] ?? value["id"])?.string.flatMap({ OpID($0) }) else { return }
      town.book.tell([op])
      if command == "announce" { town.announcements.append(op) }
    case .failure(let failure):
      world.figures.count("centre refused \(failure.status)")
      world.note("the centre was refused \(command): \(failure.message)")
    }
  }

  // MARK: What is named

  private func someone() -> JSONValue { .string(town.anybody(chance)) }

  private func announcement() -> JSONValue {
    .string(chance.pick(town.announcements)?.hex ?? "none")
  }

  private func session() -> JSONValue {
    ["session": .string(chance.pick(["a", "b", "c"]) ?? "a")]
  }

  private func operations() -> JSONValue {
    let ops = (0..<chance.number(1...2)).compactMap { _ in chance.pick(town.book.told.suffix(60)) }
    return .array(ops.map { .string($0.hex) })
  }

  private func fields() -> [JSONMember] {
    let all = [
      JSONMember(name: "kind", value: .string(chance.pick(["delegate", "press"]) ?? "guest")),
      JSONMember(name: "email", value: .string("centre-\(chance.number(0...99))@example.org")),
      JSONMember(name: "cancelled", value: .string(chance.happens(300) ? "yes" : "no")),
      JSONMember(name: "extra_doors", value: "press"),
    ]
    return all.filter { _ in chance.happens(400) }
  }

  private func change() -> JSONValue {
    var body = session()
    body.append("from", .string("0\(chance.number(1...4)):00"))
    body.append("to", .string("0\(chance.number(5...9)):00"))
    return body
  }

  // MARK: Longer errands

  private func announce() {
    var body: JSONValue = ["texts": ["en": .string("Notice \(chance.number(0...99))")]]
    if chance.happens(400) { body.append("to", [chance.happens(500) ? "south" : "FR"]) }
    if chance.happens(400) { body.append("minutes", .number(chance.number(1...90))) }
    ask("announce", body)
  }

  private func resolve() {
    guard case .success(let list) = town.hub.ask("conflicts"),
      let conflict = chance.pick(list.array ?? []), let id = conflict["id"],
      let choice = chance.pick(conflict["choices"]?.array ?? [])
    else { return }
    var body: JSONValue = ["id": id, "choice": choice, "anew": .bool(chance.happens(500))]
    if choice.string == "match" { body.append("participant", someone()) }
    ask("conflicts-resolve", body)
  }

  private func accept() {
    guard let node = chance.pick(town.nodes.filter(\.isRevoked)), let key = node.key else { return }
    ask("accept", ["node": .string(key.hex)])
  }

  private func look() {
    let command = chance.pick(["status", "nodes", "coverage", "announcements", "programme"])
    _ = town.hub.ask(command ?? "status")
  }
}
