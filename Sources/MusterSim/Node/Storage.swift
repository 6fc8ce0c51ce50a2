import MusterCore
import MusterNet

/// One life of a node's disk: what people were told to be on it.
final class Storage {
  /// What was recorded there, as people were told, in order.
  var recorded: [OpID] = []
  /// What requests with keys were answered.
  var answers: [Asked] = []
  /// A request that was sent and not answered.
  var open: HTTPRequest?
  /// What the hub has said that it has on its disk, by writer; of the hub's present era only.
  var durable: [Writer: Int64] = [:]

  /// What is on a copy of the disk.
  var copied: Storage {
    let copy = Storage()
    copy.recorded = recorded
    copy.answers = answers
    return copy
  }

  /// A request and its answer.
  struct Asked {
    var request: HTTPRequest
    var body: [UInt8]
  }
}
