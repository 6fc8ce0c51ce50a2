import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension NodeCommands {
  /// Where the desk stands: its point, its event, and the doors with what they ask.
  func point(_ body: RequestBody) throws(Failure) -> JSONValue {
    let languages = try languages(body)
    let (fields, event, doors) = node.replica.reading { fold in
      (fold.point(named: node.point)?.fields, fold.parts(.event).first, fold.parts(.door))
    }
    return .present([
      "point": .string(node.point), "name": .string(fields?.name ?? node.point),
      "country": .string(node.country), "zone": node.zone.map { .string($0) },
      "language": fields?.language.map { .string($0) },
      "title": languages.pick(event?.titles ?? [:]).map { .string($0.text) },
      "event_zone": event?.zone.map { .string($0) },
      "doors": .array(
        doors.map { door in
          [
            "door": .string(door.id),
            "title": .string(languages.pick(door.titles)?.text ?? door.id),
            "questions": DoorQuestions(door.rule.questions).json(languages),
          ]
        }),
    ])
  }
}
