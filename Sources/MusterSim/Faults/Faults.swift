/// Lets things break, each kind by a stream of chance of its own: a run without one kind has the others
/// as they were.
final class Faults {
  private let town: Town
  private var isOn = true

  init(_ town: Town) { self.town = town }

  /// Begins to let things of these kinds break.
  func begin(_ kinds: [Fault]) {
    for kind in kinds { plan(kind, town.world.chance("fault \(kind.rawValue)")) }
  }

  /// Lets nothing break any more.
  func end() { isOn = false }

  private func plan(_ kind: Fault, _ chance: Chance) {
    town.world.after(chance.pause(mean: 600_000_000)) { [weak self] in
      guard let self, self.isOn else { return }
      self.happen(kind, chance)
      self.plan(kind, chance)
    }
  }

  private func happen(_ kind: Fault, _ chance: Chance) {
    guard let machine = chance.pick(town.machines) else { return }
    town.world.figures.count("fault \(kind.rawValue)")
    town.world.note("fault \(kind.rawValue) at \(machine.name)")
    switch kind {
    case .kill:
      machine.downFor = chance.number(Int64(1_000_000)...120_000_000)
      machine.end(.killed)
    case .killInDisk: machine.disk.plan(.death, atCall: chance.number(1...40))
    }
  }
}
