import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// One rehearsal, from the first word to the hub to the verdict (`Protocol/7-rehearsal.md`).
///
/// It asks the hub for a practice event, and is a node of that: a ``Node`` with a replica of its own in a
/// folder of its own, a ``HubLink`` of its own, and the commands that a desk uses. That link is cut for
/// good, ops wait in that node's queue, a new link carries them, and what the hub states is compared with
/// what is here.
///
/// The real event's link is never cut. The practice link takes the same way over the same network to the
/// same hub, so that cutting the real one as well would show nothing more; and whoever stands at the door
/// while somebody rehearses loses nothing by it.
///
/// Order of calls: ``init``, ``start()`` once; ``onEnd`` is called once. ``abandon()`` ends it without that.
final class Rehearsal {
  /// What a volunteer chose, and for whom it is.
  struct Plan {
    /// Who began it.
    var by: String
    /// Each part may take so long, s.
    var patience: Int64
    /// Where hubs are looked for, in order.
    var addresses: [HostPort]
  }

  /// What is waited for.
  private enum Phase {
    /// The hub's answer to the `enrol`.
    case reaching
    /// The practice list.
    case listing
    /// Check-ins, one in each turn of the loop.
    case recording
    /// A new session.
    case returning(since: Int64)
    /// All ops at the hub, and one state.
    case comparing
    case ended
  }

  let plan: Plan
  /// What was shown so far.
  private(set) var steps: [RehearsalStep] = []
  /// What ended it; nil while it runs, and where it went well.
  private(set) var trouble: RehearsalTrouble?
  /// Called whenever there is more to tell.
  var onProgress: () -> Void = {}
  /// Called once, at the end.
  var onEnd: () -> Void = {}

  /// How long it took, ms; 0 while it runs.
  private(set) var tookMs: Int64 = 0

  private let beganAt = BootClock.microseconds()
  private let real: Node
  private let loop: any Planner
  private let dialer: any Dialer
  private let log: (String) -> Void
  private let folder: NodeFolder
  private let secret: JoinSecret
  private var phase = Phase.reaching
  private var isLookPlanned = false
  /// µs on the boot clock.
  private var endsAt: Int64 = 0
  private var timer: (any Planned)?
  private var pause: (any Planned)?
  private var joining: Joining?
  /// Whether somebody has taken a connection.
  private var hasReached = false
  private var node: Node?
  private var link: HubLink?
  private var people: [String] = []
  private var ops: [OpID] = []
  private var slowest: Int64 = 0

  /// How often it looks whether time is up, ms.
  private static let lookEveryMs = 200
  /// After so long it dials a hub again that has hung up without an answer, ms.
  private static let againAfterMs = 1_000

  init(
    _ plan: Plan, node real: Node, loop: any Planner, dialer: any Dialer,
    log: @escaping (String) -> Void
  ) {
    self.plan = plan
    self.real = real
    self.loop = loop
    self.dialer = dialer
    self.log = log
    folder = real.folder.rehearsal
    secret = .rehearsal(of: real.enrolment.event, node: real.key.publicKey)
  }

  // MARK: The hub is asked

  /// Begins; everything else comes from the loop.
  func start() {
    guard !real.isShutOut, !real.isRevoked else { return end(.revoked) }
    guard !real.room.isScarce else { return end(.disk("\(real.room.freeText) free")) }
    wait(for: .reaching)
    timer = loop.plan(everyMs: Self.lookEveryMs) { [weak self] in self?.look() }
    reach(0)
  }

  /// Tries one address after the other.
  private func reach(_ index: Int) {
    guard case .reaching = phase, plan.addresses.indices.contains(index) else { return }
    let address = plan.addresses[index]
    let code: JoinCode
    do throws(TrustError) {
      code = try JoinCode(address: address.description, secret: secret)
    } catch { return end(.noHub(error.message)) }
    do throws(Failure) {
      let keys = (signing: real.key, seal: try real.folder.keys().seal)
      try folder.makeAnew()
      joining = Joining.begin(folder, code, address, keys: keys, dialer: dialer) {
        [weak self] result, refusal in
        self?.answered(result, refusal, at: index)
      }
    } catch { end(.disk(error.message)) }
  }

