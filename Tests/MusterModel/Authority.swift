import MusterCore

/// “Authority” of `Protocol/5-state.md`.
nonisolated struct Authority {
  let elements: [Element]
  let mistake: Mistake?
  let hubKeys: Set<KeyID>
  private(set) var admissions: [(op: Operation, admission: Admission)] = []
  private(set) var revocations: [(op: Operation, revocation: Revocation)] = []
  private(set) var acceptances: [Acceptance] = []
  /// The ops that count.
  private(set) var counting: [Element] = []
  /// The ops that do not, and why.
  private(set) var ignored: [OpID: String] = [:]

  init(_ elements: [Element], _ mistake: Mistake?) {
    self.elements = elements
    self.mistake = mistake
    var keys: Set<KeyID> = []
    for element in elements {
      if case .hubStart(let start) = element.operation.act, start.isCertified {
        keys.insert(element.operation.node)
      }
    }
    hubKeys = keys
    for element in elements where hubOpCounts(element) {
      switch element.operation.act {
      case .nodeAdmit(let admission): admissions.append((element.operation, admission))
      case .nodeRevoke(let revocation): revocations.append((element.operation, revocation))
      case .nodeAccept(let acceptance): acceptances.append(acceptance)
      default: break
      }
    }
    for element in elements {
      if let why = reasonToIgnore(element) {
        ignored[element.operation.id] = why
      } else {
        counting.append(element)
      }
    }
  }

  func isHubs(_ op: Operation) -> Bool { hubKeys.contains(op.node) }

  func admissions(of node: KeyID) -> [(op: Operation, admission: Admission)] {
    let all = admissions.filter { $0.admission.keyID == node }
    return mistake == .looksAtOneAdmission ? Array(all.prefix(1)) : all
  }

  private func reasonToIgnore(_ element: Element) -> String? {
    switch element.operation.act {
    case .unknown: "unknown-kind"
    case .unreadable: "unreadable"
    default: hubOpCounts(element) || nodeOpCounts(element) ? nil : "no-authority"
    }
  }

  private func hubOpCounts(_ element: Element) -> Bool {
    guard isHubs(element.operation) else { return false }
    if case .hubStart(let start) = element.operation.act, start.isCertified { return true }
    return element.placements.contains { hubKeys.contains($0.writer.node) }
  }

  private func hasRight(_ element: Element) -> Bool {
    let node = element.operation.node
    let admissions = admissions(of: node)
    if mistake == .wantsTheAdmissionFirst {
      let arrival = element.placements.map(\.received).min() ?? 0
      guard admissions.contains(where: { $0.op.at <= arrival }) else { return false }
    }
    return !admissions.isEmpty && element.placements.contains { isGood($0, of: node) }
  }

  private func isGood(_ placement: Placement, of node: KeyID) -> Bool {
    guard placement.writer.node == node || mistake == .trustsForeignWriters else { return false }
    let accepted = acceptances.contains { acceptance in
      acceptance.keyID == node && lists(acceptance.durable, placement)
    }
    return revocations.allSatisfy { _, revocation in
      revocation.keyID != node || accepted || spares(revocation, placement)
    }
  }

  private func spares(_ revocation: Revocation, _ placement: Placement) -> Bool {
    switch mistake {
    case .revokesOneTooMany:
      revocation.durable.contains { $0.epoch == placement.writer.epoch && placement.n < $0.n }
    case .revokesOnlyListedWriters:
      lists(revocation.durable, placement)
        || !revocation.durable.contains { $0.epoch == placement.writer.epoch }
    default: lists(revocation.durable, placement)
    }
  }

  private func lists(_ limits: [WriterLimit], _ placement: Placement) -> Bool {
    limits.contains { $0.epoch == placement.writer.epoch && placement.n <= $0.n }
  }

  private func nodeOpCounts(_ element: Element) -> Bool {
    let op = element.operation
    guard !isHubs(op), hasRight(element) else { return false }
    return admissions(of: op.node).contains { mayDo(op, at: $1.point, in: $1.country) }
  }

  private func mayDo(_ op: Operation, at point: String, in country: String) -> Bool {
    switch op.act {
    case .boot, .void: true
    case .pointOpen, .pointClose, .pointReady, .checkin, .checkout, .refusal, .count,
      .announceSeen:
      op.point == point
    case .pointPut(let change):
      op.point == point
        && change == PointChange(capacity: change.capacity, contact: change.contact)
    case .participantPut(let change):
      if let participant = op.participant {
        homeCountry(of: participant) == country
      } else {
        change.base.isEmpty && change.country == country
      }
    case .participantMerge(let participants): areHome(participants, in: country)
    case .participantUnmerge(let participants, _): areHome(participants, in: country)
    case .resolve(let resolution):
      resolution.type == "possible-duplicate" && resolution.subject.count == 2
        && areHome(resolution.subject, in: country)
    default: false
    }
  }

  private func areHome(_ participants: [String], in country: String) -> Bool {
    participants.allSatisfy { homeCountry(of: $0) == country }
  }

  func homeCountry(of participant: String) -> String? {
    if let id = OpID(participant) {
      let creating = elements.first { $0.operation.id == id && $0.operation.participant == nil }
      guard let creating, hubOpCounts(creating) || nodeOpCounts(creating) else { return nil }
      return creating.operation.put?.country
    }
    let creating = elements.filter { element in
      element.operation.put?.base.isEmpty == true
        && element.operation.participant == participant && hubOpCounts(element)
    }
    let ordered = creating.sorted { $0.operation.id < $1.operation.id }
    let decisive = mistake == .takesHomeFromTheLatestPut ? ordered.last : ordered.first
    return decisive?.operation.put?.country
  }
}
