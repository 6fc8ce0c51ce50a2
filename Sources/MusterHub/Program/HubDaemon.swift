import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// `muster-hub serve`: everything of a running hub, from the lock on the folder to the last word to
/// the nodes.
///
/// Made in the order in which a mistake costs least: addresses and folder are looked at before
/// anything is opened, and a life of the hub begins only once it can be reached.
final class HubDaemon {
  /// What the operator chose.
  struct Options {
    var folder: HubFolder
    /// Where nodes connect.
    var listen: String
    /// Where boards and scripts connect.
    var web: WebDoors.Wanted
    var clockIsRight = false
    /// Free bytes of the disk below which nodes are asked to wait.
    var keepFree = Peers.keepFree
    /// After so much silence an open point is an alarm, ms.
    var alarmAfterMs = Coverage.alarmAfterMs
    /// Whether to say that it is ready as JSON.
    var json = false
  }

  /// A control request may hold a roster of half a million people, bytes.
  private static let controlBytes = 256 << 20
  /// How often it looks whether to keep room on the disk, or to let it go, ms.
  private static let reserveEveryMs = 1_000
  /// So long the last words may take, ms.
  private static let farewellMs = 2000

  private let options: Options
  private let log = DaemonLog("muster-hub")
  private let lock: InstanceLock
  private let loop: EventLoop
  private let engine: HubEngine
  private let listener: TLSListener
  private let http: HTTPServer
  private let control: HTTPServer
  private let doors: Doors
  private var hasBeenReplaced = false

  /// The handlers, which the servers need before there is a hub to answer.
  private final class Doors {
    var accept: (any Wire) -> Void = { $0.abort() }
    var answer: (HTTPRequest) -> HTTPResponse = { _ in .problem(503, detail: "not ready yet") }
    var command: (HTTPRequest) -> HTTPResponse = { _ in .problem(503, detail: "not ready yet") }
  }

  init(_ options: Options) throws(Failure) {
    self.options = options
    let folder = options.folder
    let keys = try HubKeys.read(from: folder)
    let doors = Doors()
    self.doors = doors
    lock = try Failure.connecting { () throws(NetError) in try InstanceLock(path: folder.lock) }
    let loop = try Failure.connecting { () throws(NetError) in try EventLoop() }
    self.loop = loop
    listener = try Failure.connecting { () throws(NetError) in
      try TLSListener(
        options.listen, loop: loop,
        identity: TLSIdentity(
          certificateDER: keys.hub.selfSignedCertificateDER(),
          privateKeyDER: keys.hub.privateKeyDER())
      ) { doors.accept($0) }
    }
    http = HTTPServer(loop: loop, allowedHosts: options.web.names) { doors.answer($0) }
    control = HTTPServer(loop: loop) { doors.command($0) }
    let web = try WebDoors(
      opening: http, options.web, folder: folder.path, now: BootClock.wallMilliseconds())
    try Failure.connecting { [control] () throws(NetError) in
      try control.listen(unixSocket: folder.socket, bodyBytes: Self.controlBytes)
    }
    engine = try folder.opening { [log] () throws(Failure) in
      try HubEngine(
        folder, keys, loop: loop, clockIsRight: options.clockIsRight, keepFree: options.keepFree
      ) { text in log(text) }
    }
    engine.centre.alarmAfterMs = options.alarmAfterMs
    engine.centre.addresses = Centre.Addresses(
      sync: listener.address.description, web: web, socket: folder.socket)
    open()
  }

  private func open() {
    doors.accept = { [engine] connection in engine.accept(connection) }
    doors.answer = { [engine] request in engine.answer(request) }
    doors.command = { [log, engine] request in
      Control.answer(request) { command, body, file throws(Failure) in
        let answer = try engine.perform(command, body, file: file)
        let isTrial = try body.flag("dry_run")
        let isDone = HubCommands.writes(command) && !isTrial
        if isDone, answer["error_count"]?.integer ?? 0 == 0 { log("\(command) done") }
        return answer
      } ?? engine.answer(request)
    }
    let failures = GatheredLog(loop: loop) { [log] in log($0) }
    listener.onFailure = { error in failures("a connection failed: \(error.message)") }
    engine.onStorageFailure = { [log] failure in
      // Whoever starts it anew finds what is on the disk, and nothing else was promised to anybody.
      log(failure.message)
      failure.exitCode.leave()
    }
    engine.onReplaced = { [weak self] in self?.isReplaced() }
    engine.begin()
    lookAtReserve()
    _ = loop.plan(everyMs: Self.reserveEveryMs) { [weak self] in self?.lookAtReserve() }
  }

  /// Keeps some room while there is plenty, and lets it go when there is none.
  private func lookAtReserve() {
    let reserve = DiskReserve(at: options.folder.reserve)
    let free = DiskSpace.freeBytes(at: options.folder.path)
    if free < DiskReserve.bytes / 8 {
      if reserve.release() { log(HubFolder.reserveWords) }
    } else if free > options.keepFree + 2 * DiskReserve.bytes {
      reserve.hold()
    }
  }

  /// Says good-bye as one who has moved, once what has shown it is dealt with.
  private func isReplaced() {
    guard !hasBeenReplaced else { return }
    hasBeenReplaced = true
    log(Replacement.failure.message)
    loop.stop()
  }

  /// Serves until a signal ends it.
  func run() -> ExitCode {
    guard let addresses = engine.centre.addresses else { return .configuration }
    loop.onSignal { [loop] _ in loop.stop() }
    let hub = engine.hub
    if let days = hub.daysAhead {
      log("the clock is \(days) days after the newest op: is it right?")
    }
    if hub.renewedLines > 0 {
      log(
        "lines of revocations and erasures that the data did not know, recorded again:"
          + " \(hub.renewedLines)"
      )
    }
    log("serving event \(hub.event.hex) to nodes at \(addresses.sync), \(addresses.web.words)")
    Terminal.print(
      options.json
        ? addresses.web.json(and: ["ready": true, "sync": .string(addresses.sync)]).compact
        : "ready: nodes at \(addresses.sync), \(addresses.web.words)")
    loop.run()
    return end()
  }

  private func end() -> ExitCode {
    listener.close()
    http.close()
    control.close()
    engine.sayGoodbye(hasMoved: hasBeenReplaced)
    loop.run(atMostMs: Self.farewellMs) { engine.isAlone }
    do throws(Failure) {
      try engine.close()
    } catch {
      log(error.message)
      return error.exitCode
    }
    log("ended in order")
    return hasBeenReplaced ? Replacement.failure.exitCode : .done
  }
}

extension Coverage {
  /// As nodes are told it.
  nonisolated var hubStatus: HubStatus {
    HubStatus(
      time: time, expected: Int64(expected), open: Int64(open), heard: Int64(heard),
      silent: Int64(silent), neverHeard: Int64(neverHeard), present: Int64(present),
      attended: Int64(attended))
  }
}
