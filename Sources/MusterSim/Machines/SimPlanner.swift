import MusterNet

/// The loop of a simulated process: calls come from the world's queue.
///
/// Timers go by the machine's own oscillator, and stand still while the machine does, as
/// `CLOCK_MONOTONIC` does.
final class SimPlanner: Planner {
  private unowned let life: Life
  private var timers: [Int: SimTimer] = [:]
  private var made = 0

  init(_ life: Life) { self.life = life }

  func soon(_ body: @escaping () -> Void) { _ = add(0, every: nil, body) }

  func plan(afterMs ms: Int, _ body: @escaping () -> Void) -> any Planned {
    add(Int64(ms) * 1_000, every: nil, body)
  }

  func plan(everyMs ms: Int, _ body: @escaping () -> Void) -> any Planned {
    let span = Int64(max(1, ms)) * 1_000
    return add(span, every: span, body)
  }

  /// Lets nothing happen any more.
  func drop() {
    for timer in timers.values { timer.body = nil }
    timers.removeAll()
  }

  private func add(_ span: Int64, every: Int64?, _ body: @escaping () -> Void) -> SimTimer {
    made += 1
    let timer = SimTimer(number: made, every: every, body: body)
    timer.planner = self
    timers[made] = timer
    plan(timer, after: span)
    return timer
  }

  private func plan(_ timer: SimTimer, after span: Int64) {
    let machine = life.machine
    let passed = machine.world.now + machine.disk.spent
    timer.due = passed - machine.slept + machine.clock.world(span)
    wait(for: timer)
  }

  private func wait(for timer: SimTimer) {
    let machine = life.machine
    machine.world.at(timer.due + machine.slept) { [weak self, weak timer] in
      guard let self, let timer, timer.body != nil else { return }
      self.life.perform { [weak self, weak timer] in
        guard let self, let timer else { return }
        self.fire(timer)
      }
    }
  }

  private func fire(_ timer: SimTimer) {
    let machine = life.machine
    guard machine.world.now >= timer.due + machine.slept else { return wait(for: timer) }
    guard let body = timer.body else { return }
    if let every = timer.every {
      plan(timer, after: every)
    } else {
      timer.cancel()
    }
    body()
  }

  /// Drops a timer that happens no more.
  func forget(_ timer: SimTimer) { timers[timer.number] = nil }
}

/// What a simulated process has planned.
final class SimTimer: Planned {
  let number: Int
  let every: Int64?
  weak var planner: SimPlanner?
  /// When it is due, µs of the machine's waking time.
  var due: Int64 = 0
  /// What is called; nil when it happens no more.
  var body: (() -> Void)?

  init(number: Int, every: Int64?, body: @escaping () -> Void) {
    self.number = number
    self.every = every
    self.body = body
  }

  func cancel() {
    body = nil
    planner?.forget(self)
  }
}
