import MusterCore
import MusterDaemon
import MusterSync

/// What stands on the log of a practice event: as much of an event as a point needs to check somebody
/// in (`Protocol/7-rehearsal.md`).
struct PracticeEvent {
  /// Practice participants.
  static let people = 20
  /// The day around now begins so long before it, ms.
  private static let beforeMs: Int64 = 3_600_000
  /// … and ends so long after it, ms.
  private static let afterMs: Int64 = 86_400_000

  /// The node's admission to the real event, whose point and country it rehearses.
  let admission: Admission
  /// The point as the real event has it; nil where it has none.
  let point: PointChange?
  /// Hub time, ms.
  let now: Int64

  /// Everything but the node's admission.
  var drafts: [Draft] {
    [event, day, door, country].map { Draft(.eventPut($0)) } + [place] + participants
  }

  private var event: EventPart {
    var part = EventPart(sort: .event, id: "event")
    part.titles = ["ar": "تدريب", "en": "Rehearsal"]
    part.zone = Zone.gmt.name
    part.languages = ["ar", "en"]
    let today = Zone.gmt.date(at: now).day
    part.calendar = (today - 1...today + 2).map { day in
      let date = LocalDate(day: day)
      return CalendarDate(date: date.text, first: Zone.gmt.first(of: date))
    }
    return part
  }

  private var day: EventPart {
    var part = EventPart(sort: .day, id: "day-1")
    part.date = Zone.gmt.date(at: now).text
    part.from = now - Self.beforeMs
    part.to = now + Self.afterMs
    return part
  }

  private var door: EventPart {
    var part = EventPart(sort: .door, id: "main")
    part.titles = ["ar": "المدخل", "en": "Entrance"]
    return part
  }

  private var country: EventPart {
    var part = EventPart(sort: .country, id: admission.country)
    part.titles = ["en": admission.country]
    return part
  }

  private var place: Draft {
    var change = PointChange()
    change.country = admission.country
    change.zone = point?.zone
    change.name = point?.name
    return Draft(.pointPut(change), point: admission.point)
  }

  private var participants: [Draft] {
    (1...Self.people).map { number in
      let change = ParticipantChange(
        kind: "delegate", country: admission.country, point: admission.point)
      let name = PrivateLine.Field(name: "name", value: "متدرب \(number) – Practice \(number)")
      return Draft(
        .participantPut(change), participant: "practice-\(number)", privates: [name])
    }
  }
}
