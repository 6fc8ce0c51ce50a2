import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// How far the points are with what the event asks of them before it begins.
struct Readiness {
  /// One point.
  struct Row {
    var point: PointView
    /// Ids of the items, in the order of the list.
    var ready: [String]
    var missing: [String]
    /// Those of the missing that are due.
    var overdue: [String]
  }

  /// The checklist, what is due first at its head.
  let items: [EventPart]
  let rows: [Row]

  /// - Parameter now: hub time, ms.
  init(_ fold: inout Fold, now: Int64) {
    let items = fold.parts(.item).sorted { ($0.due ?? .max, $0.id) < ($1.due ?? .max, $1.id) }
    self.items = items
    rows = fold.points().filter { $0.fields.country != nil }.map { point in
      let missing = items.filter { !point.ready.contains($0.id) }
      return Row(
        point: point, ready: items.map(\.id).filter { point.ready.contains($0) },
        missing: missing.map(\.id),
        overdue: missing.filter { $0.due.map { $0 <= now } ?? false }.map(\.id))
    }
  }

  /// Points that have everything.
  var complete: Int { rows.count { $0.missing.isEmpty } }
}

extension HubCommands {
  /// `{"due": flag, "lang": language?}` → the checklist, and every point; with `due` only points where
  /// something is overdue.
  func readiness(_ body: JSONValue) throws(Failure) -> JSONValue {
    let language = try body.optionalArgument("lang") ?? "en"
    let now = centre.now()
    let readiness = centre.replica.reading { fold in Readiness(&fold, now: now) }
    let isDue = try body.flag("due")
    let rows = readiness.rows.filter { !isDue || !$0.overdue.isEmpty }
    return [
      "time": .integer(now), "points": .count(readiness.rows.count),
      "ready": .count(readiness.complete),
      "items": .array(
        readiness.items.map { item in
          [
            "id": .string(item.id), "title": .maybe(item.titles.title(in: language)),
            "due_ms": .maybe(item.due),
            "ready": .count(readiness.rows.count { $0.ready.contains(item.id) }),
          ]
        }),
      "rows": .array(
        rows.map { row in
          [
            "point": .string(row.point.id), "country": .maybe(row.point.fields.country),
            "contact": .maybe(row.point.fields.contact),
            "ready": .array(row.ready.map { .string($0) }),
            "missing": .array(row.missing.map { .string($0) }),
            "overdue": .array(row.overdue.map { .string($0) }),
          ]
        }),
    ]
  }
}
