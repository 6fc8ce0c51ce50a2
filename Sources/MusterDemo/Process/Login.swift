internal import MusterSync

/// How the demo's desks and its board log in: by links that are made at the command line, as people do.
extension Demo {
  /// Logs in at the nodes of some points, where they do not know the desk already.
  func logIn(at places: [Int]) throws(DemoError) {
    var making: [(place: Int, child: Child)] = []
    for place in places where try !isKnown(try points[place].desk()) {
      let point = points[place]
      making.append(
        (
          place,
          try start(
            "node \(point.id), making a link", "muster-node",
            ["desk", "add", "desk", "--json", "--data", point.dataPath],
            environment: point.environment, logs: "node-\(point.id)-desk")
        ))
    }
    for (place, child) in making {
      defer { child.killNow() }
      guard try child.waitForEnd(withinMs: 90_000), child.exitCode == 0 else {
        throw .broken("\(child.name), did not succeed: \(child.lastError)")
      }
      points[place].cookie = try cookie(from: try points[place].desk(), link: child.output)
    }
  }

  /// Logs in at the hub, where it does not know the demo already.
  func logInAtTheHub(_ desk: Desk) throws(DemoError) {
    desk.cookie = hubCookie
    guard try !isKnown(desk) else { return }
    let child = try finishedHubCommand(["operator", "add", "demo", "--role", "view", "--json"])
    hubCookie = try cookie(from: desk, link: child.output)
    desk.cookie = hubCookie
  }

  private func isKnown(_ desk: Desk) throws(DemoError) -> Bool {
    try desk.ask(Question(path: "/api/v1/session")).status == 200
  }

  private func cookie(from desk: Desk, link: [UInt8]) throws(DemoError) -> String {
    guard let link = (try? JSONValue.read(link))?["link"]?.string,
      let token = link.split(separator: "#").last
    else { throw .broken("a command that makes a link printed none") }
    let answer = try desk.ask(
      Question(
        method: "POST", path: "/api/v1/login", body: ["token": .string(String(token))]))
    guard answer.status == 200, let cookie = answer.cookie else {
      throw .broken("a login failed: HTTP \(answer.status)")
    }
    return cookie
  }
}
