import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// `{"lang": language?}` → what the event is called, its zone, its languages, its groups and its doors.
  func event(_ body: JSONValue) throws(Failure) -> JSONValue {
    let language = try body.optionalArgument("lang") ?? "en"
    let (event, groups, doors) = centre.replica.reading { fold in
      (fold.parts(.event).first, fold.parts(.group), fold.parts(.door))
    }
    return [
      "title": .maybe(event?.titles.title(in: language)), "zone": .maybe(event?.zone),
      "languages": .array(centre.languages().map { .string($0) }),
      "groups": .array(
        groups.map { group in
          [
            "group": .string(group.id), "title": .maybe(group.titles.title(in: language)),
            "bodies": .bool(!group.bodies.isEmpty),
          ]
        }),
      "doors": .array(
        doors.map { door in
          ["door": .string(door.id), "title": .maybe(door.titles.title(in: language))]
        }),
    ]
  }
}
