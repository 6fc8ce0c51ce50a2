import MusterCore

/// Follows one op from disk to disk, for whoever looks for where it got lost.
final class Watch {
  private static let everyMicroseconds: Int64 = 10_000_000

  private unowned let town: Town
  private let op: OpID
  private var holders: [String] = []

  init(_ town: Town, _ op: OpID) {
    self.town = town
    self.op = op
  }

  /// Looks, and looks again after ten seconds.
  func begin() {
    for machine in town.machines where town.holding(of: machine) == nil {
      town.world.note("WATCH \(machine.name)'s disk cannot be looked at")
    }
    let now = town.machines.filter { town.holding(of: $0)?.ops.contains(op) == true }.map(\.name)
    if now != holders { town.world.note("WATCH \(now.joined(separator: ", "))") }
    holders = now
    town.world.after(Self.everyMicroseconds) { [weak self] in self?.begin() }
  }
}
