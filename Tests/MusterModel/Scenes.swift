import MusterCore

/// Sets made by hand, each named by the sentence that it shows.
package nonisolated enum Scenes {
  /// Every scene with its name.
  package static func all(_ seal: Seal) -> [(name: String, elements: [Element])] {
    (authority + time + people + presence + conflicts + rules).map { name, play in
      var scene = Scene(seal)
      scene.event()
      play(&scene)
      return (name, scene.elements)
    }
  }

  private static let minute: Int64 = 60_000
  private static let hour = World.hour
  private static let day = World.day

  typealias Play = (inout Scene) -> Void

  private static var authority: [(String, Play)] {
    [
      (
        "An admission that comes last gives the right all the same",
        { scene in
          scene.boot(0)
          scene.comeIn(0, "anna", at: hour)
          scene.admit(0, at: 5 * hour)
        }
      ),
      (
        "A node that was never admitted has no right",
        { scene in
          scene.cast(0)
          scene.boot(1)
          scene.comeIn(1, "anna", at: hour)
        }
      ),
      (
        "A node acts at its own point only",
        { scene in
          scene.cast(0, 1)
          scene.node(0, .pointOpen, at: hour, point: "paris")
          scene.node(1, .pointOpen, at: hour, point: "paris")
          scene.node(
            1, .pointPut(PointChange(capacity: 80, contact: "+33 1")), at: hour, point: "paris")
          scene.node(1, .pointPut(PointChange(name: "Hall")), at: hour, point: "paris")
          scene.node(1, .participantBlock(why: "mine", serials: nil), at: hour, participant: "b")
        }
      ),
      (
        "An op counts only when its own node handed it in",
        { scene in
          scene.cast(0, 1)
          let paris = Writer(node: scene.nodes[1].id, epoch: scene.nodes[1].epoch)
          scene.node(
            0, .checkin(CheckIn(door: "main")), at: hour, point: "amman", participant: "anna",
            under: paris)
          let late = scene.node(
            0, .checkin(CheckIn(door: "main")), at: 2 * hour, point: "amman",
            participant: "bob", under: paris)
          let amman = Writer(node: scene.nodes[0].id, epoch: Epoch(high: 5, low: 5))
          scene.place(late, under: amman, n: 1, received: 9 * hour)
        }
      ),
      (
        "One op under two lives counts once, two ops with one number both count",
        { scene in
          scene.cast(0)
          let first = scene.comeIn(0, "anna", at: hour)
          let amman = Writer(node: scene.nodes[0].id, epoch: Epoch(high: 5, low: 5))
          scene.place(first, under: amman, n: 1, received: 2 * hour)
          scene.nodes[0].made -= 1
          scene.comeIn(0, "bob", at: hour)
        }
      ),
      (
        "A revocation spares what it lists, an acceptance spares more",
        { scene in
          scene.cast(0)
          for number in 1...5 { scene.comeIn(0, "p\(number)", at: Int64(number) * hour) }
          let node = scene.nodes[0]
          scene.hub(
            .nodeRevoke(
              Revocation(
                key: node.key, keyID: node.id, durable: [WriterLimit(epoch: node.epoch, n: 3)],
                why: "stolen")), at: 3 * hour)
          scene.hub(
            .nodeAccept(
              Acceptance(
                key: node.key, keyID: node.id, durable: [WriterLimit(epoch: node.epoch, n: 4)])),
            at: 9 * hour)
          scene.nodes[0].epoch = Epoch(high: 5, low: 5)
          scene.nodes[0].made = 0
          scene.comeIn(0, "p9", at: 6 * hour)
        }
      ),
      (
        "Unknown kinds and unreadable lines fold to nothing",
        { scene in
          scene.cast(0)
          scene.node(
            0, .unknown(kind: "from.the.future"), at: hour, point: "rabat", participant: "x")
          scene.node(0, .unreadable, at: hour)
          var part = EventPart(sort: .door, id: "q\"u\\o/t\te\u{1}\u{7F}é\u{1F600}")
          part.titles = ["en": "Door"]
          scene.hub(.eventPut(part), at: 0)
        }
      ),
    ]
  }

  private static var time: [(String, Play)] {
    [
      (
        "Times stand between marks, before them and after them",
        { scene in
          scene.admit(0)
          scene.boot(0, wall: 0)
          scene.mark(0, at: 2 * hour, err: 35)
          scene.mark(0, at: 4 * hour, slip: 1501, err: 20)
          for (number, at) in [hour + 1, 2 * hour, 3 * hour + 7, 4 * hour, 6 * hour].enumerated() {
            scene.comeIn(0, "p\(number)", at: at)
          }
        }
      ),
      (
        "A mark measured badly gives way to good ones near it, and stays where none is near",
        { scene in
          scene.admit(0)
          scene.boot(0, wall: 0)
          scene.mark(0, at: hour, slip: 900, err: 1_000)
          scene.mark(0, at: hour + minute, err: 10)
          scene.mark(0, at: 2 * hour, slip: -300, err: 370)
          scene.mark(0, at: 3 * hour, err: 11)
          scene.mark(0, at: 9 * hour, slip: 700, err: 900)
          for (number, at) in [hour - 1, hour + 7, 2 * hour, 5 * hour, 10 * hour].enumerated() {
            scene.comeIn(0, "p\(number)", at: at)
          }
        }
      ),
      (
        "Marks that step back are raised to their running maximum",
        { scene in
          scene.cast(0)
          scene.mark(0, at: hour)
          scene.mark(0, at: 2 * hour, slip: -2 * hour)
          scene.mark(0, at: 3 * hour)
          scene.mark(0, at: 3 * hour, slip: 9 * minute)
          scene.comeIn(0, "anna", at: hour + 30 * minute)
          scene.comeIn(0, "bob", at: 2 * hour + 30 * minute)
          scene.comeIn(0, "carl", at: 4 * hour)
        }
      ),
      (
        "A clock in 1970 moves to the admission",
        { scene in
          scene.admit(0)
          scene.boot(0, wall: 0)
          scene.comeIn(0, "anna", at: hour)
          scene.comeIn(0, "bob", at: hour + 1)
        }
      ),
      (
        "A clock in 2090 moves to what the hub received first",
        { scene in
          scene.admit(0)
          scene.boot(0, wall: 3_786_912_000_000)
          scene.comeIn(0, "anna", at: hour, received: 3 * hour)
          scene.comeIn(0, "bob", at: 2 * hour, received: 3 * hour)
        }
      ),
      (
        "A stated time stands in place of the clock's",
        { scene in
          scene.cast(0)
          scene.mark(0, at: 0)
          scene.comeIn(0, "anna", at: 8 * hour, stated: 2 * hour)
          scene.goOut(0, "anna", at: 3 * hour)
        }
      ),
    ]
  }

  private static var people: [(String, Play)] {
    [
      (
        "A put supersedes what it had seen; of the others the latest wins",
        { scene in
          scene.cast(0)
          let first = scene.hub(
            .participantPut(ParticipantChange(kind: "guest", country: "JO", body: "a")), at: 0,
            participant: "anna", fields: ["name", "phone"])
          let late = scene.hub(
            .participantPut(ParticipantChange(base: [first.id], kind: "press")), at: 9 * hour,
            participant: "anna")
          scene.node(
            0, .participantPut(ParticipantChange(base: [first.id, late.id], kind: "staff")),
            at: hour, participant: "anna", fields: ["name"])
          scene.node(
            0, .participantPut(ParticipantChange(base: [first.id], body: "c")), at: 3 * hour,
            participant: "anna")
          scene.node(
            0, .participantPut(ParticipantChange(body: "b")), at: 2 * hour, participant: "anna")
        }
      ),
      (
        "A walk-in is at home where it was made, and edited from there",
        { scene in
          scene.cast(0, 1)
          let put = scene.node(
            0, .participantPut(ParticipantChange(kind: "guest", country: "JO")), at: hour,
            fields: ["name"])
          scene.node(
            0, .participantPut(ParticipantChange(kind: "guest", country: "FR")), at: hour)
          scene.node(
            1, .participantPut(ParticipantChange(base: [put.id], kind: "press")), at: 2 * hour,
            participant: put.id.hex)
          scene.node(
            0, .participantPut(ParticipantChange(base: [put.id], country: "FR")), at: 3 * hour,
            participant: put.id.hex)
          scene.node(
            0, .participantPut(ParticipantChange(language: "ar")), at: 4 * hour,
            participant: put.id.hex)
        }
      ),
      (
        "A void takes back exactly what it names, where its author may",
        { scene in
          scene.cast(0, 1)
          let first = scene.comeIn(0, "anna", at: hour)
          scene.comeIn(0, "anna", at: 2 * hour)
          let abroad = scene.comeIn(1, "bob", at: hour)
          let put = scene.node(
            0, .participantPut(ParticipantChange(kind: "guest", country: "JO")), at: hour)
          let opening = scene.node(0, .pointOpen, at: 0, point: "amman")
          let void = scene.node(
            0, .void(ops: [first.id, abroad.id, opening.id]), at: 3 * hour, point: "amman")
          scene.node(1, .void(ops: [put.id, void.id]), at: 3 * hour)
          scene.node(
            0, .refusal(door: "main", reason: "unknown"), at: 4 * hour, point: "amman")
        }
      ),
    ]
  }

  private static var presence: [(String, Play)] {
    [
      (
        "A second check-in is a repeat, a second check-out an orphan",
        { scene in
          scene.cast(0)
          scene.comeIn(0, "anna", at: hour)
          scene.comeIn(0, "anna", at: 2 * hour)
          scene.goOut(0, "anna", at: 3 * hour)
          scene.goOut(0, "anna", at: 4 * hour)
        }
      ),
      (
        "A forgotten check-out ends an hour after the day, and the next day begins anew",
        { scene in
          scene.cast(0)
          scene.comeIn(0, "anna", at: hour)
          scene.comeIn(0, "anna", at: day + hour)
          scene.comeIn(0, "bob", at: 10 * hour)
          scene.goOut(0, "bob", at: 11 * hour)
          scene.comeIn(0, "carl", at: 11 * hour)
        }
      ),
      (
        "Closing a point ends what is open there",
        { scene in
          scene.cast(0, 1)
          scene.node(0, .pointOpen, at: 0, point: "amman")
          scene.comeIn(0, "anna", at: hour)
          scene.comeIn(1, "bob", at: hour)
          scene.node(0, .pointClose, at: 5 * hour, point: "amman")
          scene.goOut(0, "anna", at: 6 * hour)
        }
      ),
      (
        "Before the calendar and on its last entry a date is outside",
        { scene in
          scene.cast(0)
          scene.comeIn(0, "anna", at: -1)
          scene.comeIn(0, "bob", at: 0)
          scene.comeIn(0, "carl", at: 2 * day - 1)
          scene.comeIn(0, "dina", at: 2 * day)
          scene.goOut(0, "dina", at: 3 * day - 1)
        }
      ),
    ]
  }

  private static var conflicts: [(String, Play)] {
    [
      (
        "Inside at two points at once, the first check-in counts",
        { scene in
          scene.cast(0, 1, 2)
          scene.comeIn(1, "anna", at: hour)
          scene.comeIn(0, "anna", at: 2 * hour)
          scene.goOut(0, "anna", at: 3 * hour)
          scene.comeIn(2, "bob", at: hour)
          scene.goOut(2, "bob", at: 2 * hour)
          scene.comeIn(0, "bob", at: 2 * hour)
        }
      ),
      (
        "A resolution that saw everything closes a conflict and says which point counts",
        { scene in
          scene.cast(0, 1)
          let a = scene.comeIn(1, "anna", at: hour)
          let b = scene.comeIn(0, "anna", at: 2 * hour)
          scene.resolve("double-presence", "point:amman", saw: [a.id, b.id])
        }
      ),
      (
        "A check-in that a resolution had not seen opens the conflict again",
        { scene in
          scene.cast(0, 1, 2)
          let a = scene.comeIn(1, "anna", at: hour)
          let b = scene.comeIn(0, "anna", at: 2 * hour)
          scene.resolve("double-presence", "point:amman", saw: [a.id, b.id])
          scene.comeIn(2, "anna", at: 3 * hour)
        }
      ),
      (
        "A block bars whom it names, up to its serial, before or when it was seen",
        { scene in
          scene.cast(0)
          let block = scene.hub(
            .participantBlock(why: "reissued", serials: 2), at: 3 * hour, participant: "anna")
          scene.comeIn(0, "anna", at: hour, serial: 2)
          scene.comeIn(0, "anna", at: 2 * hour, base: [block.id], serial: 2)
          scene.comeIn(0, "anna", at: 4 * hour, serial: 2)
          scene.comeIn(0, "anna", at: 5 * hour, serial: 3)
          scene.comeIn(0, "anna", at: 6 * hour)
        }
      ),
      (
        "An unblock lifts the blocks it names, and excuses nothing before it",
        { scene in
          scene.cast(0)
          let block = scene.hub(
            .participantBlock(why: "banned", serials: nil), at: hour, participant: "anna")
          let a = scene.comeIn(0, "anna", at: 2 * hour)
          scene.hub(
            .participantUnblock(blocks: [block.id]), at: 3 * hour, participant: "anna")
          scene.comeIn(0, "anna", at: 4 * hour)
          scene.resolve("admitted-unentitled", "confirm", saw: [block.id, a.id])
        }
      ),
    ]
  }
}

nonisolated extension Scene {
  mutating func resolve(_ type: String, _ choice: String, saw: [OpID]) {
    hub(
      .resolve(
        Resolution(type: type, subject: ["anna", "2025-10-10"], choice: choice, saw: saw)),
      at: 20 * World.hour)
  }
}
