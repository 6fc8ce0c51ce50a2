/// Canonical lines of what joins people, corrects, counts, runs the programme and announces.
nonisolated extension Fold {
  func writeMerged(_ lines: inout CanonicalLines) {
    for index in people.indices where people[index].name >= 0 {
      let person = Int32(truncatingIfNeeded: index)
      guard people[index].name != person else { continue }
      lines.begin("merged")
      lines.text(person, of: participants)
      lines.text(people[index].name, of: participants)
      lines.end()
    }
    lines.endSection("merged")
  }

  func writeReassigned(_ lines: inout CanonicalLines) {
    for (op, owner) in owners where records[op].counts {
      lines.begin("reassigned")
      lines.id(records[op].id)
      lines.text(owner, of: participants)
      lines.end()
    }
    lines.endSection("reassigned")
  }

  func writeRetimed(_ lines: inout CanonicalLines) {
    for op in 0..<Int32(truncatingIfNeeded: records.count)
    where records[op].counts && records[op].traits.contains(.named) {
      guard let time = retimed(op) else { continue }
      lines.begin("retimed")
      lines.id(records[op].id)
      lines.number(time)
      lines.end()
    }
    lines.endSection("retimed")
  }

  func writeRules(_ lines: inout CanonicalLines) {
    if let version = largestRules {
      lines.begin("rules")
      lines.number(version)
      lines.end()
    }
    lines.endSection("rules")
  }

  func writeReady(_ lines: inout CanonicalLines) {
    for (index, point) in pointList.enumerated() where point.readyOp >= 0 {
      lines.begin("ready")
      lines.text(Int32(truncatingIfNeeded: index), of: places)
      lines.id(records[point.readyOp].id)
      lines.end()
    }
    lines.endSection("ready")
  }

  func writeCounts(_ lines: inout CanonicalLines) {
    for (what, op) in countWinners {
      lines.begin("count")
      lines.text(what.point, of: places)
      lines.text(what.indicator, of: words)
      lines.id(records[op].id)
      lines.end()
    }
    lines.endSection("count")
  }

  func writeSeen(_ lines: inout CanonicalLines) {
    for (what, ops) in sightings {
      lines.begin("seen")
      lines.id(what.announcement)
      lines.text(what.point, of: places)
      lines.id(records[ops.shown].id)
      if ops.acknowledged < 0 { lines.null() } else { lines.id(records[ops.acknowledged].id) }
      lines.end()
    }
    lines.endSection("seen")
  }

  func writeSessions(_ lines: inout CanonicalLines) {
    for session in foldedSessions {
      lines.begin("session")
      lines.text(session.id)
      lines.open()
      for field in SessionField.allCases {
        lines.open()
        lines.text(field.name)
        lines.id(records[session.winners[field.rawValue]].id)
        lines.close()
      }
      lines.close()
      lines.text(session.state.rawValue)
      for op in [session.start, session.end] {
        if op < 0 { lines.null() } else { lines.id(records[op].id) }
      }
      lines.end()
    }
    lines.endSection("session")
  }
}
