/// What many nodes that do nothing cost.
struct IdleFigures: Figures {
  let nodes: Int
  /// Resident memory of the hub for each open session, KiB.
  let kibPerNode: Double
  let hubMiB: Double
  /// From the first dial until all sessions are open.
  let secondsBack: Double
  /// What as many bare TLS handshakes take one processor, both ends together; here hub and nodes have two.
  let secondsOfHandshakes: Double
  /// The longest that the hub's loop stood still meanwhile, ms, as `/healthz` saw it.
  let stallBackMs: Double
  /// Bytes of one session that told it.
  let segmentBytes: Int
  /// From the first byte handed in until the last node has it.
  let secondsTold: Double
  let stallToldMs: Double
  /// The same for the others while some read nothing.
  let secondsBesideDeaf: Double
  let deaf: Int

  var json: String {
    """
    {"nodes":\(nodes),"kib_per_node":\(three(kibPerNode)),"hub_rss_mb":\(three(hubMiB)),\
    "seconds_back":\(three(secondsBack)),"seconds_of_handshakes":\(three(secondsOfHandshakes)),\
    "stall_back_ms":\(three(stallBackMs)),\
    "segment_bytes":\(segmentBytes),"seconds_told":\(three(secondsTold)),\
    "stall_told_ms":\(three(stallToldMs)),"deaf":\(deaf),\
    "seconds_told_beside_deaf":\(three(secondsBesideDeaf))}
    """
  }

  var words: String {
    """
    \(nodes) idle nodes: \(three(kibPerNode)) KiB each; hub resident \(three(hubMiB)) MiB
    all back after \(three(secondsBack)) s, where their handshakes alone take one processor \
    \(three(secondsOfHandshakes)) s; the loop stood still for \(three(stallBackMs)) ms at most
    \(segmentBytes) bytes at all of them after \(three(secondsTold)) s (loop \(three(stallToldMs)) ms)
    the same beside \(deaf) that read nothing: \(three(secondsBesideDeaf)) s
    """
  }
}
