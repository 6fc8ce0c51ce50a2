import MusterCore

/// The acts of the door, of points and of participants.
nonisolated extension LineObject {
  mutating func presence(_ kind: String, _ operation: Operation) throws(Unreadable) -> Act {
    if kind == "void" { return .void(ops: try identifiers(.ops)) }
    guard operation.point != nil, operation.participant != nil || kind == "refusal" else {
      throw Unreadable()
    }
    let door = try text(.door)
    switch kind {
    case "checkin":
      return .checkin(
        CheckIn(
          door: door, base: try identifiers(.base), serial: try integerIfAny(.serial),
          answered: try ascendingIfAny(.answered) ?? [], despite: try textIfAny(.despite)))
    case "checkout": return .checkout(door: door)
    default: return .refusal(door: door, reason: try text(.reason))
    }
  }

  /// Texts, at least one, that ascend as bytes; they may be absent.
  mutating func ascendingIfAny(_ name: JSONName) throws(Unreadable) -> [String]? {
    guard let texts = try textsIfAny(name) else { return nil }
    let isAscending = zip(texts, texts.dropFirst()).allSatisfy { one, next in
      one.utf8.lexicographicallyPrecedes(next.utf8)
    }
    guard !texts.isEmpty, isAscending else { throw Unreadable() }
    return texts
  }

  mutating func participant(_ kind: String, _ operation: Operation) throws(Unreadable) -> Act {
    switch kind {
    case "participant.put": return .participantPut(try participantChange())
    case "participant.merge": return .participantMerge(participants: try group())
    case "participant.unmerge":
      return .participantUnmerge(participants: try group(), merges: try identifiers(.merges))
    default: break
    }
    guard operation.participant != nil else { throw Unreadable() }
    return kind == "participant.block"
      ? .participantBlock(why: try text(.why), serials: try integerIfAny(.serials))
      : .participantUnblock(blocks: try identifiers(.blocks))
  }

  /// Two participants or more, ascending as bytes.
  private mutating func group() throws(Unreadable) -> [String] {
    let people = try texts(.participants, .participant)
    guard people.count > 1, try ascendingIfAny(.participants) == people else {
      throw Unreadable()
    }
    return people
  }

  private mutating func participantChange() throws(Unreadable) -> ParticipantChange {
    let base = try identifiers(.base)
    var set = try object(.set)
    return ParticipantChange(
      base: base, kind: try set.textIfAny(.kind), country: try set.textIfAny(.country),
      point: try set.textIfAny(.point, .point), body: try set.textIfAny(.body),
      language: try set.textIfAny(.language), validFrom: try set.integerIfAny(.validFrom),
      validUntil: try set.integerIfAny(.validUntil), pending: try set.boolIfAny(.pending),
      cancelled: try set.boolIfAny(.cancelled), extraDoors: try set.textsIfAny(.extraDoors),
      withdrawnDoors: try set.textsIfAny(.withdrawnDoors))
  }

  mutating func point(_ kind: String, _ operation: Operation) throws(Unreadable) -> Act {
    guard operation.point != nil else { throw Unreadable() }
    switch kind {
    case "point.put": return .pointPut(try pointChange())
    case "point.ready": return .pointReady(items: try texts(.items))
    case "point.open": return .pointOpen
    default: return .pointClose
    }
  }

  private mutating func pointChange() throws(Unreadable) -> PointChange {
    var set = try object(.set)
    return PointChange(
      country: try set.textIfAny(.country), zone: try set.textIfAny(.zone),
      language: try set.textIfAny(.language), capacity: try set.integerIfAny(.capacity),
      contact: try set.textIfAny(.contact), name: try set.textIfAny(.name))
  }

  mutating func resolution() throws(Unreadable) -> Resolution {
    let conflict = try texts(.conflict)
    guard let type = conflict.first else { throw Unreadable() }
    return Resolution(
      type: type, subject: Array(conflict.dropFirst()), choice: try text(.choice),
      saw: try identifiers(.saw))
  }
}

/// The acts by which the hub begins, marks time and sets the event up.
nonisolated extension LineObject {
  mutating func hubStart() throws(Unreadable) -> HubStart {
    HubStart(
      generation: try identifier(.generation), ordinal: try integer(.ordinal, from: 1),
      key: try digest(.key), root: try digest(.root), certificate: try signature(.certificate),
      replaces: try digestIfAny(.replaces), isCertified: false)
  }

  mutating func clockMark() throws(Unreadable) -> ClockMark {
    var mark = try object(.mark)
    return ClockMark(
      node: try mark.identifier(.node), boot: try mark.identifier(.boot),
      mono: try mark.integer(.mono), time: try mark.integer(.time),
      err: try mark.integer(.err, from: 0))
  }

  mutating func eventPart() throws(Unreadable) -> EventPart {
    guard let sort = EventPart.Sort(rawValue: try text(.part)) else { throw Unreadable() }
    var part = EventPart(sort: sort, id: try text(.id))
    var value = try object(.value)
    part.titles = try value.titles(.titles)
    switch sort {
    case .event:
      part.zone = try value.text(.zone)
      part.languages = try value.texts(.languages)
      part.calendar = try value.calendar(.calendar)
    case .day:
      part.date = try value.text(.date, .date)
      part.from = try value.integer(.from)
      part.to = try value.integer(.to)
    case .session:
      part.day = try value.text(.day)
      part.type = try value.text(.type)
      part.from = try value.integer(.from)
      part.to = try value.integer(.to)
      part.slots = try value.integersIfAny(.slots) ?? []
      part.talks = try value.integerIfAny(.talks)
    case .door: part.rule = try value.doorRule()
    case .item: part.due = try value.integerIfAny(.due)
    case .indicator:
      part.goal = try value.integerIfAny(.goal)
      part.unit = try value.textIfAny(.unit)
      part.measured = try value.text(.measured)
    case .group:
      part.countries = try value.textsIfAny(.countries) ?? []
      part.bodies = try value.textsIfAny(.bodies) ?? []
    case .country: part.groups = try value.texts(.groups)
    }
    return part
  }
}
