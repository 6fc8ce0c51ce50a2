import Glibc
import MusterCommand
import MusterDaemon
import MusterSync

/// The hub, the points and the people of one run.
final class Town {
  let world: World
  let hub: SimHub
  private(set) var nodes: [SimNode] = []
  private(set) var desks: [Desk] = []
  private(set) var roster: Roster
  /// So many of 1,000 attempts to dial fail.
  var failingDials = 0

  /// Its machines, the hub's first.
  var machines: [Machine] { [hub.machine] + nodes.map(\.machine) }

  private let folder: String

  /// Sets up the hub, lets it run, and gives each point a machine that has yet to join.
  init(_ options: Options, in folder: String) throws(Failure) {
    world = World(seed: options.seed, printsLog: options.printsLog)
    self.folder = folder
    roster = Roster(people: options.people, points: options.nodes)
    guard SimDisk.prepare(in: folder, seed: options.seed),
      let machine = Machine(
        world, name: "hub", folder: folder + "/hub", chance: world.chance("machine hub"))
    else { throw .cannotCreate("No simulated disk can be made: is SQLite sound?") }
    hub = SimHub(machine)
    try setUp()
    let codes = try asked("invite", ["all": true]).array ?? []
    for (index, point) in roster.points.enumerated() {
      let code = codes.first { $0["point"]?.string == point.id }?["code"]?.string
      try add("node-\(index + 1)", point.id, point.country, code: code ?? "")
    }
    hub.machine.onAnswering = { [weak self] in
      for node in self?.nodes ?? [] {
        for line in node.cable.lines { line.goOn(after: 200_000) }
      }
    }
  }

  private func setUp() throws(Failure) {
    let event = folder + "/event.json"
    try Failure.commanding { () throws(CommandError) in
      try Files.makeFolder(folder)
      try Files.write(Array(Roster.event.utf8), to: event)
    }
    if let failure = hub.initialise(event: event, address: "hub.example.org:7575") { throw failure }
    world.run(until: 1_000_000)
    hub.machine.launch()
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

  /// Adds a machine for a point.
  private func add(
    _ name: String, _ point: String, _ country: String, code: String
  ) throws(Failure) {
    guard
      let machine = Machine(
        world, name: name, folder: folder + "/" + name, chance: world.chance("machine \(name)"))
    else { throw .cannotCreate("There are too many simulated disks.") }
    let node = SimNode(
      machine, point: point, country: country, code: code,
      failing: { [weak self] in self?.failingDials ?? 0 }, hub: { [weak self] in self?.hub.dialed })
    nodes.append(node)
    desks.append(Desk(node, roster, meanPause: 30_000_000))
  }

  /// Lets machines start and people come.
  func open() {
    for node in nodes { node.machine.launch() }
    for desk in desks { desk.begin() }
  }
}
