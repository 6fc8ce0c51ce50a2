internal import MusterCore
internal import MusterSync

/// A node's own chain, as far as memory keeps it.
nonisolated struct OwnSide {
  /// This life of the node's storage.
  var writer: Writer
  /// Its chain on the disk.
  var chain: OwnChain
  /// Its end.
  var head: WriterHead
  /// The greatest own number seen on the log.
  var placed: Int64 = 0
  /// The hub has this many on its disk.
  var durable: Int64 = 0
  /// And their private lines for this many.
  var whole: Int64 = 0
  /// Own ops that are not placed yet: where their lines stand.
  var unplaced: [OpID: Int64] = [:]
}
