import MusterDaemon
import MusterNet

/// One process, from its start to its end: everything that it does passes through ``perform(_:)``.
///
/// What it sends leaves when the call that sent it returns, as with libevent; a process that ends within
/// the call has sent nothing.
final class Life {
  unowned let machine: Machine
  /// Whether it runs.
  private(set) var isAlive = true
  /// How often the machine's disk had been put back when it began.
  let era: Int
  /// The era of the other side whose bytes it has had last; nil before any.
  var heardEra: Int?
  /// Why it must end, as its engine said it.
  var failure: Failure?
  /// The loop that its engine has.
  private(set) lazy var planner = SimPlanner(self)
  private var wires: [SimWire] = []
  private var dirty: [SimWire] = []
  private var isWithin = false

  var world: World { machine.world }

  init(on machine: Machine) {
    self.machine = machine
    era = machine.era
  }

  /// Calls into the process: now, or when it has time for it.
  func perform(_ body: @escaping () -> Void) {
    guard isAlive else { return }
    if machine.asleepSince != nil { return machine.park { [weak self] in self?.perform(body) } }
    if machine.busyUntil > world.now {
      return world.at(machine.busyUntil) { [weak self] in self?.perform(body) }
    }
    machine.within(body)
    settle()
    if isAlive { machine.onSettled(self) }
  }

  /// Looks at what a call has left behind.
  func settle() {
    guard isAlive else { return }
    if machine.disk.isDead { return machine.end(.killed) }
    if let failure { return machine.end(.failed(failure.message)) }
    let spent = machine.disk.spent
    machine.disk.beginCall()
    let written = dirty
    dirty.removeAll(keepingCapacity: true)
    if spent > 0 {
      machine.busyUntil = world.now + spent
      if !written.isEmpty { world.after(spent) { for wire in written { wire.flush() } } }
    } else {
      for wire in written { wire.flush() }
    }
  }

  /// Notes a wire of this process.
  func add(_ wire: SimWire) {
    wires.removeAll { $0.isEnded }
    wires.append(wire)
  }

  /// Notes that something was sent in this call.
  func wrote(_ wire: SimWire) { dirty.append(wire) }

  /// Ends it.
  ///
  /// - Parameter tellsPeers: whether the kernel lives on to say so to the other sides.
  func end(tellsPeers: Bool) {
    isAlive = false
    planner.drop()
    for wire in wires { wire.abandon(tellsPeer: tellsPeers) }
    wires.removeAll()
    dirty.removeAll()
  }
}
