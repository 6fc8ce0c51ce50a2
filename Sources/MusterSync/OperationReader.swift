public import MusterCore

/// Reads the lines of operations (`Protocol/2-lines.md`).
///
/// A line is never refused: what breaks the rules becomes ``Act/unreadable``, with as much of its
/// author as could be read, and a kind that this version does not fold becomes ``Act/unknown(kind:)``.
/// Keep one reader for many lines: it reads all of them with the same memory.
public nonisolated struct OperationReader {
  private let event: EventID
  private let isCertified: (HubStart, KeyID) -> Bool
  private let keyID: (Digest) -> KeyID
  private var tape = JSONTape()

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - event: the event; a line of another one is unreadable.
  ///   - isCertified: whether a `hub.start` by this author has a valid certificate of the event's root
  ///     for the author's key.
  ///   - keyID: the id of a public key.
  public init(
    event: EventID, isCertified: @escaping (HubStart, KeyID) -> Bool,
    keyID: @escaping (Digest) -> KeyID
  ) {
    self.event = event
    self.isCertified = isCertified
    self.keyID = keyID
  }

  /// Reads one line.
  ///
  /// - Parameters:
  ///   - bytes: what holds the line.
  ///   - range: where it is, without LF; must lie within `bytes`.
  ///   - id: first 16 bytes of the SHA-256 of the line.
  public mutating func read(_ bytes: [UInt8], in range: Range<Int>, id: OpID) -> Operation {
    if range.count <= FrameReader.lineLimit,
      let operation = UsualLine.read(bytes.span, in: range, id: id, event: event)
    {
      return operation
    }
    return readGenerally(bytes, in: range, id: id)
  }

  /// Reads one line, however it is spelt.
  mutating func readGenerally(_ bytes: [UInt8], in range: Range<Int>, id: OpID) -> Operation {
    let nobody = KeyID(high: 0, low: 0)
    var operation = Operation(
      id: id, node: nobody, nonce: 0, at: 0, boot: nil, mono: 0, act: .unreadable)
    guard range.count <= FrameReader.lineLimit else { return operation }
    do {
      try tape.read(bytes, in: range)
      try read(&operation, bytes)
    } catch {
      // Nobody keeps a private line beside what nobody can read.
      operation.privateDigest = nil
      operation.act = .unreadable
    }
    return operation
  }

  private func read(_ operation: inout Operation, _ bytes: [UInt8]) throws(Unreadable) {
    var line = try LineObject(tape, bytes)
    let kind = try? line.text(.kind)
    let event = try? line.identifier(.event)
    operation.node = try line.identifier(.node)
    guard let kind, event == self.event else { throw Unreadable() }
    operation.nonce = try line.word(.nonce)
    operation.at = try line.integer(.at)
    operation.boot = try line.identifierIfAny(.boot)
    guard (operation.boot == nil) == (kind == "boot" || kind == "hub.start") else {
      throw Unreadable()
    }
    operation.mono = try line.integer(.mono)
    operation.by = try line.textIfAny(.by, .short)
    operation.point = try line.textIfAny(.point, .point)
    operation.participant = try line.textIfAny(.participant, .participant)
    operation.privateDigest = try line.digestIfAny(.privateLine)
    operation.fields = try Self.fields(&line)
    operation.stated = try line.integerIfAny(.stated)
    operation.act = try act(kind, &line, operation)
  }

  private static func fields(_ line: inout LineObject) throws(Unreadable) -> [String] {
    try line.ascendingIfAny(.fields) ?? []
  }

  /// Reads the members of the kind's own.
  private func act(
    _ kind: String, _ line: inout LineObject, _ operation: Operation
  ) throws(Unreadable) -> Act {
    switch kind {
    case "checkin", "checkout", "refusal", "void":
      return try line.presence(kind, operation)
    case "participant.put", "participant.block", "participant.unblock", "participant.merge",
      "participant.unmerge":
      return try line.participant(kind, operation)
    case "point.put", "point.ready", "point.open", "point.close":
      return try line.point(kind, operation)
    case "session.start", "session.end", "session.skip", "session.put":
      return try line.session(kind)
    case "announce": return try line.announcement()
    case "count", "announce.seen": return try line.report(kind, operation)
    case "reassign", "retime", "erase": return try line.correction(kind, operation)
    case "event.rules": return .eventRules(version: try line.integer(.version, from: 1))
    case "event.put": return .eventPut(try line.eventPart())
    case "boot":
      return .boot(
        previous: try line.identifierIfAny(.previous), machine: try line.text(.machine, .short))
    case "clock": return .clock(try line.clockMark())
    case "resolve": return .resolve(try line.resolution())
    case "ticket.key":
      return .ticketKey(
        TicketKey(
          key: try line.digest(.key), from: try line.integer(.from),
          until: try line.integer(.until)))
    case "hub.start":
      var start = try line.hubStart()
      start.isCertified = isCertified(start, operation.node)
      return .hubStart(start)
    case "node.admit":
      guard let point = operation.point else { throw Unreadable() }
      let key = try line.digest(.key)
      return .nodeAdmit(
        Admission(
          key: key, keyID: keyID(key), seal: try line.digest(.seal), point: point,
          country: try line.text(.country)))
    case "node.revoke":
      let key = try line.digest(.key)
      return .nodeRevoke(
        Revocation(
          key: key, keyID: keyID(key), durable: try line.limits(.durable),
          why: try line.text(.why)))
    case "node.accept":
      let key = try line.digest(.key)
      return .nodeAccept(
        Acceptance(key: key, keyID: keyID(key), durable: try line.limits(.durable)))
    default: return .unknown(kind: kind)
    }
  }
}
