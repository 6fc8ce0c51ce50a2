import MusterCore

/// Everything that anybody was told to be recorded, and what of it is excusably gone: what only a disk
/// held that has been destroyed.
struct Book {
  /// What people were told, in order.
  private(set) var told: [OpID] = []
  private var known: Set<OpID> = []
  /// Ops of which no living disk held the line, when the last that did was destroyed.
  private(set) var lost: Set<OpID> = []
  /// The same of private lines.
  private(set) var lostPrivates: Set<OpID> = []

  /// Notes that somebody was told that ops are recorded.
  mutating func tell(_ ops: [OpID]) {
    for op in ops where known.insert(op).inserted { told.append(op) }
  }

  /// Strikes out what only a disk held that is no more.
  ///
  /// - Parameters:
  ///   - gone: what it held.
  ///   - living: what the disks hold that are left.
  mutating func destroy(_ gone: Holding, living: [Holding]) {
    for op in gone.ops where !living.contains(where: { $0.ops.contains(op) }) { lost.insert(op) }
    for op in gone.privates where !living.contains(where: { $0.hands(op) }) {
      lostPrivates.insert(op)
    }
  }
}
