internal import Glibc
internal import MusterSync

extension Demo {
  /// The hub: event, points, roster, from the sample files.
  func openTheCentre() throws(DemoError) {
    screen.say(
      screen.bold("Muster demo: \(options.nodes) gathering points, one roster, and a bad day"))
    screen.say(
      "One hub and \(options.nodes) nodes run as real processes on this machine. The demo acts as the"
    )
    screen.say(
      "volunteers, the operator and the bad luck; it keeps its own record of every act and")
    screen.say("compares it with the log in the end.")
    try checkPrograms()
    try makeFolder()
    try readSeeds()
    screen.stage(
      "The centre opens",
      "A hub keeps the one log of everything. It is set up from three files, the event's days moved so that now lies in the first."
    )
    hubAddress = "127.0.0.1:\(try FreePort.any())"
    _ = try hubCommand(
      "init", "--event", "\(options.seeds)/event.json", "--address", hubAddress, "--start", "now")
    let imported = try hubCommand("points", "import", "\(options.seeds)/points.csv")
    try startHub()
    let roster = try hubCommand("roster", "import", "\(options.seeds)/roster.csv")
    screen.done(
      "\(imported["added"]?.integer ?? 0) points and \(Figures.count(roster["added"]?.integer ?? 0)) participants imported; "
        + "the second file while the hub was running")
    try readTickets()
  }

  private func makeFolder() throws(DemoError) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/muster-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let text = buffer.baseAddress else { return false }
      return unsafe mkdtemp(text) != nil
    }
    guard made else {
      throw .system("cannot make a folder in \(parent): \(unsafe String(cString: strerror(errno)))")
    }
    folder = template.dropLast().reduce(into: "") {
      $0.unicodeScalars.append(Unicode.Scalar(UInt8(bitPattern: $1)))
    }
    // A Unix socket's path holds 107 bytes; the longest here is FOLDER/n/xx-1/socket.
    guard folder.utf8.count <= 80 else {
      throw .system("\(folder) is too long for the daemons' sockets: set TMPDIR to a shorter path")
    }
    _ = unsafe mkdir("\(folder)/n", 0o700)
  }

  private func checkPrograms() throws(DemoError) {
    for program in ["muster-hub", "muster-node"]
    where unsafe access("\(options.programs)/\(program)", X_OK) != 0 {
      throw .missing(
        "\(options.programs)/\(program) is not there: build it first (swift build), or point --bin at it"
      )
    }
  }

  private func readSeeds() throws(DemoError) {
    let rows = try DataFile.rows("\(options.seeds)/points.csv")
    let roster = try DataFile.rows("\(options.seeds)/roster.csv")
    for row in rows.prefix(options.nodes) {
      guard let id = row["point"], let country = row["country"] else { continue }
      points.append(Point(id: id, country: country, dataPath: "\(folder)/n/\(id)"))
    }
    var places: [String: Int] = [:]
    for (place, point) in points.enumerated() { places[point.id] = place }
    people = Array(repeating: [], count: points.count)
    for row in roster {
      guard let id = row["id"], let home = row["point"], let place = places[home] else { continue }
      people[place].append(
        Person(
          id: id, name: row["name"] ?? "", kind: row["kind"] ?? "", country: row["country"] ?? "",
          point: home, ticket: ""))
    }
    try chooseCast()
  }

  /// The points with the most people play the parts that need many.
  private func chooseCast() throws(DemoError) {
    let bySize = points.indices.sorted { (people[$0].count, $1) > (people[$1].count, $0) }
    guard bySize.count >= 5, people[bySize[4]].count >= 12 else {
      throw .missing("the demo needs five points with a dozen people each")
    }
    cast.killed = bySize[0]
    cast.misled = bySize[1]
    cast.asleep = bySize[2]
    cast.doubleHome = bySize[3]
    cast.abroad = bySize[4]
    cast.informed = bySize[4]
    points[cast.misled].environment = try WrongClock.environment()
  }

  private func readTickets() throws(DemoError) {
    var tickets: [String: String] = [:]
    for ticket in try hubCommand("tickets").array ?? [] {
      guard let participant = ticket["participant"]?.string else { continue }
      tickets[participant] = ticket["ticket"]?.string
    }
    for place in people.indices {
      for index in people[place].indices {
        guard let ticket = tickets[people[place][index].id] else {
          throw .broken("muster-hub tickets has none for \(people[place][index].id)")
        }
        people[place][index].ticket = ticket
      }
    }
    cast.blocked = Guests(people[cast.asleep]).late.first
    cast.doubled = Guests(people[cast.doubleHome]).late.first
    screen.done(
      "\(Figures.count(tickets.count)) signed tickets made; any node can check one with no network")
  }
}

/// A wall clock that is three years slow, by Debian's libfaketime.
enum WrongClock {
  /// How it is off, in words.
  static let words = "three years slow"

  /// Less than how far it is off, ms.
  static let atLeastMs: Int64 = 2 * 365 * 86_400_000

  /// What to add to a process's environment. Only the wall clock is bent: a wrong clock is a machine
  /// that was set badly, not one on which seconds have another length.
  static func environment() throws(DemoError) -> [(name: String, value: String)] {
    let folders = [
      "x86_64-linux-gnu/", "aarch64-linux-gnu/", "arm-linux-gnueabihf/", "riscv64-linux-gnu/", "",
    ]
    let paths = folders.map { "/usr/lib/\($0)faketime/libfaketime.so.1" }
    guard let path = paths.first(where: { unsafe access($0, R_OK) == 0 }) else {
      throw .missing(
        "libfaketime is not installed, which gives one node a wrong clock: apt-get install faketime"
      )
    }
    return [
      ("LD_PRELOAD", path), ("FAKETIME", "-3y"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
      ("NO_FAKE_STAT", "1"),
    ]
  }
}
