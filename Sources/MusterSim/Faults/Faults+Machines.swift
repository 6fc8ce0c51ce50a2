/// What happens to a machine.
extension Faults {
  func strike(_ kind: Fault, _ machine: Machine, _ chance: Chance) {
    switch kind {
    case .kill:
      let absence = Self.absence(chance)
      // Where nothing runs nothing is killed: the next process that ends is not to stay away for it.
      guard machine.life != nil else { return }
      machine.downFor = absence
      machine.end(.killed)
    case .killInDisk: machine.disk.plan(.death, atCall: chance.number(1...40))
    case .diskError: machine.disk.plan(.error, atCall: chance.number(1...40))
    case .shortWrite: machine.disk.plan(.short, atCall: chance.number(1...40))
    case .stop: town.stop(machine)
    case .powerCut: cutPower(machine, chance)
    case .sleep:
      machine.sleep()
      world.after(Self.absence(chance)) { machine.wake() }
    case .clock: machine.clock.wallOffset = Self.offset(chance)
    case .diskFull:
      machine.disk.limit(toFree: chance.number(Int64(0)...200_000))
      world.after(chance.number(Int64(20_000_000)...900_000_000)) {
        machine.disk.limit(toFree: nil)
      }
    case .slowDisk:
      machine.disk.syncCost = chance.number(Int64(20_000)...2_000_000)
      world.after(chance.number(Int64(20_000_000)...300_000_000)) {
        machine.disk.syncCost = SimDisk.ordinarySyncCost
      }
    default: break
    }
  }

  private func cutPower(_ machine: Machine, _ chance: Chance) {
    machine.losePower()
    world.after(Self.absence(chance)) { machine.boot() }
  }

  /// How long something stays away: seconds mostly, sometimes half an hour, µs.
  static func absence(_ chance: Chance) -> Int64 {
    switch chance.number(0...9) {
    case 0..<5: chance.number(Int64(500_000)...10_000_000)
    case 5..<8: chance.number(Int64(10_000_000)...180_000_000)
    default: chance.number(Int64(180_000_000)...1_800_000_000)
    }
  }

  /// How wrong a clock is that somebody has set, ms.
  static func offset(_ chance: Chance) -> Int64 {
    let size: Int64 =
      switch chance.number(0...4) {
      case 0: 0
      case 1: 5_000
      case 2: 7_200_000
      case 3: 86_400_000 * 3
      default: 86_400_000 * 365 * 10
      }
    return size == 0 ? 0 : chance.number(-size...size)
  }
}
