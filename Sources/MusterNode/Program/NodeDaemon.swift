import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The running node: the link to the hub, HTTP for the desk, the socket for commands, on one thread.
final class NodeDaemon {
  private let node: Node
  private let loop: EventLoop
  private let link: HubLink
  private let log: DaemonLog
  private let lock: InstanceLock
  private let rest: Rest
  private var server: HTTPServer?
  private var exit = ExitCode.done
  private var fullDiskTold: Int64 = -60_000_000

  /// Opens the data of a folder.
  ///
  /// - Parameter hub: where to look for the hub first, `host:port`.
  init(_ folder: NodeFolder, hub: String?, log: DaemonLog) throws(Failure) {
    // Without having joined there is no folder to lock.
    let enrolment = try folder.readEnrolment()
    lock = try Failure.connecting { () throws(NetError) in try InstanceLock(path: folder.lock) }
    let loop = try Failure.connecting { () throws(NetError) in try EventLoop() }
    let node = try folder.open()
    let told = try Failure.storing { () throws(StoreError) in
      try node.replica.settings.text(.addresses)
    }
    let texts = (told ?? "").split(separator: "\n").map(String.init)
    var addresses: [HostPort] = []
    for text in [hub].compactMap(\.self) + texts + enrolment.addresses {
      let address = try Failure.connecting { () throws(NetError) in try HostPort(text) }
      if !addresses.contains(address) { addresses.append(address) }
    }
    let dialer = try Failure.connecting { () throws(NetError) in
      try TLSDialer(
        loop: loop,
        identity: TLSIdentity(
          certificateDER: node.key.selfSignedCertificateDER(),
          privateKeyDER: node.key.privateKeyDER()))
    }
    link = HubLink(node: node, loop: loop, dialer: dialer, addresses: addresses) { log($0) }
    self.loop = loop
    rest = Rest(loop: loop)
    self.node = node
    self.log = log
  }

  /// Listens, says that it is ready, and works until a signal comes or the disk fails.
  func run(http: String, isJSON: Bool) throws(Failure) -> ExitCode {
    var api: DeskAPI?
    let server = HTTPServer(loop: loop) { [weak self] request in
      guard let self, let api else { return .problem(503, detail: "The node is starting.") }
      return self.answer(request, api)
    }
    self.server = server
    let bound = try Failure.connecting { () throws(NetError) in
      try server.listen(unixSocket: node.folder.socket)
      return try server.listen(http)
    }
    let commands = NodeCommands(
      node, link: link, places: NodeCommands.Places(http: bound.description))
    api = DeskAPI(commands: commands)
    link.onStorageFailure = { [weak self] failure in self?.fail(failure) }
    loop.onSignal { [weak self] _ in self?.loop.stop() }
    link.onHeard = { [rest] in rest.disturb() }
    link.start()
    node.onReserveUsed = { [weak self] in
      self?.log(
        "the disk is full: the room that was kept for it is in use now. Make room at once: when it"
          + " is used up nothing can be recorded")
    }
    lookAtRoom()
    _ = loop.every(ms: Self.lookEveryMs) { [weak self] in self?.lookAtRoom() }
    _ = loop.every(ms: 3_600_000) { [weak self] in self?.forgetOldAnswers() }
    ready(bound, isJSON: isJSON)
    rest.disturb()
    loop.run()
    end(server)
    return exit
  }

  private func answer(_ request: HTTPRequest, _ api: DeskAPI) -> HTTPResponse {
    let commands = api.commands
    rest.disturb()
    let answer =
      Control.answer(request) { (command, body, _) throws(Failure) in
        try commands.perform(command, body)
      } ?? api.answer(request)
    if answer.status == 507 { tellFullDisk() }
    // A full disk leaves everything as it was; any other failure is mended by opening anew.
    if !node.replica.isReady || answer.status == 500 {
      fail(.inputOutput("the data could not be written; starting anew reads what is on the disk"))
    }
    return answer
  }

  private func ready(_ bound: HostPort, isJSON: Bool) {
    if isJSON {
      Terminal.print(
        JSONValue.present(["ready": true, "http": .string(bound.description)]).compact)
    } else {
      Terminal.print("The node of \(node.point) is ready at http://\(bound)/api/v1")
    }
    log("point \(node.point), node \(node.key.id.hex): listening on \(bound)")
  }

  /// Ends the process after the present call, for the service manager to start it anew.
  private func fail(_ failure: Failure) {
    guard exit == .done else { return }
    exit = .inputOutput
    log(failure.message)
    loop.stop()
  }

  /// Says it once a minute, however often people try.
  private func tellFullDisk() {
    let now = BootClock.microseconds()
    guard now - fullDiskTold > 60_000_000 else { return }
    fullDiskTold = now
    log("the disk is full: nothing can be recorded until there is room; nothing was lost")
  }

  /// How often it looks at the disk, ms.
  private static let lookEveryMs = 5_000

  private func lookAtRoom() {
    let hasChanged = node.room.note(free: DiskSpace.freeBytes(at: node.folder.path))
    if !node.room.isScarce { node.reserve.hold() }
    guard hasChanged else { return }
    log(
      node.room.isScarce
        ? "the disk is nearly full (\(node.room.freeText) free): nothing more is taken from the hub,"
          + " so that what is done here can be recorded. Make room"
        : "the disk has room again")
    link.roomChanged()
  }

  private func forgetOldAnswers() {
    // By the event's time: a wall clock that leaps would have every key forgotten.
    try? node.replica.answers.drop(before: node.now() - IdempotentRequest.keptMs)
  }

  private func end(_ server: HTTPServer) {
    server.close()
    var hasLeft = false
    link.stop { hasLeft = true }
    loop.run(atMostMs: 1_500) { hasLeft }
    guard exit == .done else { return }
    do throws(StoreError) {
      if node.replica.hasUncommitted { try node.replica.commit() }
      try node.replica.close()
      log("ended")
    } catch {
      exit = .inputOutput
      log(error.message)
    }
  }
}
