/// What happens to the network.
extension Faults {
  func disturb(_ kind: Fault, _ node: SimNode, _ chance: Chance) {
    let cable = node.cable
    switch kind {
    case .cut: cut(node, ways: cable.ways, for: Self.absence(chance), chance)
    case .oneWay:
      guard let way = chance.pick(cable.ways) else { return }
      cut(node, ways: [way], for: Self.absence(chance), chance)
    case .halfOpen: for line in cable.lines { line.breakDown(telling: nil, nil) }
    case .slowLine: slow(cable, chance)
    default: break
    }
  }

  func split(_ chance: Chance) {
    let count = chance.number(1...max(1, town.nodes.count))
    let span = chance.number(Int64(300_000_000)...7_200_000_000)
    for node in town.nodes.prefix(count) where chance.happens(700) {
      note(.split, node.machine.name)
      cut(node, ways: node.cable.ways, for: span, chance)
    }
  }

  /// Lets nothing pass for a while. Kernels give connections up, or do not notice.
  private func cut(_ node: SimNode, ways: [Way], for span: Int64, _ chance: Chance) {
    for way in ways { way.isCut = true }
    for line in node.cable.lines where chance.happens(500) {
      let tellsNode = chance.happens(700) ? chance.number(Int64(500_000)...span) : nil
      let tellsHub = chance.happens(700) ? chance.number(Int64(500_000)...span) : nil
      line.breakDown(telling: tellsNode, tellsHub)
    }
    world.after(span) { [world] in
      node.cable.mend(world, backoff: chance.number(Int64(100_000)...20_000_000))
    }
  }

  private func slow(_ cable: Cable, _ chance: Chance) {
    for way in cable.ways {
      way.delay = chance.number(Int64(1_000)...1_000_000)
      way.jitter = chance.number(Int64(0)...1_000_000)
      way.rate = chance.pick([0, 2_000, 9_600, 64_000, 1_000_000]) ?? 0
    }
    world.after(Self.absence(chance)) { cable.makeGood() }
  }
}
