/// The event's parts and the points.
nonisolated extension Fold {
  private struct PartName: Hashable {
    var sort: EventPart.Sort
    /// By bytes: to `==`, two spellings of one accented letter would be one part.
    var id: [UInt8]

    init(_ part: EventPart) {
      sort = part.sort
      id = Array(part.id.utf8)
    }
  }

  mutating func settleParts() {
    arePartsDirty = false
    var winners: [PartName: Int32] = [:]
    var event: Int32 = -1
    for op in eventPuts where records[op].counts {
      let part = payloads.parts[Int(records[op].payload)]
      winners[PartName(part)] = later(winners[PartName(part)] ?? -1, op)
      if part.sort == .event { event = later(event, op) }
    }
    partWinners = Array(winners.values)
    let parts = partWinners.map { payloads.parts[Int(records[$0].payload)] }
    let calendar = event < 0 ? [] : payloads.parts[Int(records[event].payload)].calendar
    let found = Days(calendar: calendar, days: parts.filter { $0.sort == .day })
    let terms = doorTerms(among: parts, found)
    guard found != days || terms != doorTerms else { return }
    days = found
    doorTerms = terms
    markEveryone()
  }

  mutating func settlePoints() {
    let marked = dirtyPoints
    dirtyPoints = []
    var needsPeople = false
    for index in marked {
      let at = Int(index)
      pointList[at].isDirty = false
      var point = Point()
      for op in pointList[at].ops where records[op].counts {
        switch records[op].kind {
        case .pointPut:
          let change = payloads.pointChanges[Int(records[op].payload)]
          for field in PointField.allCases where field.isSet(in: change) {
            point.winners[field.rawValue] = later(point.winners[field.rawValue], op)
          }
        case .pointReady: point.readyOp = later(point.readyOp, op)
        case .pointOpen: point.openOp = later(point.openOp, op)
        case .pointClose:
          point.openOp = later(point.openOp, op)
          point.closes.append(op)
        default: break
        }
      }
      pointList[at].winners = point.winners
      pointList[at].readyOp = point.readyOp
      pointList[at].openOp = point.openOp
      if pointList[at].hasNewCloses {
        point.closes.sort { precedes($0, $1) }
        pointList[at].closes = point.closes
        needsPeople = true
      }
    }
    guard needsPeople else { return }
    // Closes are rare and people at a point many: one pass over the ops costs less than a list of
    // them for each point would, in memory and at every check-in.
    for op in 0..<Int32(truncatingIfNeeded: records.count) where records[op].kind == .checkin {
      let point = records[op].point
      if point >= 0 && pointList[Int(point)].hasNewCloses { markWhose(op) }
    }
    for index in marked { pointList[Int(index)].hasNewCloses = false }
  }

  /// A field of a point as it stands, by the op that won.
  func change(_ point: Int32, _ field: PointField) -> PointChange? {
    let op = pointList[Int(point)].winners[field.rawValue]
    return op < 0 ? nil : payloads.pointChanges[Int(records[op].payload)]
  }
}
