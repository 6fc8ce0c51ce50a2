import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The running node: the link to the hub, HTTP for the desk, the socket for commands, on one thread.
final class NodeDaemon {
  private let engine: NodeEngine
  private let loop: EventLoop
  private let log: DaemonLog
  private let lock: InstanceLock
  private let rest: Rest
  private var server: HTTPServer?
  private var exit = ExitCode.done

  /// Opens the data of a folder.
  ///
  /// - Parameter hub: where to look for the hub first, `host:port`.
  init(_ folder: NodeFolder, hub: String?, log: DaemonLog) throws(Failure) {
    // Without having joined there is no folder to lock.
    _ = try folder.readEnrolment()
    lock = try Failure.connecting { () throws(NetError) in try InstanceLock(path: folder.lock) }
    let loop = try Failure.connecting { () throws(NetError) in try EventLoop() }
    engine = try DiskReserve(at: folder.reserve).using { () throws(Failure) in
      try NodeEngine(folder: folder.path, hub: hub, loop: loop) {
        log($0)
      } dialer: { (key) throws(NetError) in
        try TLSDialer(
          loop: loop,
          identity: TLSIdentity(
            certificateDER: key.selfSignedCertificateDER(), privateKeyDER: key.privateKeyDER()))
      }
    } released: {
      log(NodeFolder.reserveWords)
    }
    self.loop = loop
    rest = Rest(loop: loop)
    self.log = log
  }

  /// Listens, says that it is ready, and works until a signal comes or the disk fails.
  ///
  func run(_ wanted: WebDoors.Wanted, isJSON: Bool) throws(Failure) -> ExitCode {
    let server = HTTPServer(loop: loop, allowedHosts: wanted.names) { [weak self] request in
      guard let self else { return .problem(503, detail: "The node is starting.") }
      self.rest.disturb()
      return self.engine.answer(request)
    }
    self.server = server
    try Failure.connecting { () throws(NetError) in
      try server.listen(unixSocket: engine.node.folder.socket)
    }
    let web = try WebDoors(
      opening: server, wanted, folder: engine.node.folder.path, now: BootClock.wallMilliseconds())
    engine.onStorageFailure = { [weak self] failure in self?.fail(failure) }
    loop.onSignal { [weak self] _ in self?.loop.stop() }
    engine.link.onHeard = { [rest] in rest.disturb() }
    engine.start(at: web)
    ready(web, isJSON: isJSON)
    rest.disturb()
    loop.run()
    end(server)
    return exit
  }

  private func ready(_ web: WebDoors, isJSON: Bool) {
    let node = engine.node
    if isJSON {
      Terminal.print(web.json(and: ["ready": true]).compact)
    } else {
      Terminal.print("The node of \(node.point) is ready: \(web.words)")
    }
    log("point \(node.point), node \(node.key.id.hex): \(web.words)")
  }

  /// Ends the process after the present call, for the service manager to start it anew.
  private func fail(_ failure: Failure) {
    guard exit == .done else { return }
    exit = .inputOutput
    log(failure.message)
    loop.stop()
  }

  private func end(_ server: HTTPServer) {
    server.close()
    var hasLeft = false
    engine.leave { hasLeft = true }
    loop.run(atMostMs: 1_500) { hasLeft }
    guard exit == .done else { return }
    do throws(Failure) {
      try engine.close()
      log("ended")
    } catch {
      exit = .inputOutput
      log(error.message)
    }
  }
}