  private func answered(
    _ result: Result<Enrolment, Failure>, _ refusal: ProtocolError?, at index: Int
  ) {
    guard case .reaching = phase else { return }
    hasReached = hasReached || joining?.hasConnected == true
    joining = nil
    switch result {
    case .success(let enrolment): open(enrolment, plan.addresses[index])
    case .failure(let failure):
      guard let refusal else {
        // Nobody is there, or it is no hub: the next of them may be.
        if index + 1 < plan.addresses.count {
          return loop.soon { [weak self] in self?.reach(index + 1) }
        }
        // One that was there a moment ago may come back; without any, nobody is kept waiting.
        guard hasReached, !isLate else { return end(.noHub(failure.message)) }
        pause = loop.plan(afterMs: Self.againAfterMs) { [weak self] in self?.reach(0) }
        return
      }
      refused(refusal, at: index)
    }
  }

  private func refused(_ refusal: ProtocolError, at index: Int) {
    if refusal.isOne(of: .badCode, .codeUsed) { return end(.tooOld) }
    if refusal.isOne(of: .revoked) { return end(.revoked) }
    if refusal.isOne(of: .wrongHub, .badAdmission) { return end(.strangeHub) }
    let pauseMs = refusal.retryAfterMs ?? Int64.max
    guard refusal.isOne(of: .busy, .shuttingDown), pauseMs <= plan.patience * 1000 else {
      return end(.busy(refusal.text))
    }
    // What was waited for the hub's leave is not held against it.
    wait(for: .reaching, after: pauseMs)
    pause = loop.plan(afterMs: Int(pauseMs)) { [weak self] in self?.reach(index) }
  }

  private func open(_ enrolment: Enrolment, _ address: HostPort) {
    let key = enrolment.admitted.certificate.key
    guard
      real.replica.hubKeys.contains(key) || key == real.enrolment.admitted.certificate.key
    else { return end(.strangeHub) }
    do throws(Failure) {
      node = try Node(folder: folder, enrolment: enrolment, key: real.key)
    } catch { return end(.disk(error.message)) }
    wait(for: .listing)
    dial(address)
  }

  private func dial(_ address: HostPort) {
    guard let node else { return }
    let log = log
    let link = HubLink(node: node, loop: loop, dialer: dialer, addresses: [address]) { text in
      log("rehearsal: " + text)
    }
    self.link = link
    link.onStorageFailure = { [weak self] failure in self?.end(.disk(failure.message)) }
    link.onChange = { [weak self] in self?.planLook() }
    link.start()
  }

  // MARK: Looking

  private func wait(for phase: Phase, after ms: Int64 = 0) {
    self.phase = phase
    endsAt = BootClock.microseconds() + (plan.patience * 1000 + ms) * 1000
  }

  /// Looks in a turn of its own: never from within what the link is doing.
  private func planLook() {
    guard !isLookPlanned else { return }
    isLookPlanned = true
    loop.soon { [weak self] in
      self?.isLookPlanned = false
      self?.look()
    }
  }

  private func look() {
    guard !isOver else { return }
    if let refusal = link?.refusal {
      if refusal.isOne(of: .wrongEvent) { return end(.gone) }
      if refusal.isOne(of: .revoked) { return end(.revoked) }
    }
    switch phase {
    case .reaching:
      if isLate { end(.noHub("no answer")) }
    case .listing: lookForList()
    case .recording, .ended: break
    case .returning(let since):
      if link?.isConnected == true {
        tell(.back(afterMs: (BootClock.microseconds() - since) / 1000))
        wait(for: .comparing)
        compare()
      } else if isLate {
        end(.notBack(why))
      }
    case .comparing: compare()
    }
  }

  private var isLate: Bool { BootClock.microseconds() >= endsAt }

  /// What the link says of itself, for a person.
  private var why: String {
    if case .waiting(let words?) = link?.condition { return words }
    return ""
  }

  /// How the state here stands to what the hub has stated.
  private enum Sameness { case unknown, same(StateMark), different }

  private func sameness(_ node: Node) -> Sameness {
    guard let mark = link?.hubStatus?.state, mark.place == node.replica.position.place,
      !node.replica.hasUncommitted
    else { return .unknown }
    return node.replica.stateDigest() == mark.digest ? .same(mark) : .different
  }

  private func lookForList() {
    guard let node else { return }
    switch sameness(node) {
    case .different: return end(.differs)
    case .same where isWhole(node):
      if let offset = node.offset, let names = named(node), !names.isEmpty {
        people = names
        tell(.linked(roundTripMs: offset.errorMs * 2, clockOffsetMs: offset.offsetMs))
        tell(.listed(people: names.count))
        return cut()
      }
    case .same, .unknown: break
    }
    if isLate { end(late(linked: .noList, cutOff: .noHub(why))) }
  }

