import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What comes from the hub.
extension HubLink {
  func receive(_ bytes: [UInt8]) {
    onHeard()
    live?.session.feed(bytes, at: node.moment())
    if isConnected { node.hear() }
    dealWithSome()
  }

  /// Deals with what has come; with some of it, where it is much, and then with the next part: each
  /// segment is a signature to check and up to 256 ops to fold, and a desk must not wait for many.
  private func dealWithSome() {
    var left = Self.messagesAtOnce
    while left > 0, let event = live?.session.next(at: node.moment()) {
      left -= 1
      do throws(Failure) {
        try deal(with: event)
      } catch {
        live?.isBehind = false
        return fail(error)
      }
    }
    guard let connection = live?.connection else { return }
    live?.isBehind = left == 0
    if left == 0 { goOnSoon(with: connection) } else { connection.resumeReading() }
    if node.replica.hasUncommitted { planCommit() }
    if let replies = live?.session.takeReplies(), !replies.isEmpty { send(replies) }
    planDeadline()
    sendOps()
    onChange()
  }

  /// Who finds no room for what the hub asks of it dials again later: the people here go on. Any other
  /// failure of the disk is mended by opening anew.
  private func fail(_ error: Failure) {
    guard node.goesOn(after: error) else { return onStorageFailure(error) }
    live?.connection.abort()
    ended(
      ProtocolError(.diskFull, error.message, retryAfterMs: Int64(Self.fullDiskRetryMs)))
  }

  /// What is not dealt with yet waits in the session, and what comes after it in the kernel.
  private func goOnSoon(with connection: any Wire) {
    connection.pauseReading()
    loop.soon { [weak self] in
      guard let self, self.live?.connection === connection else { return }
      self.dealWithSome()
    }
  }

  /// The connection is gone: what it has brought still counts.
  func hungUp() {
    while live?.isBehind == true { dealWithSome() }
    ended(nil)
  }

  private func deal(with event: NodeSession.Event) throws(Failure) {
    switch event {
    case .welcome(let welcome): try open(welcome)
    case .acknowledged(let durable, let whole):
      try Failure.storing { () throws(StoreError) in
        try node.replica.acknowledged(durable: durable, whole: whole)
      }
    case .segment(let segment):
      taken += segment.entries.count
      try Failure.storing { () throws(StoreError) in try node.replica.adopt(segment) }
    case .want(let ops): answer(ops)
    case .privates(let entries): keep(entries)
    case .status(let status): hubStatus = status
    case .held(_, let text):
      held = text
      log("the hub takes no ops now: \(text)")
    case .released: held = nil
    case .wantSegments(let after): try hand(after)
    case .recovered(let after): try offerNext(without: after)
    case .offset(let offset): node.offset = offset
    case .bye(let reason):
      log("the hub said good-bye: \(reason)")
      // This process has not connected anew: a copy of this machine has, which has made no op since.
      // Only a hub that has shown its certificate is believed, and not time and again.
      if reason == "connected anew", isConnected, mayBeCopied, !planted(.dropsCopies) {
        copiedLast = BootClock.microseconds()
        return try beginAnew()
      }
      // It has another address now, and knows that everybody comes at once.
      if reason == "moved" { nextAddress += 1 }
      ended(nil, dialsAtOnce: reason == "moved")
    case .failed(let error): ended(error)
    }
  }

  private func open(_ welcome: Welcome) throws(Failure) {
    let found = try Failure.storing { () throws(StoreError) in
      try node.replica.ownHash(at: welcome.head.n)
    }
    let hash = planted(.passesOverByNumber) ? welcome.head.hash : found
    guard let ping = live?.session.open(ownHash: hash, at: node.moment()) else {
      return try beginAnew()
    }
    condition = .connected
    learn(welcome.addresses)
    redial.reset()
    send(ping)
    if welcome.from != node.replica.position.place + 1, !planted(.followsWithoutParting) {
      try part(from: welcome)
    }
    if node.room.isScarce { roomChanged() }
    log("linked to the hub at \(address); it holds \(welcome.head.n) of our ops")
    if welcome.isRevoked {
      log("this node was revoked: it hands in what it has, and hears nothing")
    }
    node.isShutOut = welcome.isRevoked
    node.replica.askAgainForPrivates()
    try Failure.storing { () throws(StoreError) in
      try node.replica.acknowledged(durable: welcome.head.n, whole: welcome.whole, anew: true)
    }
    settled.removeAll()
    try offerNext(without: [])
    try handPrivates(after: welcome.whole, upTo: welcome.head.n)
    sendStatus()
    statusTimer = loop.plan(everyMs: Self.statusEveryMs) { [weak self] in self?.sendStatus() }
    wantPrivates()
  }

  /// Whether a copy of this machine was last heard of more than ten minutes ago.
  private var mayBeCopied: Bool {
    copiedLast.map { BootClock.microseconds() - $0 > 600_000_000 } ?? true
  }

  private func planCommit(afterMs ms: Int = HubLink.gatherMs) {
    guard commitTimer == nil else { return }
    commitTimer = loop.plan(afterMs: ms) { [weak self] in
      guard let self else { return }
      self.commitTimer = nil
      do throws(Failure) { try self.commit() } catch {
        // All stays gathered until there is room.
        guard self.node.goesOn(after: error) else { return self.onStorageFailure(error) }
        self.planCommit(afterMs: Self.fullDiskRetryMs)
      }
    }
  }

  /// What was adopted goes to the disk in one transaction; then the hub is told, and asked for the
  /// private lines that have become ours to have.
  private func commit() throws(Failure) {
    if node.replica.hasUncommitted {
      try Failure.storing { () throws(StoreError) in _ = try node.replica.commit() }
    }
    if node.replica.isOutgrown { return try beginAnew() }
    if taken >= Self.muchWork {
      taken = 0
      node.replica.trim()
      Memory.giveBack()
    }
    guard isConnected, let session = live?.session else { return }
    send(session.have(node.replica.position))
    wantPrivates()
  }

  private func wantPrivates() {
    guard let session = live?.session else { return }
    while true {
      let wanted = node.replica.missingPrivates(limit: Limits.standard.entries)
      guard !wanted.isEmpty else { return }
      send(session.want(wanted))
    }
  }

  private func keep(_ entries: [PrivateEntry]) {
    taken += entries.count
    for entry in entries {
      do throws(StoreError) {
        switch entry.content {
        case .line(let line): try node.replica.keepPrivate(line, of: entry.op)
        case .gone: try node.replica.noteGone(entry.op)
        case .absent: node.replica.noteAbsent(entry.op)
        }
      } catch {
        log("private line of \(entry.op.hex) not taken: \(error.message)")
      }
    }
  }
}
