import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What was written down while there was no power, typed in afterwards.
extension NodeCommands {
  /// So many lines are taken at once.
  static let mostPaperRows = 5_000

  /// What became of a line.
  private struct Outcome {
    /// Where it stands in the file, from 1; nil where nobody said.
    var line: Int64?
    /// `recorded`, `repeat`, `orphan`, `there` or `error`.
    var result: String
    var row: PaperRow?
    /// What a person should know or do.
    var detail: String?
    /// Types of the conflicts in which the line stands.
    var conflicts: [String] = []
  }

  /// Records the lines of a paper list with the times that it states: all of them or, where one is
  /// wrong, none. What is there already is not recorded again.
  func paper(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    guard let rows = try body.objects("rows", atMost: Self.mostPaperRows) else {
      throw .usage("Send “rows”, the lines of the list.")
    }
    guard !node.knowsNobody else { throw Self.noRoster }
    let isTrial = try body.flag("dry_run")
    let by = try by(body)
    var outcomes = judge(rows, date: try body.text("date"), anyway: try body.flag("anyway"))
    let isSound = !outcomes.contains { $0.result == "error" }
    var ops: [Node.Written?] = outcomes.map { _ in nil }
    if isSound {
      for (index, outcome) in outcomes.enumerated() where outcome.result != "there" {
        ops[index] = outcome.row.map { node.write($0.draft(by: by, at: node.point)) }
      }
      findConflicts(of: ops, &outcomes)
    }
    let answer = try report(outcomes, isTrial ? ops.map { _ in nil } : ops, isTrial: isTrial)
    if isSound, !isTrial { try node.record(ops.compactMap(\.self), answer: keep(answer)) }
    return answer
  }

  /// Judges each line, in the order of the file.
  private func judge(_ rows: [RequestBody], date: String?, anyway: Bool) -> [Outcome] {
    let now = node.now()
    var lines: [StatedAct: Int64] = [:]
    let there = node.replica.reading { [point = node.point] fold in fold.statedActs(at: point) }
    var outcomes = rows.map { body in
      let line = try? body.number("line", in: 1...10_000_000)
      do throws(Failure) {
        let row = try PaperRow(body, node, date: date, now: now, anyway: anyway)
        if there.contains(row.act) {
          return Outcome(line: line, result: "there", row: row, detail: "recorded before")
        }
        if let first = lines[row.act] {
          return Outcome(
            line: line, result: "there", row: row, detail: "the same as line \(first)")
        }
        lines[row.act] = line ?? 0
        return Outcome(line: line, result: "recorded", row: row)
      } catch {
        return Outcome(line: line, result: "error", detail: error.message)
      }
    }
    var presence = PaperPresence(node)
    let byTime = outcomes.indices.filter { outcomes[$0].result == "recorded" }
      .sorted { (outcomes[$0].row?.stated ?? 0, $0) < (outcomes[$1].row?.stated ?? 0, $1) }
    for index in byTime {
      guard let row = outcomes[index].row else { continue }
      let wasInside = presence.take(row)
      if row.isCheckIn, wasInside {
        outcomes[index].result = "repeat"
        outcomes[index].detail = "was inside already then: kept as a repeat, counted once"
      } else if !row.isCheckIn, !wasInside {
        outcomes[index].result = "orphan"
        outcomes[index].detail = "nobody had checked this person in: kept, changes nothing"
      }
    }
    return outcomes
  }

  /// Notes in which conflicts the lines stand that are about to be recorded.
  private func findConflicts(of ops: [Node.Written?], _ outcomes: inout [Outcome]) {
    let ahead = Ahead(of: node)
    for op in ops { if let op { ahead.take(op) } }
    var types: [OpID: [String]] = [:]
    for conflict in ahead.reading({ $0.conflicts() }) where conflict.isOpen {
      for op in conflict.evidence { types[op, default: []].append(conflict.type) }
    }
    for (index, op) in ops.enumerated() {
      guard let op, let found = types[op.id] else { continue }
      outcomes[index].conflicts = found
      let words =
        "the centre decides: \(found.map { ConflictWords.of($0) }.joined(separator: ", "))"
      outcomes[index].detail = [outcomes[index].detail, words].compactMap(\.self)
        .joined(separator: "; ")
    }
  }

  private func report(
    _ outcomes: [Outcome], _ ops: [Node.Written?], isTrial: Bool
  ) throws(Failure) -> JSONValue {
    func count(_ results: String...) -> JSONValue {
      .number(outcomes.count { results.contains($0.result) })
    }
    var rows: [JSONValue] = []
    for (index, outcome) in outcomes.enumerated() {
      var name: String?
      if let id = outcome.row?.participant {
        name = try Failure.storing { () throws(StoreError) in
          try node.replica.contact(of: id)?.name
        }
      }
      let row = outcome.row
      rows.append(
        .present([
          "line": outcome.line.map { .number($0) }, "result": .string(outcome.result),
          "participant": row.map { .string($0.participant) }, "name": name.map { .string($0) },
          "act": row.map { $0.isCheckIn ? "in" : "out" }, "door": row.map { .string($0.door) },
          "stated_ms": row.map { .number($0.stated) },
          "time": row.flatMap { node.localTime($0.stated) }.map { .string($0) },
          "op": ops[index].map { JSONValue($0.id) },
          "conflicts": outcome.conflicts.isEmpty
            ? nil : .array(outcome.conflicts.map { .string($0) }),
          "detail": outcome.detail.map { .string($0) },
        ]))
    }
    return [
      "ok": .bool(!outcomes.contains { $0.result == "error" }), "dry_run": .bool(isTrial),
      "recorded": count("recorded", "repeat", "orphan"), "repeats": count("repeat"),
      "orphans": count("orphan"), "there": count("there"), "errors": count("error"),
      "conflicts": .number(outcomes.count { !$0.conflicts.isEmpty }),
      "rows": .array(rows),
    ]
  }
}
