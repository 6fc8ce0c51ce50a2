import MusterCore
import MusterSync

/// One of the event's indicators: its value, and by what it is made up.
struct Indicator {
  /// What one point, session or group adds.
  struct Row {
    var key: String
    var titles: [String: String] = [:]
    var value: Int64
  }

  var part: EventPart
  /// Nil where it is measured in a way that this program does not know.
  var value: Int64?
  /// From so many …
  var reported: Int
  /// … of so many comes what there is.
  var expected: Int
  /// Of what `expected` is the number.
  var unit: Unit
  var rows: [Row] = []

  /// What reports.
  enum Unit: String { case points, countries, sessions, groups }

  /// The ways in which an indicator is measured.
  static let measures = ["count", "coverage", "attendance", "readiness", "groups"]

  /// The event's indicators in a state.
  static func all(_ fold: inout Fold, _ coverage: Coverage, now: Int64) -> [Indicator] {
    let points = fold.points().filter { $0.fields.country != nil }.map(\.id)
    return fold.parts(.indicator).map { part in
      switch part.measured {
      case "coverage": taking(part, coverage)
      case "attendance": sessions(part, &fold, now)
      case "readiness": ready(part, &fold, now)
      case "groups": groups(part, &fold, now)
      default: counted(part, &fold, points)
      }
    }
  }

  /// Countries that take part: with an open point, or where somebody has attended.
  private static func taking(_ part: EventPart, _ coverage: Coverage) -> Indicator {
    let rows = coverage.rows.filter { $0.isOpen || $0.attended > 0 }
    return Indicator(
      part: part, value: Int64(rows.count), reported: coverage.expected - coverage.neverHeard,
      expected: coverage.expected, unit: .countries,
      rows: rows.map { Row(key: $0.country, titles: $0.names, value: Int64($0.attended)) })
  }

  /// What points count by hand.
  private static func counted(
    _ part: EventPart, _ fold: inout Fold, _ points: [String]
  ) -> Indicator {
    let counts = fold.counts().filter { $0.indicator == part.id }
    return Indicator(
      part: part, value: JSONTape.sum(counts.map(\.value)),
      reported: Set(counts.map(\.point)).intersection(points).count, expected: points.count,
      unit: .points, rows: counts.map { Row(key: $0.point, value: $0.value) })
  }

  /// Who has attended, session by session; the value is that of the fullest.
  private static func sessions(_ part: EventPart, _ fold: inout Fold, _ now: Int64) -> Indicator {
    let rows = fold.attendance(by: .session, now: now)
    let begun = fold.sessions().count { $0.started.map { $0 <= now } ?? false }
    return Indicator(
      part: part, value: Int64(rows.map(\.figures.attended).max() ?? 0), reported: begun,
      expected: rows.count, unit: .sessions,
      rows: rows.map { Row(key: $0.key, titles: $0.titles, value: Int64($0.figures.attended)) })
  }

  /// Points that have the item of the indicator's own name; without one, everything on the checklist.
  private static func ready(_ part: EventPart, _ fold: inout Fold, _ now: Int64) -> Indicator {
    let readiness = Readiness(&fold, now: now)
    let isItem = readiness.items.contains { $0.id == part.id }
    let rows = readiness.rows.map { row in
      let isReady = isItem ? row.ready.contains(part.id) : row.missing.isEmpty
      return Row(key: row.point.id, value: isReady && !readiness.items.isEmpty ? 1 : 0)
    }
    return Indicator(
      part: part, value: rows.reduce(0) { $0 + $1.value },
      reported: readiness.rows.count { !$0.ready.isEmpty }, expected: rows.count, unit: .points,
      rows: rows)
  }

  /// Groups of which somebody has attended.
  private static func groups(_ part: EventPart, _ fold: inout Fold, _ now: Int64) -> Indicator {
    let rows = fold.attendance(by: .group, now: now)
    let present = rows.count { $0.figures.attended > 0 }
    return Indicator(
      part: part, value: Int64(present), reported: present, expected: rows.count, unit: .groups,
      rows: rows.map { Row(key: $0.key, titles: $0.titles, value: Int64($0.figures.attended)) })
  }
}
