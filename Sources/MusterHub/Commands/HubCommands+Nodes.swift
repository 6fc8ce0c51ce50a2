import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

extension HubCommands {
  // MARK: Join codes

  /// `{"point": id}` → a code; `{"all": true}` → codes for all points without a node.
  ///
  /// A code that was given out for a point and not used yet is given again.
  func invite(_ body: JSONValue) throws(Failure) -> JSONValue {
    let address = try centre.address()
    let hub = try centre.writing()
    let (points, nodes) = hub.replica.reading { fold in (fold.points(), fold.nodes()) }
    let all = try Failure.storing { () throws(StoreError) in try hub.replica.invitations.all() }
    var unused: [String: Invitations.Invitation] = [:]
    for invitation in all where invitation.key == nil { unused[invitation.point] = invitation }
    guard try !body.flag("all") else {
      guard body["point"] == nil else { throw .usage("Name a point, or say all: not both.") }
      let served = Set(nodes.filter { !centre.isRevoked($0) }.map(\.admission.point))
      var codes: [JSONValue] = []
      for point in points where point.fields.country != nil && !served.contains(point.id) {
        codes.append(try code(point.id, address, unused[point.id], hub))
      }
      return try append([]) { _ in .array(codes) }
    }
    let id = try body.argument("point")
    guard let point = points.first(where: { $0.id == id }), point.fields.country != nil else {
      throw .unknown(
        "There is no point \(Terminal.plain(id)): import points, or look at points list.")
    }
    let code = try code(point.id, address, unused[point.id], hub)
    return try append([]) { _ in code }
  }

  private func code(
    _ point: String, _ address: String, _ unused: Invitations.Invitation?, _ hub: Hub
  ) throws(Failure) -> JSONValue {
    let secret = unused.flatMap { JoinSecret(bytes: $0.secret) } ?? .random()
    if unused == nil {
      let invitation = Invitations.Invitation(
        secret: secret.bytes, point: point, madeAt: hub.now())
      try Failure.storing { () throws(StoreError) in try hub.replica.invitations.add(invitation) }
    }
    do throws(TrustError) {
      let code = try JoinCode(address: address, secret: secret)
      return ["point": .string(point), "code": .string(code.text)]
    } catch {
      throw .configuration(error.message)
    }
  }

  // MARK: Nodes

  /// Every node that was ever admitted.
  func nodes() -> JSONValue {
    let nodes = centre.replica.reading { fold in fold.nodes() }
    let lives = centre.lives()
    return .array(
      nodes.map { node in
        let id = node.admission.keyID
        let life = lives[id]
        let word = centre.lastWord(of: id, durable: life?.durable ?? 0)
        let status = centre.peers?.byNode[id]?.status
        let rehearsed = centre.rehearsed(id)
        let waiting =
          !centre.isRevoked(node)
          ? 0
          : centre.replica.reading { fold in fold.waitingForAcceptance(of: id) }
        return [
          "node": .id(id), "point": .string(node.admission.point),
          "country": .string(node.admission.country), "state": .string(state(of: node, word)),
          "last_heard_ms": .maybe(word?.at), "made": .maybe(word?.made),
          "durable": .integer(life?.durable ?? 0), "pending": .maybe(word?.pending),
          "epoch": .maybe(life?.epoch.hex), "admitted_ms": .integer(node.at),
          "present": .maybe(status?.present), "disk_free": .maybe(status?.diskFree),
          "software": .maybe(status?.software),
          "rehearsed_ms": .maybe(rehearsed?.at), "rehearsal": .maybe(rehearsed?.outcome),
          "copied": .bool(centre.copies(of: id) > 1),
          "to_accept": waiting > 0 ? .count(waiting) : .null,
        ]
      })
  }

  private func state(of node: NodeView, _ word: NodeWord?) -> String {
    if centre.isRevoked(node) { return "revoked" }
    if centre.isConnected(node.admission.keyID) { return "connected" }
    guard word == nil else { return "silent" }
    return centre.isStandby ? Self.notHeardHere : "never"
  }

  /// `{"node": id of the node or of its point, "why": text}`: ends its rights for good.
  func revoke(_ body: JSONValue) throws(Failure) -> JSONValue {
    let hub = try centre.writing()
    let name = try body.argument("node")
    let why = try Self.reason(body)
    let nodes = hub.replica.reading { fold in fold.nodes() }
    let found = nodes.filter { $0.admission.keyID.hex == name || $0.admission.point == name }
    guard !found.isEmpty else {
      throw .unknown("There is no node \(Terminal.plain(name)): look at nodes.")
    }
    guard let node = found.first(where: { !$0.isRevoked }) else {
      throw .refused("\(Terminal.plain(name)) is revoked already.")
    }
    let id = node.admission.keyID
    guard !found.contains(where: { !$0.isRevoked && $0.admission.keyID != id }) else {
      throw .refused("\(Terminal.plain(name)) has several nodes: name one of them by its id.")
    }
    let revocation = Revocation(
      key: node.admission.key, keyID: id, durable: Self.limits(id, hub), why: why)
    let answer = try append([Draft(.nodeRevoke(revocation))]) { ops in
      ["op": .maybe(ops.first?.hex), "node": .id(id), "point": .string(node.admission.point)]
    }
    centre.peers?.shutOut(id)
    return answer
  }

  /// `why`: for people, part of the log for ever.
  static func reason(_ body: JSONValue) throws(Failure) -> String {
    let why = try body.argument("why")
    guard why.utf8.count <= 400, Form.isClean(why) else {
      throw .usage("why: write at most 400 bytes in one line.", code: .ofLength(why, 0...400))
    }
    return why
  }
}
