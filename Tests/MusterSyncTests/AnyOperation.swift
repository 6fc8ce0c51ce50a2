import MusterCore

/// Random operations of every kind, within the forms of `Protocol/2-lines.md`.
nonisolated enum AnyOperation {
  static func make<T: RandomNumberGenerator>(_ source: inout T) -> Operation {
    var maker = Maker(source: source)
    defer { source = maker.source }
    return maker.operation()
  }

  private struct Maker<T: RandomNumberGenerator> {
    var source: T

    mutating func chance() -> Bool { Bool.random(using: &source) }
    mutating func word() -> UInt64 { UInt64.random(in: .min ... .max, using: &source) }
    mutating func id() -> Identifier { Identifier(high: word(), low: word()) }
    mutating func digest() -> Digest { Digest(word(), word(), word(), word()) }

    mutating func number(_ least: Int64 = -9_007_199_254_740_991) -> Int64 {
      chance()
        ? Int64.random(in: max(least, 0)...2_000_000, using: &source)
        : Int64.random(in: least...9_007_199_254_740_991, using: &source)
    }

    mutating func some<Value>(_ make: (inout Self) -> Value) -> Value? {
      chance() ? make(&self) : nil
    }

    mutating func many<Value>(_ make: (inout Self) -> Value) -> [Value] {
      (0..<Int.random(in: 0...3, using: &source)).map { _ in make(&self) }
    }

    mutating func text(_ alphabet: String, _ counts: ClosedRange<Int>) -> String {
      let letters = Array(alphabet)
      return String(
        (0..<Int.random(in: counts, using: &source)).map { _ in
          letters.randomElement(using: &source) ?? "a"
        })
    }

    mutating func text() -> String { text("abc é\"\\/\u{1}\n語😀", 0...20) }
    mutating func point() -> String { text("abcxyz0189-", 1...32) }
    mutating func short() -> String { text("aé語 ", 1...16) }
    mutating func person() -> String {
      text("abcXYZ019!#%&'()*+,-.:;<=>?@[]^_`{|}~", 1...64)
    }
    mutating func titles() -> [String: String] { chance() ? [text(): text()] : [:] }

    /// At least so many, ascending as bytes.
    mutating func ascending(_ least: Int, _ make: (inout Self) -> String) -> [String] {
      var texts: Set<String> = []
      let count = least + Int.random(in: 0...2, using: &source)
      while texts.count < count { texts.insert(make(&self)) }
      return texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    mutating func date() -> String { "2026-0\(Int.random(in: 1...9, using: &source))-17" }

    mutating func operation() -> Operation {
      var operation = Operation(
        id: OpID(high: 1, low: 2), node: id(), nonce: word(), at: number(), boot: id(),
        mono: number(), act: .unreadable)
      operation.by = some { $0.short() }
      operation.point = some { $0.point() }
      operation.participant = some { $0.person() }
      operation.privateDigest = some { $0.digest() }
      operation.fields = chance() ? ascending(1) { $0.text() } : []
      operation.stated = some { $0.number() }
      operation.act = act(&operation)
      return operation
    }

    mutating func act(_ operation: inout Operation) -> Act {
      let point = operation.point ?? "p"
      let kind = Int.random(in: 0...33, using: &source)
      if [5, 8, 9, 10, 11, 15, 16, 17, 24, 30].contains(kind) { operation.point = point }
      if [13, 14, 15, 16, 22].contains(kind) {
        operation.participant = operation.participant ?? "someone"
      }
      switch kind {
      case 0: return .eventPut(part())
      case 1: return .ticketKey(TicketKey(key: digest(), from: number(), until: number()))
      case 2:
        operation.boot = nil
        var start = HubStart(
          generation: id(), ordinal: number(1), key: digest(), root: digest(),
          certificate: (0..<64).map { _ in UInt8.random(in: 0...255, using: &source) },
          isCertified: false)
        if chance() { start.replaces = digest() }
        if chance() {
          operation.node.low = 1
          start.ordinal = 7
          start.isCertified = true
        }
        return .hubStart(start)
      case 3:
        return .clock(
          ClockMark(node: id(), boot: id(), mono: number(), time: number(), err: number(0)))
      case 4:
        operation.boot = nil
        return .boot(previous: some { $0.id() }, machine: short())
      case 5:
        let key = digest()
        return .nodeAdmit(
          Admission(
            key: key, keyID: key.identifier, seal: digest(), point: point, country: "DE"))
      case 6:
        let key = digest()
        return .nodeRevoke(
          Revocation(key: key, keyID: key.identifier, durable: limits(), why: text()))
      case 7:
        let key = digest()
        return .nodeAccept(Acceptance(key: key, keyID: key.identifier, durable: limits()))
      case 8:
        return .pointPut(
          PointChange(
            country: some { $0.text() }, zone: some { $0.text() }, language: some { $0.text() },
            capacity: some { $0.number() }, contact: some { $0.text() }, name: some { $0.text() }))
      case 9: return .pointReady(items: many { $0.text() })
      case 10: return .pointOpen
      case 11: return .pointClose
      case 12:
        return .participantPut(
          ParticipantChange(
            base: many { $0.id() }, kind: some { $0.text() }, country: some { $0.text() },
            point: some { $0.point() }, body: some { $0.text() }, language: some { $0.text() },
            validFrom: some { $0.number() }, validUntil: some { $0.number() },
            pending: some { $0.chance() }, cancelled: some { $0.chance() },
            extraDoors: some { $0.many { $0.text() } },
            withdrawnDoors: some { $0.many { $0.text() } }))
      case 13: return .participantBlock(why: text(), serials: some { $0.number() })
      case 14: return .participantUnblock(blocks: many { $0.id() })
      case 15:
        return .checkin(
          CheckIn(
            door: text(), base: many { $0.id() }, serial: some { $0.number() },
            answered: chance() ? ascending(1) { $0.text() } : [], despite: some { $0.text() }))
      case 16: return .checkout(door: text())
      case 17: return .refusal(door: text(), reason: text())
      case 18: return .void(ops: many { $0.id() })
      case 19:
        return .resolve(
          Resolution(
            type: text(), subject: many { $0.text() }, choice: text(), saw: many { $0.id() }))
      case 20: return .participantMerge(participants: ascending(2) { $0.person() })
      case 21:
        return .participantUnmerge(
          participants: ascending(2) { $0.person() }, merges: many { $0.id() })
      case 22: return .reassign(ops: many { $0.id() })
      case 23: return .retime(ops: many { $0.id() }, time: number())
      case 24: return .count(indicator: text(), value: number(0))
      case 25: return .sessionStart(session: text())
      case 26: return .sessionEnd(session: text())
      case 27: return .sessionSkip(session: text())
      case 28:
        return .sessionPut(
          SessionChange(
            session: text(), titles: some { $0.titles() }, day: some { $0.text() },
            type: some { $0.text() }, from: some { $0.number() }, to: some { $0.number() },
            slots: some { $0.many { $0.number() } }, talks: some { $0.number() }))
      case 29:
        return .announce(
          Announcement(
            texts: [text(): text()], countries: many { $0.text() }, groups: many { $0.text() },
            until: some { $0.number() }))
      case 30: return .announceSeen(announcement: id(), isAcknowledged: chance())
      case 31: return .eventRules(version: number(1))
      case 32:
        let ops = many { $0.id() }
        if ops.isEmpty { operation.participant = operation.participant ?? "someone" }
        return .erase(ops: ops)
      default: return .unknown(kind: "from.the.future")
      }
    }

    mutating func limits() -> [WriterLimit] {
      many { WriterLimit(epoch: $0.id(), n: $0.number(0)) }
    }

    mutating func part() -> EventPart {
      let sort = EventPart.Sort.allCases.randomElement(using: &source) ?? .door
      var part = EventPart(sort: sort, id: text())
      part.titles = titles()
      switch sort {
      case .event:
        part.zone = text()
        part.languages = many { $0.text() }
        part.calendar = (0..<Int.random(in: 0...3, using: &source)).map {
          CalendarDate(date: "2026-09-1\($0)", first: Int64($0) * 86_400_000)
        }
      case .day: (part.date, part.from, part.to) = (date(), number(), number())
      case .session:
        (part.day, part.type, part.from, part.to) = (text(), text(), number(), number())
        part.slots = many { $0.number() }
        part.talks = some { $0.number() }
      case .door: part.rule = rule()
      case .item: part.due = some { $0.number() }
      case .indicator:
        part.goal = some { $0.number() }
        part.unit = some { $0.text() }
        part.measured = text()
      case .group:
        part.countries = many { $0.text() }
        part.bodies = many { $0.text() }
      case .country: part.groups = many { $0.text() }
      }
      return part
    }

    mutating func rule() -> DoorRule {
      DoorRule(
        kinds: some { $0.many { $0.text() } }, days: some { $0.many { $0.text() } },
        before: some { $0.number(0) }, after: some { $0.number(0) },
        entry: DoorRule.Entry.allCases.randomElement(using: &source) ?? .always,
        admitsPending: chance(), holdsCapacity: chance(),
        questions: many {
          Question(
            id: $0.text(),
            form: Question.Form.allCases.randomElement(using: &$0.source) ?? .text,
            isRequired: $0.chance(), titles: $0.titles(), choices: $0.many { $0.text() })
        })
    }
  }
}
