/// Lets things break, each kind by a stream of chance of its own: a run without one kind has the others
/// as they were.
final class Faults {
  let town: Town
  private(set) var isOn = true

  var world: World { town.world }

  init(_ town: Town) { self.town = town }

  /// Begins to let things of these kinds break.
  func begin(_ kinds: [Fault]) {
    for kind in kinds { plan(kind, world.chance("fault \(kind.rawValue)")) }
  }

  /// Lets nothing break any more.
  func end() { isOn = false }

  private func plan(_ kind: Fault, _ chance: Chance) {
    world.after(chance.pause(mean: kind.everyMinutes * 60_000 * town.sparseness)) { [weak self] in
      guard let self, self.isOn else { return }
      self.happen(kind, chance)
      self.plan(kind, chance)
    }
  }

  /// Notes that something breaks, and where.
  func note(_ kind: Fault, _ place: String) {
    world.figures.count("fault \(kind.rawValue)")
    world.note("fault \(kind.rawValue) at \(place)")
  }

  private func happen(_ kind: Fault, _ chance: Chance) {
    switch kind {
    case .kill, .killInDisk, .stop, .powerCut, .sleep, .clock, .diskError, .shortWrite, .diskFull,
      .slowDisk:
      guard let machine = chance.pick(town.machines) else { return }
      note(kind, machine.name)
      strike(kind, machine, chance)
    case .cut, .oneWay, .halfOpen, .slowLine:
      guard let node = chance.pick(town.nodes) else { return }
      note(kind, node.machine.name)
      disturb(kind, node, chance)
    case .split: split(chance)
    case .dials:
      note(kind, "the network")
      town.failingDials = chance.number(100...900)
      world.after(chance.number(Int64(10_000_000)...600_000_000)) { [weak town] in
        town?.failingDials = 0
      }
    case .restoreNode, .cloneNode, .replaceNode, .restoreHub, .revoke, .flippedBit:
      rewrite(kind, chance)
    }
  }
}
