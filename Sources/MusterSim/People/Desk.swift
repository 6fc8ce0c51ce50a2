import MusterCore
import MusterNet
import MusterNode
import MusterStore
import MusterSync
import MusterTrust

/// The people at one point: what they do, and what they are told.
final class Desk {
  let node: SimNode
  private let chance: Chance
  private unowned let town: Town
  private let meanPause: Int64
  private var isOpen = true

  private var world: World { node.machine.world }

  init(_ node: SimNode, _ town: Town, meanPause: Int64) {
    self.node = node
    self.town = town
    self.meanPause = meanPause
    chance = node.machine.world.chance("desk \(node.machine.name)")
  }

  /// Begins to act.
  func begin() {
    guard isOpen else { return }
    world.after(chance.pause(mean: meanPause)) { [weak self] in
      guard let self, self.isOpen else { return }
      self.act()
      self.begin()
    }
  }

  /// Acts no more.
  func end() { isOpen = false }

  private func act() {
    let machine = node.machine
    // Who finds the machine busy, asleep or off comes again.
    guard let life = machine.life, machine.answers, machine.busyUntil <= world.now,
      node.engine != nil
    else { return }
    let request: HTTPRequest
    if let open = node.storage.open {
      request = open
    } else if chance.happens(50), let asked = chance.pick(node.storage.answers) {
      return askAgain(asked, life)
    } else {
      request = Wishes(chance, town, node).request()
    }
    node.storage.open = request
    life.perform { [weak self] in self?.ask(request, life) }
  }

  private func ask(_ request: HTTPRequest, _ life: Life) {
    guard let engine = node.engine else { return }
    let before = engine.replica.ownHead?.n ?? 0
    let response = engine.answer(request)
    // Nobody hears what a process says that ends within the call.
    guard !node.machine.disk.isDead, life.failure == nil else { return }
    node.storage.open = nil
    world.figures.count("request \(request.path[2]) \(response.status)")
    world.note("\(node.machine.name) answers \(request.path[2]): \(response.status)")
    guard response.status == 200 else { return }
    guard request.method != .get else { return }
    let lines = (try? engine.replica.ownLines(from: before + 1)) ?? []
    let ops = lines.map { SHA256.digest($0).identifier }
    node.storage.recorded += ops
    for op in ops { world.note("\(node.machine.name) has told people of \(op.hex)") }
    town.book.tell(ops)
    town.meet(response.body, at: request.path)
    world.figures.count("ops recorded", ops.count)
    node.storage.answers.append(Storage.Asked(request: request, body: response.body))
    if node.storage.answers.count > 50 { node.storage.answers.removeFirst(25) }
  }

  private func askAgain(_ asked: Storage.Asked, _ life: Life) {
    life.perform { [weak self] in
      guard let self, let engine = self.node.engine else { return }
      let before = engine.replica.ownHead
      let response = engine.answer(asked.request)
      guard !self.node.machine.disk.isDead, life.failure == nil else { return }
      self.world.figures.count("request repeated")
      if response.body != asked.body || engine.replica.ownHead != before {
        self.world.violate(
          .onceForAKey,
          "\(self.node.machine.name) was asked again with one key and answered otherwise:"
            + " \(String(decoding: response.body, as: UTF8.self)) after"
            + " \(String(decoding: asked.body, as: UTF8.self))")
      }
    }
  }
}
