package import MusterCore
package import MusterDaemon
package import MusterNet
package import MusterStore
import MusterSync
package import MusterTrust

/// A node at work, without sockets and signals: its data, its link to the hub, and what a desk asks.
///
/// The daemon puts it on libevent's loop, a simulation on a loop of its own. Order of calls: ``init``
/// opens the data; then ``start(at:)`` once and ``answer(_:)`` for each request; at the end
/// ``leave(then:)`` and ``close()``. After ``onStorageFailure`` it is to be dropped as it is.
package final class NodeEngine {
  let node: Node
  let link: HubLink
  private let loop: any Planner
  private let log: (String) -> Void
  private let pages = DeskPages.shelf
  private var api: DeskAPI?
  private var events: EventStreams?
  private let rehearsals: Rehearsals
  private var lastAsked: Int64 = 0
  private var fullDiskTold: Int64 = -60_000_000

  /// Called, perhaps more than once, when the disk fails so that only opening the data anew helps.
  package var onStorageFailure: (Failure) -> Void = { _ in }

  /// How often it looks at the disk, ms.
  private static let lookEveryMs = 5_000
  /// Nobody is at work where nobody has asked for so long, µs.
  private static let quietUs: Int64 = 2_000_000

  /// Opens the data of a folder.
  ///
  /// - Parameters:
  ///   - path: the data folder of a node that has joined.
  ///   - hub: where to look for the hub first, `host:port`; nil for where the enrolment says.
  ///   - dialer: makes what dials with the node's key.
  package init(
    folder path: String, hub: String?, loop: any Planner, log: @escaping (String) -> Void,
    dialer: (SigningKey) throws(NetError) -> any Dialer
  ) throws(Failure) {
    self.loop = loop
    self.log = log
    let node = try NodeFolder(path).open()
    let addresses = try Self.addresses(of: node, first: hub)
    let dialer = try Failure.connecting { () throws(NetError) in try dialer(node.key) }
    self.node = node
    link = HubLink(node: node, loop: loop, dialer: dialer, addresses: addresses, log: log)
    rehearsals = Rehearsals(
      node: node, link: link, loop: loop, dialer: dialer, addresses: addresses, log: log)
  }

  /// Where the hub is looked for, in order: as asked, as the hub has told, as it was at enrolment.
  private static func addresses(
    of node: Node, first hub: String?
  ) throws(Failure) -> [HostPort] {
    let told = try Failure.storing { () throws(StoreError) in
      try node.replica.settings.text(.addresses)
    }
    let texts = (told ?? "").split(separator: "\n").map(String.init)
    var addresses: [HostPort] = []
    for text in [hub].compactMap(\.self) + texts + node.enrolment.addresses {
      let address = try Failure.connecting { () throws(NetError) in try HostPort(text) }
      if !addresses.contains(address) { addresses.append(address) }
    }
    return addresses
  }

  /// Begins to look for the hub, and to answer.
  ///
  package func start() { start(at: nil) }

  /// - Parameter places: where it is reached; nil where it is not.
  func start(at places: WebDoors?) {
    // Only for words to a person, so that it may fail.
    if let places { try? node.replica.settings.set(.page, to: places.page) }
    let commands = NodeCommands(node, link: link, places: places)
    commands.rehearsals = rehearsals
    api = DeskAPI(commands: commands)
    events = EventStreams(loop: loop, views: DeskViews(commands).look)
    link.onStorageFailure = { [weak self] failure in self?.onStorageFailure(failure) }
    link.start()
    node.onReserveUsed = { [weak self] in
      self?.log(NodeFolder.reserveWords)
    }
    lookAtRoom()
    _ = loop.plan(everyMs: Self.lookEveryMs) { [weak self] in
      self?.lookAtRoom()
      self?.tidyAtRest()
    }
    _ = loop.plan(everyMs: 3_600_000) { [weak self] in self?.forgetOldAnswers() }
  }

  /// Answers a request of a desk or of a command; what it changes is on the disk when this returns.
  package func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard let api else { return .problem(503, detail: "The node is starting.") }
    lastAsked = BootClock.microseconds()
    let answer =
      Control.answer(request) { (command, body, _) throws(Failure) in
        try api.commands.perform(command, body)
      } ?? answer(request, by: api)
    if answer.status == 507 { tellFullDisk() }
    // A full disk leaves everything as it was; any other failure is mended by opening anew.
    if !node.replica.isReady || answer.status == 500 {
      onStorageFailure(
        .inputOutput("the data could not be written; starting anew reads what is on the disk"))
    }
    return answer
  }

  private func answer(_ request: HTTPRequest, by api: DeskAPI) -> HTTPResponse {
    if let page = pages.answer(request) { return page }
    do throws(Failure) {
      let logins = api.commands.logins
      let role = DeskAPI.routes.role
      switch try logins.pass(request, needing: role) {
      case .answered(let answer): return answer
      case .open(let caller) where DeskAPI.routes.asksForEvents(request):
        try Route.events.checkParameters(of: request)
        return events?.open(request, by: caller.name) {
          logins.stillPasses(request, needing: role)
        } ?? .noContent
      case .open(let caller):
        let watched = try api.commands.watch(request, streams: events?.count ?? 0)
        return watched ?? api.answer(request, by: caller.name)
      }
    } catch {
      return Control.problem(error)
    }
  }

  /// Says good-bye to the hub.
  ///
  /// - Parameter then: called once the good-bye has gone out, or at once where nobody hears it.
  package func leave(then: @escaping () -> Void) {
    rehearsals.abandon()
    link.stop(then: then)
  }

  /// Ends in order.
  package func close() throws(Failure) {
    try Failure.storing { () throws(StoreError) in
      if node.replica.hasUncommitted { try node.replica.commit() }
      try node.replica.close()
    }
  }

  /// The log, the own chain, the private lines, the fold.
  package var replica: Replica { node.replica }

  /// The id of its key.
  package var keyID: KeyID { node.key.id }

  /// Whether a session with the hub is open.
  package var isConnected: Bool { link.isConnected }

  // MARK: The disk

  /// Says it once a minute, however often people try.
  private func tellFullDisk() {
    let now = BootClock.microseconds()
    guard now - fullDiskTold > 60_000_000 else { return }
    fullDiskTold = now
    log("the disk is full: nothing can be recorded until there is room; nothing was lost")
  }

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

  /// Where room is scarce nobody's rest is waited for: what is copied makes room for what comes next.
  private func tidyAtRest() {
    let isQuiet = BootClock.microseconds() - lastAsked > Self.quietUs
    guard isQuiet || node.room.isScarce else { return }
    do throws(StoreError) { try node.replica.checkpointAtRest() } catch {
      if !error.leavesAllAsItWas { onStorageFailure(Failure(error)) }
    }
  }

  private func forgetOldAnswers() {
    // By the event's time: a wall clock that leaps would have every key forgotten.
    try? node.replica.answers.drop(before: node.now() - IdempotentRequest.keptMs)
  }
}
