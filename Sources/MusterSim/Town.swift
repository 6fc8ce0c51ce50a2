import Glibc
import MusterCommand
import MusterCore
import MusterDaemon
import MusterHub
import MusterNode
import MusterSync

/// The hub, the points and the people of one run.
final class Town {
  let world: World
  let hub: SimHub
  private(set) var nodes: [SimNode] = []
  private(set) var desks: [Desk] = []
  private(set) var roster: Roster
  /// How far apart seldom things happen, of 1,000 of what they are in a run of an hour.
  let sparseness: Int64
  /// So many of 1,000 attempts to dial fail.
  var failingDials = 0
  /// Machines that are on their way: to be switched on again, or to take the place of others.
  private(set) var awaited = 0

  /// What anybody was told.
  var book = Book()
  /// People who were registered at doors.
  private(set) var walkIns: [String] = []
  /// What was announced.
  var announcements: [OpID] = []
  /// Copies of disks, by their machines' names.
  private(set) var copies: [String: Copy] = [:]
  /// People at the centre.
  private(set) lazy var centre = CentreDesk(self)

  /// Its machines that are left, the hub's first.
  var machines: [Machine] { [hub.machine] + livingNodes.map(\.machine) }
  /// Nodes whose machines are left.
  var livingNodes: [SimNode] { nodes.filter { !$0.isGone } }
  /// The event.
  private(set) var event: EventID?
  private(set) var isOpen = false
  private var isOver = false

  private let folder: String
  private let copying: Chance
  /// Where copies are opened to be looked at.
  let scratch: Machine?

  /// Sets up the hub, lets it run, and gives each point a machine that has yet to join.
  init(_ options: Options, in folder: String, _ world: World) throws(Failure) {
    self.world = world
    self.folder = folder
    sparseness = options.sparseness
    copying = world.chance("copies")
    roster = Roster(people: options.people, points: options.nodes)
    guard SimDisk.prepare(in: folder, seed: options.seed),
      let machine = Machine(
        world, name: "hub", folder: folder + "/hub", chance: world.chance("machine hub"))
    else { throw .cannotCreate("No simulated disk can be made: is SQLite sound?") }
    hub = SimHub(machine)
    scratch = Machine(
      world, name: "scratch", folder: folder + "/scratch", chance: world.chance("scratch"))
    try setUp()
    let codes = try asked("invite", ["all": true]).array ?? []
    for (index, point) in roster.points.enumerated() {
      let code = codes.first { $0["point"]?.string == point.id }?["code"]?.string
      try add("node-\(index + 1)", point.id, point.country, code: code ?? "")
    }
    hub.onOpen = { [weak self] engine in self?.lookAtAcknowledged(engine) }
    hub.machine.onAnswering = { [weak self] in
      for node in self?.nodes ?? [] {
        for line in node.cable.lines { line.goOn(after: 200_000) }
      }
    }
  }

  private func setUp() throws(Failure) {
    let file = folder + "/event.json"
    try Failure.commanding { () throws(CommandError) in
      try Files.makeFolder(folder)
      try Files.makeFolder(folder + "/scratch")
      try Files.write(Array(Roster.event.utf8), to: file)
    }
    if let failure = hub.initialise(event: file, address: "hub.example.org:7575") { throw failure }
    world.run(until: 1_000_000)
    hub.machine.launch()
    self.event = hub.engine?.event
    _ = try asked("points-import", file: roster.pointsFile)
    _ = try asked("roster-import", file: roster.rosterFile)
    let tickets = try asked("tickets").array ?? []
    roster.tickets = tickets.compactMap { $0["ticket"]?.string }
  }

  /// What the hub answers while it is set up.
  private func asked(
    _ command: String, _ body: JSONValue = [:], file: String = ""
  ) throws(Failure) -> JSONValue {
    world.run(until: world.now + 1_000_000)
    guard let answer = hub.ask(command, body, file: Array(file.utf8)) else {
      throw .unavailable("The simulated hub does not run.")
    }
    let value = try answer.get()
    if let mistakes = value["error_count"]?.integer, mistakes > 0 {
      throw .badData("The simulated event is wrong: \(value.compact)")
    }
    return value
  }

  // MARK: Machines

  /// Adds a machine for a point.
  private func add(
    _ name: String, _ point: String, _ country: String, code: String
  ) throws(Failure) {
    guard let node = makeNode(name, point, country, code: code) else {
      throw .cannotCreate("There are too many simulated disks.")
    }
    settle(node)
  }

  private func makeNode(
    _ name: String, _ point: String, _ country: String, code: String
  ) -> SimNode? {
    guard
      let machine = Machine(
        world, name: name, folder: folder + "/" + name, chance: world.chance("machine \(name)"))
    else { return nil }
    let node = SimNode(
      machine, point: point, country: country, code: code,
      failing: { [weak self] in self?.failingDials ?? 0 }, hub: { [weak self] in self?.hub.dialed })
    node.newCode = { [weak self] in
      guard case .success(let value)? = self?.hub.ask("invite", ["point": .string(point)]) else {
        return nil
      }
      return value["code"]?.string
    }
    return node
  }

