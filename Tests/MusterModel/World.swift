import MusterCore

/// A boot of a generated node, as it really was.
nonisolated struct TrueBoot {
  var id: OpID
  /// When its clock stood at 0, ms.
  var begin: Int64
  /// How far its wall clock is off, ms.
  var wallOffset: Int64
  /// How many marks it may yet get.
  var marksLeft: Int
  /// Where marks were put, µs.
  var marked: [Int64] = []
}

/// A hub or a node of a generated event.
nonisolated struct Machine {
  var key: Digest
  var id: KeyID
  var isHub: Bool
  /// Of a hub: its generations.
  var epochs: [Epoch]
  var made: [Epoch: Int64] = [:]
  var boots: [TrueBoot] = []
  var point: String
  var country: String

  /// The next n of one of its writers.
  mutating func number(_ epoch: Epoch) -> Int64 {
    made[epoch, default: 0] += 1
    return made[epoch, default: 0]
  }
}

/// Who takes part in a generated event, where and when: few of each, so that all collide.
nonisolated struct World {
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000
  /// The integers at the end of what JSON may say.
  static let extremes: [Int64] = [-((1 << 53) - 1), -1, 0, (1 << 53) - 1]
  // Of each some that Swift holds for the same, ascending as bytes.
  static let questions = ["e\u{301}", "q", "\u{E9}"]
  static let sessions = ["e\u{301}", "s", "\u{E9}"]
  static let indicators = ["e\u{301}", "i", "\u{E9}"]
  static let columns = [
    "email", "e\u{301}", "extra_doors", "kind", "name", "phone", "valid_from", "\u{E9}",
  ]
  /// 2025-10-09T09:00:00Z.
  static let beginning: Int64 = 1_760_000_400_000

  let points: [String]
  let countries: [String]
  let doors: [String]
  let roster: [String]
  /// Dates and their first ms.
  let calendar: [CalendarDate]
  /// When the days' programme ends.
  let closings: [Int64]

  init(_ random: inout SplitMix64) {
    points = Array(["p-1", "p-2", "p-3", "p-4"].prefix(random.int(2..<5)))
    countries = Array(["JO", "FR", "MA"].prefix(random.int(2..<4)))
    doors = random.pick([
      ["main"], ["main"], ["main", "side"], ["main", "pr\"ess\\\u{1F}é"],
      ["caf\u{E9}", "cafe\u{301}"],
    ])
    roster = Array(["anna", "B", "c~!", "0d"].prefix(random.int(2..<5)))
    var calendar: [CalendarDate] = []
    var closings: [Int64] = []
    var first = World.beginning
    for number in 0..<random.int(2..<5) {
      calendar.append(CalendarDate(date: "2025-10-1\(number)", first: first))
      closings.append(first + random.pick([8, 10, 23, 24]) * World.hour)
      first += random.pick([23, 24, 24, 25]) * World.hour
    }
    self.calendar = calendar
    self.closings = closings
  }

  /// A moment, rather at an edge than anywhere.
  func instant(_ random: inout SplitMix64) -> Int64 {
    let spread = (calendar.last?.first ?? World.beginning) - World.beginning + World.day
    switch random.int(0..<10) {
    case 0: return random.pick(calendar).first + random.int(-1...1)
    case 1: return random.pick(closings) + World.hour + random.int(-1...1)
    case 2...6:
      let quarters = Int(spread / (World.hour / 4))
      return World.beginning + Int64(random.int(-4..<quarters)) * (World.hour / 4)
    default: return World.beginning + random.int(-World.day...spread)
    }
  }
}
