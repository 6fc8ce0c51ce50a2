import MusterSync

/// What a drain has measured.
struct DrainFigures: Figures {
  let ops: Int
  /// To the last acknowledgement.
  let seconds: Double
  /// Until `muster-hub coverage`, asked for then, has told what follows from all of it.
  let secondsShown: Double
  /// Until every node has the whole log.
  let secondsConverged: Double
  /// Raw SQLite, median of three.
  let floorOpsPerSecond: Double
  /// What the nodes sent, TLS records not counted.
  let wireBytesPerOp: Double
  let hubMiB: Double

  var opsPerSecond: Double { Double(ops) / seconds }
  var ratio: Double { opsPerSecond / floorOpsPerSecond }

  var json: String {
    """
    {"ops":\(ops),"seconds":\(three(seconds)),"seconds_shown":\(three(secondsShown)),\
    "seconds_converged":\(three(secondsConverged)),"ops_per_s":\(Int(opsPerSecond)),"floor_ops_per_s":\(Int(floorOpsPerSecond)),\
    "ratio":\(three(ratio)),"wire_bytes_per_op":\(three(wireBytesPerOp)),\
    "hub_rss_mb":\(three(hubMiB))}
    """
  }

  var words: String {
    """
    \(ops) ops acknowledged in \(three(seconds)) s: \(Int(opsPerSecond)) ops/s
    raw SQLite, same lines, same disk: \(Int(floorOpsPerSecond)) ops/s; ratio \(three(ratio))
    on the hub's board after \(three(secondsShown)) s
    whole log at every node after \(three(secondsConverged)) s
    \(three(wireBytesPerOp)) bytes an op from the nodes; hub resident \(three(hubMiB)) MiB
    """
  }
}