  private func settle(_ node: SimNode) {
    nodes.append(node)
    let desk = Desk(node, self, meanPause: 30_000_000)
    desks.append(desk)
    if isOpen {
      node.machine.launch()
      if !isOver { desk.begin() }
    }
  }

  /// Another machine joins for a point.
  func admit(_ point: String, _ country: String, code: String) {
    guard let node = makeNode("node-\(nodes.count + 1)", point, country, code: code) else { return }
    world.note("\(node.machine.name) is to join for \(point)")
    settle(node)
  }

  /// Plans what ends with a machine that was not there, so many µs from now.
  func await(after delay: Int64, _ body: @escaping () -> Void) {
    awaited += 1
    world.after(delay) { [weak self] in
      self?.awaited -= 1
      body()
    }
  }

  /// A node's machine is copied as it stands; both go on.
  func clone(_ node: SimNode, sameBoot: Bool) {
    let name = "node-\(nodes.count + 1)"
    guard let copy = makeNode(name, node.point, node.country, code: node.code) else { return }
    copy.machine.disk.become(node.machine.disk)
    let files = ["node.key", "seal.key", "enrolment.json"]
    do throws(CommandError) {
      try Files.makeFolder(copy.machine.folder)
      for file in files {
        try Files.copy(node.machine.folder + "/" + file, to: copy.machine.folder + "/" + file)
      }
    } catch {
      return world.violate(.starts, "a machine's files cannot be copied: \(error.message)")
    }
    if sameBoot { copy.machine.clock.become(node.machine.clock) }
    copy.takeOver(node.storage.copied, of: node)
    copy.isRevoked = node.isRevoked
    world.note("\(name) is a copy of \(node.machine.name)")
    settle(copy)
  }

  /// A node's machine is lost.
  func destroy(_ node: SimNode) {
    strike(node.machine)
    node.lose()
    copies[node.machine.name] = nil
  }

  /// Notes that the centre has ended the rights of a key, or may have.
  func mayBeRevoked(_ key: KeyID) {
    for node in nodes where node.key == key { node.isRevoked = true }
  }

  /// Ends a machine's process in order.
  func stop(_ machine: Machine) {
    if machine === hub.machine { return hub.stop() }
    nodes.first { $0.machine === machine }?.stop()
  }

  // MARK: Copies and the book

  /// Copies a machine's disk, for it to be put back one day.
  func copy(_ machine: Machine) {
    let name = machine.name
    let folder = folder + "/copy-of-" + name
    guard let disk = copies[name]?.disk ?? SimDisk(folder: folder) else { return }
    disk.become(machine.disk)
    let storage = nodes.first { $0.machine === machine }?.storage.copied
    copies[name] = Copy(disk: disk, storage: storage)
  }

  /// Strikes out of the book what only this machine's disk holds, which is about to be destroyed.
  func strike(_ machine: Machine) {
    guard let gone = holding(of: machine) else { return }
    let living = machines.filter { $0 !== machine }.compactMap { holding(of: $0) }
    book.destroy(gone, living: living)
    world.note("\(machine.name)'s disk is destroyed: \(book.lost.count) ops are gone so far")
  }

  func holding(of machine: Machine) -> Holding? {
    guard let event, let scratch else { return nil }
    if machine === hub.machine {
      return Holding(of: machine, .hub, event: event, scratch: scratch)
    }
    guard let node = nodes.first(where: { $0.machine === machine }) else { return nil }
    return Holding(of: machine, .node(node), event: event, scratch: scratch)
  }

  // MARK: People

  /// Somebody, mostly of the list, sometimes registered at a door.
  func anybody(_ chance: Chance) -> String {
    if chance.happens(15) { return "p-unknown" }
    if chance.happens(200), let guest = chance.pick(walkIns) { return guest }
    return chance.pick(roster.people) ?? ""
  }

  /// Notes who was registered at a door.
  func meet(_ answer: [UInt8], at path: [String]) {
    guard path.last == "participants", let value = try? JSONValue.read(answer),
      let id = value["participant"]?.string
    else { return }
    walkIns.append(id)
  }

  /// Lets machines start and people come.
  func open() {
    isOpen = true
    for node in nodes { node.machine.launch() }
    for desk in desks { desk.begin() }
    centre.begin()
    copyNow()
  }

  /// Lets nobody act any more, at whatever machine is to come.
  func goHome() {
    isOver = true
    for desk in desks { desk.end() }
    centre.end()
  }

  private func copyNow() {
    world.after(copying.pause(mean: 900_000 * sparseness)) { [weak self] in
      guard let self else { return }
      for machine in self.machines where self.copying.happens(500) { self.copy(machine) }
      self.copyNow()
    }
  }
}

/// A copy of a disk.
struct Copy {
  var disk: SimDisk
  /// What people were told to be on it; nil for the hub's.
  var storage: Storage?
}
