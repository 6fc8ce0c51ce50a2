import MusterCore
import MusterStore
import MusterTrust

/// What one disk holds, as it would be after a power cut.
struct Holding {
  /// Ops whose lines are on it.
  var ops: Set<OpID>
  /// Ops whose private lines are on it.
  var privates: Set<OpID>
  /// Ops that were made there or by a hub; nil at the hub, which takes all for its own.
  private var made: Set<OpID>?

  /// Whether the private line of an op gets to the hub from here: the hub asks who made the op, and
  /// everybody for what it has made itself.
  func hands(_ op: OpID) -> Bool {
    privates.contains(op) && made?.contains(op) != false
  }

  /// Whose disk it is.
  enum Owner {
    case hub
    case node(SimNode)
  }

  /// Opens a copy of a disk and looks; nil where it cannot be opened.
  init?(of machine: Machine, _ owner: Owner, event: EventID, scratch: Machine) {
    scratch.disk.become(machine.disk, atWorst: true)
    let role: Replica.Role
    switch owner {
    case .hub: role = .hub
    case .node(let node):
      guard let key = node.key else { return nil }
      role = .node(key: key, country: node.country)
    }
    let found = scratch.within { () -> Holding? in
      guard
        let replica = try? Replica(at: scratch.folder + "/muster.db", event: event, as: role),
        let ops = try? replica.opsOnDisk(), let privates = try? replica.privatesOnDisk(),
        let own = try? replica.ownOpsOnDisk()
      else { return nil }
      let centre = replica.reading { fold -> Set<OpID> in
        let hubs = Set(fold.hubKeys().keys)
        return privates.filter { fold.author(of: $0).map(hubs.contains) ?? false }
      }
      let made = own.union(centre)
      return Holding(ops: ops, privates: privates, made: role == .hub ? nil : made)
    }
    scratch.disk.kill()
    guard let found else { return nil }
    self = found
  }

  private init(ops: Set<OpID>, privates: Set<OpID>, made: Set<OpID>?) {
    self.ops = ops
    self.privates = privates
    self.made = made
  }
}
