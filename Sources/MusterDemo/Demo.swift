internal import Glibc
internal import MusterSync

/// A bad day, played with real processes, and what the log proves of it afterwards.
///
/// The demo knows only what a person at a keyboard could know: it gives commands, speaks HTTP and
/// sends signals. It keeps its own record of everything it asked and was answered (``Journal``), with
/// its own clock, reads no file of the daemons, and compares the record with the log in the end.
///
/// The stages run in this order: ``openTheCentre()``, ``joinThePoints()``, ``letPeopleIn()``,
/// ``loseTheCentre()``, ``workAlone()``, ``comeBack()``, ``settleConflicts()``, ``runTheDay()``,
/// ``prove()``. Whatever happens, ``run()`` then ends every
/// process that was started, by its id, unless it is told to keep them.
final class Demo {
  let options: Options
  let screen = Screen()
  let journal = Journal()
  /// The folder that everything is in.
  var folder = ""
  var children: [Child] = []
  var points: [Point] = []
  /// Point → the people whose home it is.
  var people: [[Person]] = []
  var hub: Child?
  var hubDesk: Desk?
  var hubHTTP = ""
  /// By what the hub knows the demo.
  var hubCookie: String?
  var hubAddress = ""
  var cast = Cast()
  var figures = Measured()
  var proofs: [Proof] = []
  var keysGiven = 0

  /// A demo that has not begun.
  init(_ options: Options) { self.options = options }

  /// Plays it.
  ///
  /// - Returns: the exit code.
  func run() -> Int32 {
    Interruption.hold()
    let begun = TrueTime.steadyMs()
    var code: Int32 = 0
    do {
      try openTheCentre()
      try joinThePoints()
      try letPeopleIn()
      try loseTheCentre()
      try workAlone()
      try comeBack()
      try settleConflicts()
      try runTheDay()
      try prove()
      code = show(tookMs: TrueTime.steadyMs() - begun)
    } catch {
      screen.say()
      screen.say("muster-demo: \(error.message)")
      code = error.exitCode
    }
    leave(code)
    return code
  }

  private func leave(_ code: Int32) {
    if options.keeps, code != DemoError.interrupted.exitCode, hub != nil {
      tellHowToLook()
      return
    }
    for child in children { child.killNow() }
    guard !folder.isEmpty else { return }
    guard code == 0 || code == DemoError.interrupted.exitCode else {
      screen.say("Data folders and logs are left in \(folder); rm -r it when you have looked.")
      return
    }
    do {
      let removal = try Child("rm", "/bin/rm", ["-rf", folder], logs: "\(folder)/rm")
      _ = try removal.waitForEnd(withinMs: 20_000)
      removal.killNow()
    } catch { screen.say("\(folder) is left over: \(error.message)") }
  }

  // MARK: What every stage uses

  /// Starts a process that is ended with the demo.
  func start(
    _ name: String, _ program: String, _ arguments: [String],
    environment: [(name: String, value: String)] = [], logs: String
  ) throws(DemoError) -> Child {
    let child = try Child(
      name, "\(options.programs)/\(program)", arguments, environment: environment,
      logs: "\(folder)/\(logs)")
    children.append(child)
    return child
  }

  /// Runs a command of the hub to its end, as an operator would.
  func hubCommand(_ arguments: String...) throws(DemoError) -> JSONValue {
    let child = try finishedHubCommand(arguments + ["--json"])
    do throws(JSONError) { return try JSONValue.read(child.output) } catch {
      throw .broken("muster-hub \(arguments.joined(separator: " ")) printed no JSON: \(error)")
    }
  }

  /// The same, for a command that prints one JSON value a line.
  func hubLines(_ arguments: String...) throws(DemoError) -> [JSONValue] {
    try DataFile.jsonLines(try finishedHubCommand(arguments + ["--json"]).output)
  }

