import MusterCore
import MusterModel
import MusterNode
import MusterStore
import MusterSync
import MusterTrust

/// The hub's log read from its beginning: what of it lacks its private line, and what the reference
/// model makes of it.
struct Comparison {
  /// So many ops the reference model takes; beyond that it takes longer than the run.
  private static let mostOps = 600

  private let town: Town
  private var world: World { town.world }

  init(_ town: Town) { self.town = town }

  /// Compares.
  func compare(_ hub: Replica) {
    guard let elements = elements(of: hub) else { return }
    lookForPrivates(hub, elements)
    let reach = Reach(elements)
    for node in town.livingNodes {
      lookAtPrivates(of: node, reach)
      if !node.isRevoked { lookForUnsent(to: node, hub) }
    }
    world.figures.count("ops on the log", elements.count)
    guard elements.count <= Self.mostOps else { return }
    world.figures.count("compared with the model")
    let state = hub.reading { fold in fold.canonicalBytes() }
    let said = Array(ReferenceModel(elements).canonical.utf8)
    guard state != said else { return }
    world.violate(
      .asTheModelSays, Self.difference(state, said, of: ("the state", "the model")))
  }

  /// The first lines in which two canonical forms differ.
  static func difference(
    _ one: [UInt8], _ other: [UInt8], of names: (String, String)
  ) -> String {
    let (ours, theirs) = (lines(one), lines(other))
    let more = ours.subtracting(theirs).sorted().first ?? "nothing"
    let less = theirs.subtracting(ours).sorted().first ?? "nothing"
    return "\(names.0) says \(more), \(names.1) \(less)"
  }

  private static func lines(_ bytes: [UInt8]) -> Set<String> {
    Set(bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
  }

  /// All elements of the log.
  private func elements(of hub: Replica) -> [Element]? {
    var reader = OperationReader(event: hub.event)
    var places: [OpID: Int] = [:]
    var elements: [Element] = []
    var place: Int64 = 0
    while let entries = try? hub.entries(after: place), let last = entries.last {
      for entry in entries {
        if let index = places[entry.op] {
          elements[index].placements.append(entry.placement)
        } else if let line = entry.line {
          places[entry.op] = elements.count
          let operation = reader.read(line, in: 0..<line.count, id: entry.op)
          elements.append(Element(operation, [entry.placement]))
        }
      }
      place = last.place
    }
    guard place == hub.position.place else {
      world.violate(.verifies, "the hub's log cannot be read behind place \(place)")
      return nil
    }
    return elements
  }

  private func lookForPrivates(_ hub: Replica, _ elements: [Element]) {
    guard let held = try? hub.privatesOnDisk() else { return }
    let lacking = elements.map(\.operation).filter { operation in
      operation.privateDigest != nil && !held.contains(operation.id)
        && !town.book.lostPrivates.contains(operation.id)
    }
    if let first = lacking.first {
      let author = town.nodes.first { $0.key == first.node }?.machine.name ?? "the hub"
      world.violate(
        .privatesAreAtTheHub,
        "the hub lacks \(lacking.count) private lines, that of \(first.id.hex) of \(author) first")
    }
  }

  private func lookForUnsent(to node: SimNode, _ hub: Replica) {
    guard let held = try? node.engine?.replica.privatesOnDisk(),
      let all = try? hub.privatesOnDisk()
    else { return }
    let unsent = hub.reading { fold in
      all.subtracting(held).filter { fold.mayHavePrivate(of: $0, country: node.country) }
    }
    if let first = unsent.min() {
      let (author, subject) = hub.reading { fold in
        (fold.author(of: first), fold.operationInfo(first)?.participant ?? first.hex)
      }
      let waits = node.engine?.replica.missingPrivateCount ?? 0
      world.violate(
        .privatesReachWhoMay,
        "\(node.machine.name) of \(node.country) lacks \(unsent.count) private lines that it may"
          + " have and waits for \(waits), that of \(first.hex) first, about \(subject), by "
          + (town.nodes.first { $0.key == author }?.machine.name ?? "the hub"))
    }
  }

  private func lookAtPrivates(of node: SimNode, _ reach: Reach) {
    guard let replica = node.engine?.replica, let ops = try? replica.privatesOnDisk() else {
      return
    }
    for op in ops.sorted() {
      let isOwn = replica.reading { fold in fold.author(of: op) == node.key }
      guard !isOwn, !reach.mayHave(op, node.country) else { continue }
      world.violate(
        .privateWhereAllowed,
        "\(node.machine.name) of \(node.country) holds the private line of \(op.hex)")
    }
  }
}
