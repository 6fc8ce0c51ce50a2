package import MusterCore
package import MusterDaemon
package import MusterNet
package import MusterStore
package import MusterSync
import MusterTrust

/// A hub at work, without sockets and signals: its data, its peers, and everything that operators ask.
///
/// The daemon puts it on libevent's loop, a simulation on a loop of its own. Order of calls: ``init``
/// begins a life of the hub; then ``begin()`` once, ``accept(_:)`` for each connection and
/// ``perform(_:_:file:)`` for each command; at the end ``sayGoodbye()``, and when ``isAlone`` or no
/// longer to be waited for, ``close()``. After ``onStorageFailure`` it is to be dropped as it is.
package final class HubEngine {
  let hub: Hub
  let peers: Peers
  let centre: Centre
  let commands: HubCommands
  private let loop: any Planner
  private let events: EventStreams
  private let log: (String) -> Void
  private let pages = BoardPages.shelf

  /// Called when the disk fails so that only opening the data anew helps.
  package var onStorageFailure: (Failure) -> Void = { _ in }

  /// Called, perhaps more than once, when it shows that another hub has come in this one's place.
  package var onReplaced: () -> Void = {}

  /// Opens the data of a folder.
  ///
  /// - Parameters:
  ///   - path: the data folder.
  ///   - clockIsRight: the operator's word that a wall clock before the newest op is right.
  ///   - keepFree: free bytes of the disk below which nodes are asked to wait.
  package convenience init(
    folder path: String, loop: any Planner, clockIsRight: Bool, keepFree: Int64,
    log: @escaping (String) -> Void
  ) throws(Failure) {
    let folder = HubFolder(path)
    try self.init(
      folder, HubKeys.read(from: folder), loop: loop, clockIsRight: clockIsRight,
      keepFree: keepFree, log: log)
  }

  init(
    _ folder: HubFolder, _ keys: HubKeys, loop: any Planner, clockIsRight: Bool, keepFree: Int64,
    log: @escaping (String) -> Void
  ) throws(Failure) {
    self.loop = loop
    self.log = log
    hub = try Hub(folder: folder, keys: keys, clockIsRight: clockIsRight)
    peers = try Peers(hub: hub, loop: loop, keepFree: keepFree, log: log)
    peers.practices = Practices(hub: hub, loop: loop, keepFree: keepFree, log: log)
    centre = Centre(hub: hub, peers: peers)
    commands = HubCommands(centre: centre)
    let views = BoardViews(centre)
    events = EventStreams(loop: loop) { [peers] in
      peers.finish()
      return views.look()
    }
  }

  /// Sets up the data of a new hub in a folder that is not there yet.
  ///
  /// - Parameters:
  ///   - event: path of the event file.
  ///   - address: `HOST:PORT` by which nodes reach it.
  package static func initialise(
    folder path: String, event: String, address: String
  ) throws(Failure) {
    _ = try Initialising(
      folder: HubFolder(path), eventPath: event, address: address, start: "now"
    ).run()
  }

  /// Begins to look after sessions; called once.
  package func begin() {
    // Only for words to a person, so that it may fail.
    if let page = centre.addresses?.web.page { try? hub.replica.settings.set(.page, to: page) }
    let failed: (Failure) -> Void = { [weak self] failure in self?.onStorageFailure(failure) }
    hub.onStorageFailure = failed
    hub.onReplaced = { [weak self] in self?.onReplaced() }
    peers.onStorageFailure = failed
    peers.startTimers { [centre, peers] in
      peers.finish()
      return centre.coverage().hubStatus
    }
    _ = loop.plan(everyMs: 3_600_000) { [hub, log] in
      do throws(StoreError) {
        try hub.replica.answers.drop(before: hub.now() - IdempotentRequest.keptMs)
      } catch {
        log("old answers cannot be dropped: \(error.message)")
      }
    }
  }

  /// Takes a connection whose handshake is done.
  package func accept(_ connection: any Wire) { peers.accept(connection) }

  /// Does a command; what it changes is on the disk when this returns.
  package func perform(
    _ command: String, _ body: JSONValue, file: [UInt8] = []
  ) throws(Failure) -> JSONValue {
    // What has come is on the disk before anybody is told of it.
    peers.finish()
    return try commands.perform(command, body, file: file)
  }

  /// Answers a request of a board or a script.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    if let page = pages.answer(request) { return page }
    do throws(Failure) {
      let logins = commands.logins
      let role = BoardAPI.routes.role
      switch try logins.pass(request, needing: role) {
      case .answered(let answer): return answer
      case .open(let caller) where BoardAPI.routes.asksForEvents(request):
        try Route.events.checkParameters(of: request)
        return events.open(request, by: caller.name) { logins.stillPasses(request, needing: role) }
      case .open(let caller):
        peers.finish()
        return try commands.watch(request, streams: events.count)
          ?? BoardAPI(commands: commands, caller: caller.name, role: caller.role)
          .answer(request)
      }
    } catch {
      return Control.problem(error)
    }
  }

  /// Says good-bye to all nodes.
  ///
  /// - Parameter hasMoved: whether another hub has come in this one's place.
  package func sayGoodbye(hasMoved: Bool = false) { peers.close(hasMoved ? "moved" : "ending") }

  /// Whether no connection is left.
  package var isAlone: Bool { peers.peers.isEmpty && peers.practices?.isAlone ?? true }

  /// Ends in order.
  package func close() throws(Failure) {
    try hub.commit()
    try Failure.storing { () throws(StoreError) in try hub.replica.close() }
  }

  /// The log, the private lines, the fold.
  package var replica: Replica { hub.replica }

  /// The event.
  package var event: EventID { hub.event }

  /// The public key that its certificate shows.
  package var publicKey: Digest { hub.keys.hub.publicKey }

  /// Hub time, ms.
  package func now() -> Int64 { hub.now() }
}
