package import MusterNet

/// Planned things happen when the test says so, whatever the time; what is planned for every so often
/// never does.
package final class HeldLoop: Planner {
  private final class Plan: Planned {
    var body: (() -> Void)?
    init(_ body: (() -> Void)?) { self.body = body }
    func cancel() { body = nil }
  }

  private var plans: [Plan] = []

  package init() {}

  package func soon(_ body: @escaping () -> Void) { plans.append(Plan(body)) }

  package func plan(afterMs _: Int, _ body: @escaping () -> Void) -> any Planned {
    let plan = Plan(body)
    plans.append(plan)
    return plan
  }

  package func plan(everyMs _: Int, _: @escaping () -> Void) -> any Planned { Plan(nil) }

  /// Lets all happen, and what follows from it.
  package func turn() {
    while !plans.isEmpty { plans.removeFirst().body?() }
  }

  /// Lets happen what is planned already, and nothing that follows from it.
  package func step() {
    let planned = plans
    plans = []
    for plan in planned { plan.body?() }
  }
}