  /// Whether the hub has all that was made here.
  private func isWhole(_ node: Node) -> Bool {
    node.replica.ownHead?.n == node.replica.acknowledgement.whole
  }

  /// Everybody on the list, once the names of all are here.
  private func named(_ node: Node) -> [String]? {
    var ids: [String] = []
    node.replica.reading { fold in fold.forEachParticipant { ids.append($0.id) } }
    for id in ids where (try? node.replica.contact(of: id))?.name == nil { return nil }
    return ids.sorted()
  }

  // MARK: Without a link

  private func cut() {
    link?.cut()
    tell(.cut)
    phase = .recording
    loop.soon { [weak self] in self?.record() }
  }

  /// One in each turn, so that the desk of the real event is answered in between.
  private func record() {
    guard case .recording = phase, let node else { return }
    guard ops.count < people.count else { return comeBack(node) }
    let began = BootClock.microseconds()
    let person = people[ops.count]
    do throws(Failure) {
      let answer = try NodeCommands(node, link: link).perform(
        "checkin", ["participant": .string(person), "by": .string(plan.by)])
      guard answer["verdict"]?.string == "admitted", let op = answer["op"]?.identifier else {
        return end(.notRecorded("\(person): \(answer["reason"]?.string ?? "repeat")"))
      }
      ops.append(op)
    } catch {
      return end(error.isDiskFull ? .disk(error.message) : .notRecorded(error.message))
    }
    slowest = max(slowest, (BootClock.microseconds() - began) / 1000)
    loop.soon { [weak self] in self?.record() }
  }

  private func comeBack(_ node: Node) {
    let waiting = (node.replica.ownHead?.n ?? 0) - node.replica.acknowledgement.durable
    guard waiting == Int64(ops.count), let address = try? HostPort(link?.address ?? "") else {
      return end(.notRecorded("\(waiting) of \(ops.count) wait for the link"))
    }
    tell(.recorded(people: ops.count, slowestMs: slowest))
    wait(for: .returning(since: BootClock.microseconds()))
    dial(address)
  }

  // MARK: With a link again

  private func compare() {
    guard let node else { return }
    let there = ops.count { op in node.replica.isPlaced(op) }
    if there == ops.count, isWhole(node) {
      switch sameness(node) {
      case .different: return end(.differs)
      case .same(let mark):
        // The hub's own count of who is inside, beside its digest. Where a clock is known to some
        // milliseconds, who came in just now may come in a moment from now: the next count has them.
        if link?.hubStatus?.present == Int64(ops.count) {
          tell(.arrived(people: there))
          tell(.same(mark))
          return end(nil)
        }
        if isLate { return end(.differs) }
      case .unknown: break
      }
    }
    guard isLate else { return }
    end(late(linked: .notArrived(there, of: ops.count), cutOff: .notBack(why)))
  }

  /// Why something has not come in time.
  private func late(
    linked: RehearsalTrouble, cutOff: RehearsalTrouble
  ) -> RehearsalTrouble {
    if real.room.isScarce { return .disk("\(real.room.freeText) free") }
    guard link?.isConnected == true else { return cutOff }
    return link?.held.map { .busy($0) } ?? linked
  }

  // MARK: The end

  private func tell(_ step: RehearsalStep) {
    steps.append(step)
    onProgress()
  }

  /// Whether it has ended.
  var isOver: Bool { if case .ended = phase { true } else { false } }

  /// How it ended.
  var outcome: Rehearsed.Outcome { trouble?.outcome ?? .well }

  private func end(_ trouble: RehearsalTrouble?) {
    guard !isOver else { return }
    self.trouble = trouble
    tookMs = (BootClock.microseconds() - beganAt) / 1000
    leave()
    // What it worked on is of no more use, and holds nothing of the real event.
    try? folder.removeAll()
    onProgress()
    onEnd()
  }

  /// Ends it where the daemon ends: nothing more is told.
  func abandon() { if !isOver { leave() } }

  private func leave() {
    phase = .ended
    for planned in [timer, pause] { planned?.cancel() }
    joining?.cancel()
    link?.onChange = {}
    link?.stop("rehearsed") {}
    link = nil
    try? node?.replica.close()
    node = nil
  }
}

extension NodeFolder {
  /// An empty folder of this name.
  func makeAnew() throws(Failure) {
    try removeAll()
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(path) }
  }

  /// Removes it with all that is in it, where it is.
  func removeAll() throws(Failure) {
    guard Files.exists(path) else { return }
    try Failure.commanding { () throws(CommandError) in try Files.removeFolder(path) }
  }
}
