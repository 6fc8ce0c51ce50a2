import MusterCore

nonisolated extension JSONWriter {
  /// Writes the members of an act's own, after those that all kinds share.
  mutating func members(of act: Act) {
    switch act {
    case .eventPut(let part): members(of: part)
    case .eventRules(let version): member("version", version)
    case .ticketKey(let key):
      member("key", key.key)
      member("from", key.from)
      member("until", key.until)
    case .hubStart(let start):
      member("generation", start.generation)
      member("ordinal", start.ordinal)
      member("key", start.key)
      member("root", start.root)
      key("certificate")
      plain { Self.appendHex(start.certificate, to: &$0) }
      member("replaces", start.replaces)
    case .clock(let mark): members(of: mark)
    case .boot(let previous, let machine):
      member("previous", previous)
      member("machine", machine)
    case .nodeAdmit(let admission):
      member("key", admission.key)
      member("seal", admission.seal)
      member("country", admission.country)
    case .nodeRevoke(let revocation):
      member("key", revocation.key)
      member("durable", revocation.durable)
      member("why", revocation.why)
    case .nodeAccept(let acceptance):
      member("key", acceptance.key)
      member("durable", acceptance.durable)
    case .pointPut(let change): members(of: change)
    case .pointReady(let items): member("items", items)
    case .participantPut(let change): members(of: change)
    case .participantBlock(let why, let serials):
      member("why", why)
      member("serials", serials)
    case .participantUnblock(let blocks): member("blocks", blocks)
    case .checkin(let checkIn):
      member("door", checkIn.door)
      member("base", checkIn.base)
      member("serial", checkIn.serial)
      if !checkIn.answered.isEmpty { member("answered", checkIn.answered) }
      member("despite", checkIn.despite)
    case .checkout(let door): member("door", door)
    case .refusal(let door, let reason):
      member("door", door)
      member("reason", reason)
    case .void(let ops): member("ops", ops)
    case .resolve(let resolution):
      member("conflict", [resolution.type] + resolution.subject)
      member("choice", resolution.choice)
      member("saw", resolution.saw)
    case .participantMerge(let participants): member("participants", participants)
    case .participantUnmerge(let participants, let merges):
      member("participants", participants)
      member("merges", merges)
    case .reassign(let ops): member("ops", ops)
    case .erase(let ops): if !ops.isEmpty { member("ops", ops) }
    case .retime(let ops, let time):
      member("ops", ops)
      member("time", time)
    case .count(let indicator, let value):
      member("indicator", indicator)
      member("value", value)
    case .sessionStart(let session), .sessionEnd(let session), .sessionSkip(let session):
      member("session", session)
    case .sessionPut(let change): members(of: change)
    case .announce(let announcement): members(of: announcement)
    case .announceSeen(let announcement, let isAcknowledged):
      member("announcement", announcement)
      member("acknowledged", isAcknowledged)
    case .pointOpen, .pointClose, .unknown, .unreadable: break
    }
  }

  private static func appendHex(_ raw: [UInt8], to bytes: inout [UInt8]) {
    for byte in raw {
      for nibble in [byte >> 4, byte & 15] {
        bytes.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
      }
    }
  }

  private mutating func member(_ name: String, _ limits: [WriterLimit]) {
    key(name)
    beginArray()
    for limit in limits {
      beginArray()
      value(limit.epoch)
      value(limit.n)
      endArray()
    }
    endArray()
  }

  private mutating func members(of mark: ClockMark) {
    key("mark")
    beginObject()
    member("node", mark.node)
    member("boot", mark.boot)
    member("mono", mark.mono)
    member("time", mark.time)
    member("err", mark.err)
    endObject()
  }

  private mutating func members(of change: PointChange) {
    key("set")
    beginObject()
    member("country", change.country)
    member("zone", change.zone)
    member("language", change.language)
    member("capacity", change.capacity)
    member("contact", change.contact)
    member("name", change.name)
    endObject()
  }

  private mutating func members(of change: ParticipantChange) {
    member("base", change.base)
    key("set")
    beginObject()
    member("kind", change.kind)
    member("country", change.country)
    member("point", change.point)
    member("body", change.body)
    member("language", change.language)
    member("valid_from", change.validFrom)
    member("valid_until", change.validUntil)
    member("pending", change.pending)
    member("cancelled", change.cancelled)
    if let doors = change.extraDoors { member("extra_doors", doors) }
    if let doors = change.withdrawnDoors { member("withdrawn_doors", doors) }
    endObject()
  }

  private mutating func members(of part: EventPart) {
    member("part", part.sort.rawValue)
    member("id", part.id)
    key("value")
    beginObject()
    member("titles", part.titles)
    switch part.sort {
    case .event:
      member("zone", part.zone ?? "")
      member("languages", part.languages)
      member("calendar", part.calendar)
    case .day:
      member("date", part.date ?? "")
      member("from", part.from ?? 0)
      member("to", part.to ?? 0)
    case .session:
      member("day", part.day ?? "")
      member("type", part.type ?? "")
      member("from", part.from ?? 0)
      member("to", part.to ?? 0)
      if !part.slots.isEmpty { member("slots", part.slots) }
      member("talks", part.talks)
    case .door: members(of: part.rule)
    case .item: member("due", part.due)
    case .indicator:
      member("goal", part.goal)
      member("unit", part.unit)
      member("measured", part.measured ?? "")
    case .group:
      if !part.countries.isEmpty { member("countries", part.countries) }
      if !part.bodies.isEmpty { member("bodies", part.bodies) }
    case .country: member("groups", part.groups)
    }
    endObject()
  }

  private mutating func member(_ name: String, _ calendar: [CalendarDate]) {
    key(name)
    beginArray()
    for entry in calendar {
      beginArray()
      value(entry.date)
      value(entry.first)
      endArray()
    }
    endArray()
  }
}
