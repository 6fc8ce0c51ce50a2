import MusterCore
import MusterModel

/// Programmes for tests: written in minutes after a beginning that is 0.
nonisolated enum ProgrammeStage {
  static let minute: Int64 = 60_000

  /// Sessions of one day that follow on each other; ids a, b, c…
  static func row(_ lengths: Int64..., day: String = "day-1", from: Int64 = 0)
    -> [ProgrammeSession]
  {
    var begin = from * minute
    return lengths.enumerated().map { index, length in
      defer { begin += length * minute }
      return ProgrammeSession(
        id: "abcdefghij".map(String.init)[index], day: day, from: begin,
        to: begin + length * minute)
    }
  }

  /// Any programme that can be: two days, with gaps and now and then side by side, in any state of
  /// being run.
  static func any(_ random: inout SplitMix64) -> [ProgrammeSession] {
    var sessions: [ProgrammeSession] = []
    for day in 0..<2 {
      var begin = Int64(day) * 1440
      for index in 0..<random.int(1..<8) {
        let length = Int64(random.int(0..<90))
        if random.chance(30) { begin += Int64(random.int(1..<30)) }
        var session = ProgrammeSession(
          id: "\(day)-\(index)", day: "day-\(day)", from: begin * minute,
          to: (begin + length) * minute)
        session.slots = (0..<random.int(0..<4)).map { _ in Int64(random.int(1..<40)) }
        if !random.chance(15) { begin += length }
        sessions.append(session)
      }
    }
    return sessions
  }

  /// Runs the first so many sessions by hand, each begun when what it follows was over or later.
  static func run(
    _ sessions: inout [ProgrammeSession], _ random: inout SplitMix64, count: Int
  ) -> Int64 {
    var clock = sessions.first?.from ?? 0
    for index in sessions.indices.prefix(count) {
      guard !random.chance(15) else {
        if random.chance(50) { sessions[index].state = .skipped }
        continue
      }
      let begin = max(clock, sessions[index].from) + Int64(random.int(0..<5)) * minute
      sessions[index].started = begin
      sessions[index].state = .running
      clock = begin + Int64(random.int(0..<100)) * minute
      if index + 1 < count {
        sessions[index].ended = clock
        sessions[index].state = .ended
      }
    }
    return clock
  }
}

nonisolated extension Programme {
  /// The entry of a session.
  func entry(_ id: String) -> Entry? { entries.first { $0.session.id == id } }
}
