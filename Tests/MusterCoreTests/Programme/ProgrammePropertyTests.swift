import MusterCore
import MusterModel
import Testing

@Suite("Whatever the programme")
nonisolated struct ProgrammePropertyTests {
  private let minute = ProgrammeStage.minute

  private func forAny(
    _ block: Int, _ body: (inout SplitMix64, [ProgrammeSession], Int64) -> Void
  ) {
    for seed in Seeds.block(block, of: 100) {
      var random = SplitMix64(seed: seed)
      var sessions = ProgrammeStage.any(&random)
      var now = Int64(random.int(-60..<3000)) * minute
      if random.chance(80) {
        let count = random.int(0..<sessions.count + 1)
        now = ProgrammeStage.run(&sessions, &random, count: count)
        now += Int64(random.int(0..<30)) * minute
      }
      body(&random, sessions, now)
    }
  }

  @Test("Where everything is on time there is neither overrun nor delay", arguments: 0..<5)
  func onTime(block: Int) {
    for seed in Seeds.block(block, of: 100) {
      var random = SplitMix64(seed: seed)
      var sessions = ProgrammeStage.any(&random)
      let now = Int64(random.int(0..<3000)) * minute
      for index in sessions.indices where sessions[index].from <= now {
        sessions[index].started = sessions[index].from
        sessions[index].state = .running
        guard sessions[index].to <= now else { continue }
        sessions[index].ended = sessions[index].to
        sessions[index].state = .ended
      }
      let programme = Programme(sessions, now: now)
      #expect(programme.days.allSatisfy { $0.overrun == 0 }, "seed \(seed)")
      #expect(programme.entries.allSatisfy { $0.delay == 0 }, "seed \(seed)")
      let on = sessions.filter { $0.from <= now && now < $0.to }.map(\.id)
      #expect(Set(programme.on) == Set(on), "seed \(seed)")
    }
  }

  @Test("Ends follow begins, and what was not started keeps its length", arguments: 0..<5)
  func ends(block: Int) {
    forAny(block) { _, sessions, now in
      for entry in Programme(sessions, now: now).entries {
        guard let begin = entry.begin, let end = entry.end else {
          #expect(entry.phase == .skipped || entry.phase == .passed)
          continue
        }
        #expect(begin <= end)
        guard entry.session.state == .planned else { continue }
        #expect(begin >= entry.session.from)
        #expect(end - begin == entry.session.to - entry.session.from)
      }
    }
  }

  @Test("Nothing that was not started is expected before what it follows is over", arguments: 0..<5)
  func order(block: Int) {
    forAny(block) { _, sessions, now in
      let entries = Programme(sessions, now: now).entries
      for later in entries where later.session.state == .planned {
        guard let begin = later.begin else { continue }
        for earlier in entries where earlier.session.id != later.session.id {
          let isBefore =
            earlier.session.day == later.session.day && earlier.session.to <= later.session.from
            && earlier.session.from < later.session.from
          guard isBefore, let end = earlier.end else { continue }
          #expect(end <= begin)
        }
      }
    }
  }

  @Test("A skip makes nothing later", arguments: 0..<5)
  func skips(block: Int) {
    forAny(block) { random, sessions, now in
      let planned = sessions.indices.filter { sessions[$0].state == .planned }
      guard !planned.isEmpty else { return }
      var skipped = sessions
      skipped[random.pick(planned)].state = .skipped
      let before = Programme(sessions, now: now)
      let after = Programme(skipped, now: now)
      for (one, other) in zip(before.entries, after.entries) {
        guard let old = one.end, let new = other.end else { continue }
        #expect(new <= old)
      }
      for (one, other) in zip(before.days, after.days) { #expect(other.overrun <= one.overrun) }
    }
  }

  @Test("Time that passes without a word makes nothing earlier", arguments: 0..<5)
  func passing(block: Int) {
    forAny(block) { random, sessions, now in
      let later = now + Int64(random.int(1..<60)) * minute
      let before = Programme(sessions, now: now)
      let after = Programme(sessions, now: later)
      for (one, other) in zip(before.entries, after.entries) {
        #expect((one.end ?? 0) <= (other.end ?? 0))
        if one.isAssumed, one.phase == .over { #expect(other.phase == .over) }
      }
    }
  }

  @Test("What is on is not next, and what is next has not begun", arguments: 0..<5)
  func onAndNext(block: Int) {
    forAny(block) { random, sessions, now in
      let heard = random.chance(50) ? now : now - Int64(random.int(0..<90)) * minute
      let programme = Programme(sessions, now: now, heard: heard)
      for entry in programme.entries {
        #expect((entry.phase == .on) == programme.on.contains(entry.session.id))
        #expect((entry.left != nil) == (entry.phase == .on))
        if entry.phase == .upcoming { #expect((entry.begin ?? 0) >= now) }
      }
      guard let next = programme.next else { return }
      #expect(programme.entry(next)?.phase == .upcoming)
    }
  }

  @Test("The order in which sessions are given means nothing", arguments: 0..<2)
  func anyOrder(block: Int) {
    forAny(block) { random, sessions, now in
      let shuffled = sessions.shuffled(using: &random)
      #expect(Programme(shuffled, now: now) == Programme(sessions, now: now))
    }
  }
}
