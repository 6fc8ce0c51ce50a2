import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// `{"by": grouping, "day": id?, "session": id?, "country": code?, "lang": language?}` → rows.
  func attendance(_ body: JSONValue) throws(Failure) -> JSONValue {
    let names = AttendanceGrouping.allCases.map(\.rawValue).joined(separator: ", ")
    let by = try body.optionalArgument("by") ?? "day"
    guard let grouping = AttendanceGrouping(rawValue: by) else {
      throw .usage("by: \(Terminal.plain(by)) cannot be counted by: write one of \(names).")
    }
    let scope = AttendanceScope(
      day: try known(body, "day", .day), session: try known(body, "session", .session),
      country: try known(body, "country", .country))
    guard scope.session == nil || grouping != .session && grouping != .day else {
      throw .usage("session: it limits only what is not counted by \(by).")
    }
    guard scope.day == nil || grouping != .day else {
      throw .usage("day: it limits only what is not counted by day.")
    }
    let language = try body.optionalArgument("lang") ?? "en"
    let now = centre.now()
    let (rows, total) = centre.replica.reading { fold in
      (fold.attendance(by: grouping, scope, now: now), fold.attendance(now: now).total)
    }
    return [
      "time": .integer(now), "by": .string(by), "day": .maybe(scope.day),
      "session": .maybe(scope.session), "country": .maybe(scope.country),
      "registered": .count(total.registered), "attended": .count(total.attended),
      "present": .count(total.present),
      "rows": .array(
        rows.filter { row in
          // Of one country, the others of whom there is something to tell.
          scope.country == nil || grouping != .country || row.key == scope.country
            || row.figures != Attendance.Figures()
        }.map { row in
          [
            "key": .string(row.key), "title": .maybe(row.titles.title(in: language)),
            "registered": .count(row.figures.registered),
            "attended": .count(row.figures.attended), "present": .count(row.figures.present),
          ]
        }),
    ]
  }

  /// `{"door": id?}` → what people have answered to questions of doors, or of one door, by person and
  /// question.
  func answers(_ body: JSONValue) throws(Failure) -> JSONValue {
    let door = try known(body, "door", .door)
    let (doors, ids) = centre.replica.reading { fold in
      (fold.parts(.door), fold.participantIDs().sorted())
    }
    let asked = Set(doors.filter { $0.id == door }.flatMap(\.rule.questions).map(\.id))
    var rows: [JSONValue] = []
    for id in ids {
      guard centre.replica.reading({ $0.participant(id)?.members.first }) == id else { continue }
      let account = ParticipantAccount(centre: centre, id: id, sight: sight)
      let answers = try account.answers()
        .filter { door == nil || asked.contains($0["question"]?.string ?? "") }
      guard !answers.isEmpty else { continue }
      let contact = try Failure.storing { () throws(StoreError) in
        try centre.replica.contact(of: id)
      }
      for answer in answers {
        rows.append([
          "participant": .string(id), "name": .maybe(contact?.name),
          "question": answer["question"] ?? .null, "answer": answer["answer"] ?? .null,
        ])
      }
    }
    return .array(rows)
  }

  /// The id of a part of the event that a request names; nil where it names none.
  private func known(
    _ body: JSONValue, _ name: String, _ sort: EventPart.Sort
  ) throws(Failure) -> String? {
    guard let id = try body.optionalArgument(name) else { return nil }
    let ids = centre.replica.reading { fold in fold.parts(sort).map(\.id) }
    guard ids.contains(id) else {
      throw Self.noPart(name, id, of: ids)
    }
    return id
  }

  /// The event has no such part; names those that it has, where they are few.
  static func noPart(_ name: String, _ id: String, of ids: [String]) -> Failure {
    let known = ids.prefix(20).joined(separator: ", ") + (ids.count > 20 ? ", …" : "")
    return .unknown(
      "There is no \(name) \(Terminal.plain(id)) in this event: "
        + (ids.isEmpty ? "it has none." : "choose of \(known)."))
  }
}
