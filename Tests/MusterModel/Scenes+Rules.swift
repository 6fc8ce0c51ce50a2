import MusterCore

/// Scenes of clocks, paper, persons, doors, sessions and edits.
nonisolated extension Scenes {
  static var rules: [(String, Play)] {
    [
      (
        "Nine hours offline with a clock at 1970 and two reboots: boots stand in their order",
        { scene in
          scene.admit(0, at: 0)
          let back = 10 * World.hour
          for number in 0..<3 {
            let begin = Int64(1 + 3 * number) * World.hour
            scene.boot(0, at: begin, wall: 0, received: back)
            scene.comeIn(0, "p\(number)", at: begin + World.hour, received: back)
          }
          scene.mark(0, at: 9 * World.hour, err: 30)
        }
      ),
      (
        "What was kept on paper is typed in afterwards, and put right once more",
        { scene in
          scene.cast(0)
          let late = 9 * World.hour
          let anna = scene.comeIn(0, "anna", at: late, stated: World.hour)
          scene.comeIn(0, "bob", at: late + 1, stated: 2 * World.hour)
          let open = scene.node(0, .pointOpen, at: late + 2, point: "amman")
          scene.hub(
            .retime(ops: [anna.id, open.id], time: Scene.morning + 30 * 60_000), at: late + 3)
          scene.hub(.reassign(ops: [anna.id]), at: late + 4, participant: "carl")
        }
      ),
      (
        "A key in wrong hands states the latest and the earliest time there is: no stay ends beyond",
        { scene in
          scene.cast(0)
          let latest = (Int64(1) << 53) - 1
          scene.comeIn(0, "anna", at: World.hour, stated: latest - Scene.morning)
          scene.comeIn(0, "bob", at: World.hour, stated: latest - World.day + 1 - Scene.morning)
          scene.comeIn(0, "carl", at: World.hour, stated: -latest - Scene.morning)
          scene.comeIn(0, "dana", at: World.hour, stated: latest - Scene.morning)
          scene.goOut(0, "dana", at: 2 * World.hour)
        }
      ),
      (
        "A point that closes ends the stay of whoever was given it, too",
        { scene in
          scene.cast(0)
          scene.mark(0, at: 0)
          let anna = scene.comeIn(0, "anna", at: World.hour)
          scene.hub(.reassign(ops: [anna.id]), at: 2 * World.hour, participant: "carl")
          scene.node(0, .pointClose, at: 3 * World.hour, point: "amman")
        }
      ),
      (
        "Two who turn out to be one person have one presence, and are two again when it is undone",
        { scene in
          scene.cast(0, 1)
          for index in 0..<2 { scene.mark(index, at: 0) }
          let walkIn = scene.node(
            0, .participantPut(ParticipantChange(kind: "guest", country: "JO")), at: 0)
          scene.hub(
            .participantPut(ParticipantChange(kind: "press", country: "JO")), at: 0,
            participant: "zoe")
          scene.comeIn(0, walkIn.id.hex, at: World.hour)
          scene.comeIn(1, "zoe", at: 2 * World.hour)
          scene.hub(.participantBlock(why: "lost", serials: nil), at: 0, participant: "zoe")
          scene.hub(.participantMerge(participants: [walkIn.id.hex, "zoe"]), at: 3 * World.hour)
          let second = scene.hub(
            .participantMerge(participants: ["anna", "zoe"]), at: 4 * World.hour)
          scene.hub(
            .participantUnmerge(participants: ["anna", "zoe"], merges: [second.id]),
            at: 5 * World.hour)
        }
      ),
      (
        "Whoever is erased has no private line, whenever it comes; whoever is merged with them keeps it",
        { scene in
          scene.cast(0)
          scene.mark(0, at: 0)
          let walkIn = scene.node(
            0, .participantPut(ParticipantChange(kind: "guest", country: "JO")), at: 0,
            fields: ["name"])
          let zoe = scene.hub(
            .participantPut(ParticipantChange(kind: "press", country: "JO")), at: 0,
            participant: "zoe", fields: ["name"])
          scene.hub(
            .participantPut(ParticipantChange(base: [zoe.id])), at: World.hour,
            participant: "zoe", fields: ["email"])
          scene.hub(.participantMerge(participants: [walkIn.id.hex, "zoe"]), at: 2 * World.hour)
          scene.hub(.erase(ops: []), at: 3 * World.hour, participant: walkIn.id.hex)
          scene.hub(.erase(ops: [zoe.id]), at: 3 * World.hour)
          scene.node(0, .erase(ops: []), at: 4 * World.hour, participant: "zoe")
          scene.node(
            0, .participantPut(ParticipantChange(base: [walkIn.id])), at: 5 * World.hour,
            participant: walkIn.id.hex, fields: ["name", "phone"])
          scene.comeIn(0, walkIn.id.hex, at: 5 * World.hour)
        }
      ),
      (
        "A door that admits once a day counts uses at every point, and asks for kinds and answers",
        { scene in
          scene.cast(0, 1)
          for index in 0..<2 { scene.mark(index, at: 0) }
          scene.door(
            DoorRule(
              kinds: ["guest"], days: ["day-1"], before: World.hour, entry: .onceADay,
              questions: [
                Question(id: "meal", form: .text, isRequired: true, titles: ["en": "Meal?"]),
                Question(id: "meal", form: .text, isRequired: false, titles: ["en": "Meal?"]),
              ]))
          for (name, kind) in [("anna", "guest"), ("bob", "press")] {
            scene.hub(
              .participantPut(ParticipantChange(kind: kind, country: "JO")), at: 0,
              participant: name)
          }
          scene.node(
            0, .checkin(CheckIn(door: "main", answered: ["meal"])), at: World.hour,
            point: "amman", participant: "anna")
          scene.goOut(0, "anna", at: 2 * World.hour)
          scene.comeIn(1, "anna", at: 3 * World.hour)
          scene.comeIn(0, "bob", at: 3 * World.hour)
          scene.comeIn(0, "anna", at: 11 * World.hour)
          scene.comeIn(0, "anna", at: World.day + World.hour)
        }
      ),
      (
        "A session starts late, overruns and is changed; its end is taken back",
        { scene in
          scene.session("talks", from: World.hour, to: 2 * World.hour)
          scene.session("talks", from: 2 * World.hour, to: 3 * World.hour)
          scene.hub(.sessionSkip(session: "talks"), at: World.hour)
          scene.hub(.sessionStart(session: "talks"), at: 2 * World.hour)
          let end = scene.hub(.sessionEnd(session: "talks"), at: 3 * World.hour)
          scene.hub(.sessionStart(session: "talks"), at: 4 * World.hour)
          scene.hub(.sessionEnd(session: "talks"), at: 5 * World.hour)
          scene.hub(.void(ops: [end.id]), at: 6 * World.hour)
          scene.hub(
            .sessionPut(SessionChange(session: "talks", to: Scene.morning + 5 * World.hour)),
            at: 6 * World.hour)
          scene.hub(.sessionEnd(session: "nowhere"), at: 6 * World.hour)
        }
      ),
      (
        "Public fields named as private ones are passed over",
        { scene in
          scene.cast(0)
          let first = scene.hub(
            .participantPut(
              ParticipantChange(country: "JO", cancelled: true, extraDoors: ["main"])), at: 0,
            participant: "anna", fields: ["extra_doors", "name"])
          for hour: Int64 in 1...2 {
            scene.node(
              0, .participantPut(ParticipantChange(base: [first.id], kind: "press")),
              at: hour * World.hour, participant: "anna",
              fields: ["cancelled", "extra_doors", "valid_from", "withdrawn_doors"])
          }
          scene.node(
            0, .participantPut(ParticipantChange(country: "JO")), at: World.hour,
            fields: ["extra_doors"])
        }
      ),
      (
        "Edited on both sides at once, the latest wins until somebody chooses",
        { scene in
          scene.cast(0)
          let first = scene.hub(
            .participantPut(ParticipantChange(kind: "guest", country: "JO")), at: 0,
            participant: "anna", fields: ["name"])
          let there = scene.node(
            0, .participantPut(ParticipantChange(base: [first.id], kind: "press", body: "x")),
            at: World.hour, participant: "anna", fields: ["name"])
          let here = scene.hub(
            .participantPut(ParticipantChange(base: [first.id], kind: "staff", body: "x")),
            at: 2 * World.hour, participant: "anna", fields: ["name"])
          scene.hub(
            .resolve(
              Resolution(
                type: "edit-edit", subject: ["anna", "kind"], choice: "op:" + there.id.hex,
                saw: [there.id, here.id])), at: 3 * World.hour)
        }
      ),
    ]
  }
}

nonisolated extension Scene {
  /// What the main door asks.
  mutating func door(_ rule: DoorRule) {
    var part = EventPart(sort: .door, id: "main")
    part.titles = ["en": "Door"]
    part.rule = rule
    hub(.eventPut(part), at: -World.hour)
  }

  /// A session of the first day, from one moment of it to another.
  mutating func session(_ id: String, from: Int64, to: Int64) {
    var part = EventPart(sort: .session, id: id)
    part.titles = ["en": "Talks"]
    part.day = "day-1"
    part.type = "session"
    part.from = Scene.morning + from
    part.to = Scene.morning + to
    hub(.eventPut(part), at: from - World.day)
  }
}
