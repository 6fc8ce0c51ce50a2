/// The canonical form of the state, whose SHA-256 is the state digest.
nonisolated extension Fold {
  /// All lines of the canonical form, sorted bytewise and joined by LF; ops that are pending take no
  /// part.
  public mutating func canonicalBytes() -> [UInt8] {
    if pendingCount > 0 { show(pending: false) }
    settle()
    var bytes = writeCanonicalLines()
    if !bytes.isEmpty { bytes.removeLast() }
    if pendingCount > 0 { show(pending: true) }
    return bytes
  }

  /// Calls with each line of the canonical form, sorted bytewise, without LF.
  public mutating func forEachCanonicalLine(_ body: (Span<UInt8>) -> Void) {
    let bytes = canonicalBytes()
    guard !bytes.isEmpty else { return }
    let span = bytes.span
    var start = 0
    for index in span.indices where span[index] == 0x0a {
      body(span.extracting(start..<index))
      start = index + 1
    }
    body(span.extracting(start..<span.count))
  }

  private mutating func show(pending: Bool) {
    includesPending = pending
    for op in pendingOps where records[op].traits.contains(.pending) {
      if records[op].traits.contains(.certified) { areHubsDirty = true }
      enqueue(op)
    }
  }

  private func writeCanonicalLines() -> [UInt8] {
    var lines = CanonicalLines()
    // Sections in the bytewise order of their names.
    writeOps("announcement", &lines) { isAnnouncement($0) }
    writeConflicts(&lines)
    writeCounts(&lines)
    writeCounted(&lines)
    writeErased(&lines)
    writeHubs(&lines)
    writeOps("ignored", &lines) { exists($0) && !records[$0].counts }
    writeMerged(&lines)
    writeNodes(&lines)
    writeOps("orphan", &lines) { records[$0].traits.contains(.orphan) }
    writeParts(&lines)
    writeParticipants(&lines)
    writePoints(&lines)
    writePresence(&lines)
    writeReady(&lines)
    writeReassigned(&lines)
    writeOps("refusal", &lines) {
      records[$0].kind == .refusal && records[$0].counts && !isVoided($0)
    }
    writeOps("repeat", &lines) { records[$0].traits.contains(.repeats) }
    writeRetimed(&lines)
    writeRevoked(&lines)
    writeRules(&lines)
    writeSeen(&lines)
    writeSessions(&lines)
    writeTicketKeys(&lines)
    writeOps("voided", &lines) { isVoided($0) }
    return lines.output
  }

  private func writeOps(
    _ name: StaticString, _ lines: inout CanonicalLines, _ belongs: (Int32) -> Bool
  ) {
    for op in 0..<Int32(truncatingIfNeeded: records.count) where belongs(op) {
      lines.begin(name)
      lines.id(records[op].id)
      if !records[op].counts {
        lines.text(reasonIgnored(op))
      } else if records[op].kind == .refusal && !isVoided(op) {
        lines.number(records[op].ms)
      }
      lines.end()
    }
    lines.endSection(name)
  }

  /// Why an op that does not count is ignored.
  func reasonIgnored(_ op: Int32) -> StaticString {
    switch records[op].kind {
    case .unreadable: "unreadable"
    case .unknown: "unknown-kind"
    default: "no-authority"
    }
  }

  private func writeHubs(_ lines: inout CanonicalLines) {
    for machine in machines where machine.isHub {
      lines.begin("hub")
      lines.id(machine.id)
      lines.end()
    }
    lines.endSection("hub")
  }

  private func writeParts(_ lines: inout CanonicalLines) {
    for op in partWinners {
      let part = payloads.parts[Int(records[op].payload)]
      lines.begin("part")
      lines.text(part.sort.rawValue)
      lines.text(part.id)
      lines.id(records[op].id)
      lines.end()
    }
    lines.endSection("part")
  }

  private func writeTicketKeys(_ lines: inout CanonicalLines) {
    for op in ticketKeyOps where records[op].counts {
      lines.begin("ticket-key")
      lines.key(payloads.ticketKeys[Int(records[op].payload)].key)
      lines.id(records[op].id)
      lines.end()
    }
    lines.endSection("ticket-key")
  }

  private func writeNodes(_ lines: inout CanonicalLines) {
    for machine in machines {
      for op in machine.admissions where records[op].counts {
        let admission = payloads.admissions[Int(records[op].payload)]
        lines.begin("node")
        lines.id(machine.id)
        lines.text(admission.point)
        lines.text(admission.country)
        lines.id(records[op].id)
        lines.end()
      }
    }
    lines.endSection("node")
  }

  private func writeRevoked(_ lines: inout CanonicalLines) {
    for machine in machines {
      for op in machine.revocations where records[op].counts {
        lines.begin("revoked")
        lines.id(machine.id)
        lines.id(records[op].id)
        lines.end()
      }
    }
    lines.endSection("revoked")
  }

  private func writePoints(_ lines: inout CanonicalLines) {
    for (index, point) in pointList.enumerated() where point.named > 0 {
      lines.begin("point")
      lines.text(Int32(truncatingIfNeeded: index), of: places)
      lines.open()
      for field in PointField.allCases where point.winners[field.rawValue] >= 0 {
        lines.open()
        lines.text(field.name)
        lines.id(records[point.winners[field.rawValue]].id)
        lines.close()
      }
      lines.close()
      if point.openOp < 0 {
        lines.null()
        lines.null()
      } else {
        lines.flag(records[point.openOp].kind == .pointOpen)
        lines.id(records[point.openOp].id)
      }
      lines.end()
    }
    lines.endSection("point")
  }

  private func writeParticipants(_ lines: inout CanonicalLines) {
    for index in people.indices where people[index].named > 0 {
      let person = people[index]
      let symbol = Int32(truncatingIfNeeded: index)
      lines.begin("participant")
      lines.text(symbol, of: participants)
      if person.home < 0 { lines.null() } else { lines.text(person.home, of: countries) }
      writeFields(of: symbol, &lines)
      lines.open()
      for id in standingBlocks(of: symbol).map({ records[$0].id }).sorted() { lines.id(id) }
      lines.close()
      lines.end()
    }
    lines.endSection("participant")
  }

  private func writeFields(of person: Int32, _ lines: inout CanonicalLines) {
    let winners = winners(for: person)
    lines.open()
    if winners.others.isEmpty {
      for field in Field.allCases where winners[field] >= 0 {
        lines.open()
        lines.text(field.name)
        lines.id(records[winners[field]].id)
        lines.close()
      }
    } else {
      var all = winners.others
      for field in Field.allCases where winners[field] >= 0 {
        all.append(("\(field.name)", winners[field]))
      }
      all.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      for (name, op) in all {
        lines.open()
        lines.text(name)
        lines.id(records[op].id)
        lines.close()
      }
    }
    lines.close()
  }

  /// Counting blocks of a participant that no counting unblock names.
  func standingBlocks(of person: Int32) -> [Int32] {
    ops(of: person, .participantBlock).filter { unblocks(of: $0).isEmpty }
  }

  private func writePresence(_ lines: inout CanonicalLines) {
    for index in people.indices where people[index].firstInterval >= 0 {
      let person = Int32(truncatingIfNeeded: index)
      var rest = intervals(of: person)
      while let first = rest.first {
        let door = records[first].door
        let point = records[first].point
        lines.begin("presence")
        lines.text(person, of: participants)
        lines.text(point, of: places)
        lines.text(door, of: words)
        lines.open()
        for op in rest where records[op].door == door && records[op].point == point {
          lines.open()
          lines.number(records[op].ms)
          lines.number(err(of: op))
          lines.id(records[op].id)
          lines.number(records[op].end)
          if records[op].endOp < 0 { lines.null() } else { lines.id(records[records[op].endOp].id) }
          lines.close()
        }
        lines.close()
        lines.end()
        rest.removeAll { records[$0].door == door && records[$0].point == point }
      }
    }
    lines.endSection("presence")
  }

  private func writeCounted(_ lines: inout CanonicalLines) {
    for index in people.indices where people[index].firstInterval >= 0 {
      let person = Int32(truncatingIfNeeded: index)
      for (date, point) in countedPoints(of: person) {
        lines.begin("counted")
        lines.text(person, of: participants)
        lines.text(days.text(date))
        lines.text(point, of: places)
        lines.end()
      }
    }
    lines.endSection("counted")
  }

  private func writeConflicts(_ lines: inout CanonicalLines) {
    forEachDispute { dispute in
      lines.begin("conflict")
      lines.text(dispute.type)
      lines.open()
      for part in subject(of: dispute) { lines.text(part) }
      lines.close()
      lines.flag(dispute.isOpen)
      lines.text(dispute.outcome)
      lines.open()
      for id in dispute.evidence.map({ records[$0].id }).sorted() { lines.id(id) }
      lines.close()
      lines.end()
    }
    lines.endSection("conflict")
  }
}