  func finishedHubCommand(_ arguments: [String]) throws(DemoError) -> Child {
    let child = try start(
      "muster-hub \(arguments[0])", "muster-hub", arguments + ["--data", "\(folder)/hub"],
      logs: "hub-\(arguments[0])")
    defer { child.killNow() }
    guard try child.waitForEnd(withinMs: 240_000) else {
      throw .broken("muster-hub \(arguments.joined(separator: " ")) did not end within 60 s")
    }
    guard child.exitCode == 0 else {
      throw .broken(
        "muster-hub \(arguments.joined(separator: " ")) ended with \(child.exitCode ?? -1): "
          + child.lastError)
    }
    return child
  }

  /// Waits for a daemon's own word that it is ready.
  ///
  /// - Returns: what it said; nil while it has not said it.
  func ready(_ child: Child) throws(DemoError) -> JSONValue? {
    let output = child.output
    if let end = output.firstIndex(of: 0x0A), let said = try? JSONValue.read(output, in: 0..<end),
      said["ready"]?.bool == true
    {
      return said
    }
    guard child.isRunning else {
      throw .broken(
        "\(child.name) ended with \(child.exitCode ?? -1) before it was ready: \(child.lastError)")
    }
    return nil
  }

  /// Starts the hub on the folder that `init` made, and waits until it is ready.
  func startHub() throws(DemoError) {
    let child = try start(
      "hub", "muster-hub",
      [
        "serve", "--json", "--listen", hubAddress, "--http", "127.0.0.1:0", "--data",
        "\(folder)/hub",
      ],
      logs: "hub")
    hub = child
    var said: JSONValue?
    let isReady = try Patience.wait(withinMs: 90_000) { () throws(DemoError) in
      said = try ready(child)
      return said != nil
    }
    guard isReady, let http = said?["http"]?.string,
      let port = http.split(separator: ":").last.flatMap({ UInt16($0) })
    else { throw .broken("the hub was not ready within 90 s; see \(child.errorPath)") }
    hubHTTP = http
    let desk = Desk(port: port)
    hubDesk = desk
    try logInAtTheHub(desk)
  }

  /// Starts the nodes of some points, and waits until each is ready.
  func startNodes(_ places: [Int]) throws(DemoError) {
    for place in places {
      let point = points[place]
      let child = try start(
        "node \(point.id)", "muster-node",
        ["serve", "--json", "--http", "127.0.0.1:0", "--data", point.dataPath],
        environment: point.environment, logs: "node-\(point.id)")
      point.serve(child)
    }
    let areReady = try Patience.wait(withinMs: 90_000) { () throws(DemoError) in
      for place in places where points[place].http.isEmpty {
        guard let node = points[place].node else { return false }
        guard let said = try ready(node) else { return false }
        try points[place].answers(at: said["http"]?.string ?? "")
      }
      return true
    }
    guard areReady else {
      throw .broken("a node was not ready within 90 s; see \(folder)/node-*.err")
    }
    try logIn(at: places)
  }

  /// The hub's status.
  func hubStatus() throws(DemoError) -> JSONValue {
    guard let hubDesk else { throw .broken("the hub is not ready") }
    return try body(of: hubDesk.ask(Question(path: "/api/v1/status")), "the hub's status")
  }

  /// The status of a point's node.
  func nodeStatus(_ place: Int) throws(DemoError) -> JSONValue {
    try body(
      of: points[place].desk().ask(Question(path: "/api/v1/status")),
      "the status of \(points[place].id)")
  }

  /// The JSON of an answer that has to be one.
  func body(of answer: Answer, _ what: String) throws(DemoError) -> JSONValue {
    guard answer.status == 200, let body = answer.body else {
      throw .broken("\(what): HTTP \(answer.status)")
    }
    return body
  }

  /// An errand with a key of its own.
  func errand(_ deed: Errand.Deed, at place: Int, isOffline: Bool = false) -> Errand {
    keysGiven += 1
    return Errand(deed, at: place, points, key: "demo-\(keysGiven)", isOffline: isOffline)
  }

  /// Runs errands, showing how far they are.
  func run(_ errands: [Errand], _ what: String) throws(DemoError) {
    var crowd = Crowd(errands, points, journal)
    try crowd.run { done in
      screen.live("\(what): \(Figures.count(done)) of \(Figures.count(errands.count))")
    }
  }
}
