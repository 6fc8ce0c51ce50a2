import MusterCore
import MusterDaemon
import MusterHub
import MusterNode
import MusterStore
import MusterSync

/// What is done to history: copies that are put back, machines that are copied, lost, shut out.
extension Faults {
  func rewrite(_ kind: Fault, _ chance: Chance) {
    switch kind {
    case .restoreNode:
      guard let node = chance.pick(town.livingNodes), let copy = town.copies[node.machine.name]
      else { return }
      note(kind, node.machine.name)
      restore(node, copy, chance)
    case .restoreHub:
      guard let copy = town.copies["hub"] else { return }
      note(kind, "hub")
      restoreHub(copy, chance)
    case .cloneNode:
      guard let node = chance.pick(town.livingNodes), node.hasJoined else { return }
      note(kind, node.machine.name)
      town.clone(node, sameBoot: chance.happens(300))
    case .replaceNode:
      guard let node = chance.pick(town.livingNodes) else { return }
      note(kind, node.machine.name)
      town.destroy(node)
      replace(node, chance)
    case .revoke: revoke(chance)
    case .flippedBit:
      guard let machine = chance.pick(town.machines), machine.disk.flip(chance.next()) else {
        return
      }
      note(kind, machine.name)
      damage(machine, chance)
    default: break
    }
  }

  // MARK: Copies

  private func restore(_ node: SimNode, _ copy: Copy, _ chance: Chance) {
    let machine = node.machine
    let supervised = machine.isSupervised
    machine.isSupervised = false
    machine.end(.killed)
    machine.disk.kill()
    town.strike(machine)
    machine.disk.limit(toFree: nil)
    machine.disk.become(copy.disk)
    node.takeOver((copy.storage ?? Storage()).copied, of: node)
    // Who copies a whole machine's disk does not say so to Muster.
    if chance.happens(500) {
      machine.within {
        do throws(StoreError) { try Snapshot.outgrow(machine.folder + "/muster.db") } catch {
          world.violate(.starts, "a copy cannot be put back: \(error.message)")
        }
      }
    }
    machine.isSupervised = supervised
    town.await(after: Self.absence(chance)) { machine.launch() }
  }

  private func restoreHub(_ copy: Copy, _ chance: Chance) {
    let machine = town.hub.machine
    machine.isSupervised = false
    machine.end(.killed)
    machine.disk.kill()
    town.strike(machine)
    machine.disk.become(copy.disk)
    machine.era += 1
    for node in town.nodes { node.storage.durable.removeAll() }
    machine.isSupervised = true
    town.await(after: Self.absence(chance)) { machine.launch() }
  }

  // MARK: Machines that do not come back

  /// Another machine joins for the point, with a code of its own.
  private func replace(_ node: SimNode, _ chance: Chance) {
    let revokes = chance.happens(500) && !node.isRevoked
    town.await(after: Self.absence(chance)) { [weak self] in
      guard let self else { return }
      if revokes { self.revoke(node) }
      self.invite(for: node)
    }
  }

  private func invite(for node: SimNode) {
    let answer = town.hub.ask("invite", ["point": .string(node.point)])
    guard case .success(let value) = answer, let code = value["code"]?.string else {
      // The centre does not answer now: it is asked again.
      guard isOn else { return }
      return world.after(20_000_000) { [weak self] in self?.invite(for: node) }
    }
    town.admit(node.point, node.country, code: code)
  }

  private func revoke(_ chance: Chance) {
    let candidates = town.livingNodes.filter { !$0.isRevoked && $0.hasJoined }
    guard candidates.count > 2, let node = chance.pick(candidates) else { return }
    note(.revoke, node.machine.name)
    revoke(node)
    replace(node, chance)
  }

  private func revoke(_ node: SimNode) {
    guard let key = node.key else { return }
    let answer = town.hub.ask("revoke", ["node": .string(key.hex), "why": "lost"])
    // Whoever hears no answer may have been heard all the same: the file says it first.
    guard let answer else { return town.mayBeRevoked(key) }
    if case .success = answer { town.mayBeRevoked(key) }
  }

  // MARK: Damage

  private func damage(_ machine: Machine, _ chance: Chance) {
    machine.downFor = 1_000_000
    machine.end(.killed)
    world.after(2_000_000) { [weak self] in self?.lookAtDamage(machine, chance) }
  }

  /// A damaged disk does not start and says why, or is sound by all that can be verified.
  private func lookAtDamage(_ machine: Machine, _ chance: Chance) {
    guard machine.isOn else { return }
    let replica =
      machine === town.hub.machine
      ? town.hub.engine?.replica
      : town.nodes.first { $0.machine === machine }?.engine?.replica
    var isSound = false
    if let replica {
      machine.within { isSound = (try? replica.verify())?.isSound ?? false }
    } else if machine.failedStarts == 0 {
      return
    }
    world.figures.count(isSound ? "damage without effect" : "damage said")
    guard !isSound else { return }
    guard let node = town.nodes.first(where: { $0.machine === machine }) else {
      guard let copy = town.copies["hub"] else { return }
      return restoreHub(copy, chance)
    }
    town.destroy(node)
    replace(node, chance)
  }
}
