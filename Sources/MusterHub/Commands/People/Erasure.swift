import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What an erasure reaches, as far as the hub knows: to be seen before it is done, for nothing brings it
/// back.
struct Erasure {
  /// More ops than this do not fit a line with its other members.
  private static let mostOps = 400

  private let centre: Centre
  /// Whose lines are all erased; nil: nobody's.
  private let participant: String?
  /// Ops beside which a line is erased, whoever it is about.
  private let ops: [OpID]
  /// Ops whose lines there are now and will be no more.
  private let reached: [OpID]
  private let others: [String]
  private let given: [OpID]

  private var replica: Replica { centre.replica }

  /// What is to be recorded.
  var draft: Draft { Draft(.erase(ops: ops), participant: participant) }

  /// Reads `{"participant"?: id, "ops"?: ids}`.
  init(_ body: JSONValue, at centre: Centre) throws(Failure) {
    self.centre = centre
    participant = try body.optionalArgument("participant")
    let names = body["ops"] == nil ? [] : try body.texts("ops").ascending
    guard participant != nil || !names.isEmpty else {
      throw .usage("erase: name a participant, or ops.")
    }
    guard names.count <= Self.mostOps else {
      throw .usage("ops: name at most \(Self.mostOps) ops.")
    }
    let person = try participant.map { (id) throws(Failure) in try Self.known(id, centre) }
    ops = try names.map { (name) throws(Failure) in try Self.withLine(name, centre) }
    let (id, ops) = (participant, ops)
    let about = centre.replica.reading { fold in id.map { fold.privateLines(about: $0) } ?? [] }
    reached = about + ops.filter { !about.contains($0) }
    given = centre.replica.reading { fold in
      (id.map { fold.privateLines(givenTo: $0) } ?? []).filter { !ops.contains($0) }
    }
    others = centre.replica.reading { fold in
      (person?.members ?? []).filter { $0 != id && !fold.isErased(participant: $0) }
    }
  }

  private static func known(_ id: String, _ centre: Centre) throws(Failure) -> ParticipantView {
    guard let view = centre.replica.reading({ fold in fold.participant(id) }) else {
      throw HubCommands.nobody(id)
    }
    guard !view.isErased else { throw .refused("\(Terminal.plain(id)) is erased already.") }
    return view
  }

  private static func withLine(_ name: String, _ centre: Centre) throws(Failure) -> OpID {
    guard let op = Identifier(name), centre.replica.reading({ $0.contains(op) }) else {
      throw .unknown("There is no op \(Terminal.plain(name)): participant show names them.")
    }
    guard centre.replica.reading({ $0.privateDigest(of: op) }) != nil else {
      throw .badData("\(name) has no private line: nothing of it can be erased.")
    }
    guard !centre.replica.reading({ fold in fold.isErased(op) }) else {
      throw .refused("The private line of \(name) is erased already.")
    }
    return op
  }

  /// What it reaches, without a word of what it erases.
  ///
  /// - Parameter op: the `erase`; nil while it is not done.
  func json(_ op: OpID?) throws(Failure) -> JSONValue {
    var lines: [JSONValue] = []
    for op in reached { lines.append(try line(op)) }
    return [
      "done": .bool(op != nil), "op": .maybe(op?.hex), "participant": .maybe(participant),
      "ops": .array(ops.map { .id($0) }), "lines": .array(lines),
      "not_erased": [
        "merged": .array(others.map { .string($0) }), "given": .array(given.map { .id($0) }),
      ],
      "older_data": .array(olderData.map { .string($0) }),
    ]
  }

  private func line(_ op: OpID) throws(Failure) -> JSONValue {
    let info = replica.reading { fold in fold.operationInfo(op) }
    let bytes = try Failure.storing { () throws(StoreError) in try replica.line(of: op) }
    let line = bytes.flatMap { try? JSONValue.read($0) }
    return [
      "op": .id(op), "kind": .maybe(info?.kind), "time_ms": .maybe(info?.time?.ms),
      "fields": line?["fields"] ?? line?["answered"] ?? [],
    ]
  }

  /// Databases that were put aside when a backup was restored: they hold what is erased.
  private var olderData: [String] {
    guard let folder = centre.hub?.folder.path, let names = try? Files.names(in: folder) else {
      return []
    }
    return names.filter { $0.hasPrefix("muster.db.before-") }.sorted().map { folder + "/" + $0 }
  }
}

extension HubCommands {
  /// `{"participant"?: id, "ops"?: ids, "yes": true}`: their private lines are gone for good; with
  /// `"dry_run": true`, what that would be.
  func erase(_ body: JSONValue) throws(Failure) -> JSONValue {
    let erasure = try Erasure(body, at: centre)
    guard try !body.flag("dry_run") else { return try erasure.json(nil) }
    try Self.needYes(body)
    let before = try erasure.json(nil)
    return try append([erasure.draft]) { ops in
      before.replacing("done", true).replacing("op", .maybe(ops.first?.hex))
    }
  }

  /// Nothing is erased by a slip of the hand.
  private static func needYes(_ body: JSONValue) throws(Failure) {
    guard try body.flag("yes") else {
      throw .usage(
        "What is erased cannot be brought back: say yes, or look first what it would be.")
    }
  }
}
