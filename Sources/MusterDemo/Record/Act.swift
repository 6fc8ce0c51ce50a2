/// One thing that a daemon was asked to record, and what it said; the demo's own memory of it.
struct Act {
  /// The kind of op that should be in the log.
  var kind: String
  /// Where.
  var point: String
  /// Whom it is about; nil for a point's own acts.
  var participant: String?
  /// The id of the op that the node says it recorded.
  var op: String
  /// True time when it was asked for, ms.
  var asked: Int64
  /// True time when the answer was whole, ms: the op was on the node's disk by then.
  var answered: Int64
}
