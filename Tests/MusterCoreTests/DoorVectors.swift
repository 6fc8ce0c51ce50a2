import Foundation
import MusterCore

/// `Protocol/vectors/door.json`: people at a door, with the verdict and what the fold says of it.
nonisolated struct DoorVectors: Decodable {
  struct Case: Decodable {
    var why: String
    var calendar: [CalendarEntry]
    var days: [Day]
    var door: Rule?
    var people: [String: Fields]
    var merged: [String]
    var blocks: [Block]
    var capacity: Int64?
    var log: [Entry]
    var asked: Asked
    var known: Bool
    var facts: Facts
    var faults: [String]
    /// Index in `log` of the check-in by which the person is inside.
    var inside: Int?
    var verdict: String
    var recorded: [String]?
  }

  struct CalendarEntry: Decodable {
    var date: String
    var first: Int64

    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      date = try pair.decode(String.self)
      first = try pair.decode(Int64.self)
    }
  }

  struct Day: Decodable {
    var id: String
    var date: String
    var from: Int64
    var to: Int64
  }

  struct Rule: Decodable {
    struct Asks: Decodable {
      var id: String
      var required: Bool?
    }

    var kinds: [String]?
    var days: [String]?
    var before: Int64?
    var after: Int64?
    var entry: String?
    var pending: Bool?
    var capacity: Bool?
    var questions: [Asks]?

    var rule: DoorRule {
      DoorRule(
        kinds: kinds, days: days, before: before, after: after,
        entry: entry.flatMap { DoorRule.Entry(rawValue: $0) } ?? .againAfterLeaving,
        admitsPending: pending ?? false, holdsCapacity: capacity ?? false,
        questions: (questions ?? []).map {
          Question(id: $0.id, form: .text, isRequired: $0.required ?? false, titles: [:])
        })
    }
  }

  struct Fields: Decodable {
    var kind: String?
    var valid_from: Int64?
    var valid_until: Int64?
    var pending: Bool?
    var cancelled: Bool?
    var extra_doors: [String]?
    var withdrawn_doors: [String]?

    var change: ParticipantChange {
      ParticipantChange(
        kind: kind, validFrom: valid_from, validUntil: valid_until, pending: pending,
        cancelled: cancelled, extraDoors: extra_doors, withdrawnDoors: withdrawn_doors)
    }
  }

  struct Block: Decodable {
    var participant: String
    var time: Int64
    var serials: Int64?
    var lifted: Int64?
    var seen: Bool
  }

  struct Entry: Decodable {
    var kind: String
    var participant: String?
    var point: String
    var door: String?
    var time: Int64
    var answered: [String]?
    var voided: Bool
  }

  struct Asked: Decodable {
    var participant: String
    var shown: String
    var serial: Int64?
    var time: Int64
    var err: Int64
    var answered: [String]
  }

  struct Window: Decodable {
    var date: String
    var from: Int64
    var to: Int64

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      date = try row.decode(String.self)
      from = try row.decode(Int64.self)
      to = try row.decode(Int64.self)
    }
  }

  struct Facts: Decodable {
    var blocked: Bool
    var registered: Bool
    var cancelled: Bool
    var pending: Bool
    var valid_from: Int64?
    var valid_until: Int64?
    var withdrawn: Bool
    var kind_admitted: Bool
    var date: String
    var windows: [Window]?
    var spent: Bool
    var questions_open: Bool
    var full: Bool
  }

  var cases: [Case]

  static func read() throws -> [Case] {
    let file = URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../Protocol/vectors/door.json").standardized
    return try JSONDecoder().decode(DoorVectors.self, from: Data(contentsOf: file)).cases
  }
}

nonisolated extension DoorVectors.Case {
  var shown: Shown {
    switch asked.shown {
    case "ticket": .ticket(serial: asked.serial ?? 0)
    case "other-event": .ticketOfAnotherEvent
    case "bad-signature": .ticketWithBadSignature
    default: .nothing
    }
  }

  var doorFacts: DoorFacts {
    // Equal dates have equal numbers, and that is all that numbers say.
    let dates = [facts.date] + (facts.windows ?? []).map(\.date)
    func number(_ date: String) -> Int { dates.firstIndex(of: date) ?? -1 }
    var made = DoorFacts(time: asked.time, err: asked.err, date: number(facts.date))
    made.hours = DoorHours(
      windows: facts.windows?.map {
        DoorHours.Window(date: number($0.date), from: $0.from, to: $0.to)
      })
    made.isBlocked = facts.blocked
    made.isRegistered = facts.registered
    made.isCancelled = facts.cancelled
    made.isPending = facts.pending
    made.validFrom = facts.valid_from
    made.validUntil = facts.valid_until
    made.isWithdrawn = facts.withdrawn
    made.isKindAdmitted = facts.kind_admitted
    made.isSpent = facts.spent
    made.hasOpenQuestions = facts.questions_open
    made.isFull = facts.full
    return made
  }

  /// The verdict that the case comes to.
  ///
  /// - Parameter ops: the ops of the log, in its order.
  func expected(_ ops: [OpID], by: String?) -> Verdict? {
    switch verdict {
    case "admitted": return .admitted(isNamed: facts.registered)
    case "repeat":
      guard let inside, ops.indices.contains(inside) else { return nil }
      return .repeat(
        Verdict.Inside(op: ops[inside], point: log[inside].point, since: log[inside].time, by: by))
    default: return Verdict.Refusal(rawValue: verdict).map { .refused($0) }
    }
  }
}
