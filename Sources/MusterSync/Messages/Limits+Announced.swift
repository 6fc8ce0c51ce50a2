nonisolated extension Limits {
  /// Reads the limits that `welcome` announces; none becomes greater than this version's own.
  init(_ message: MessageReader) throws(ProtocolError) {
    self.init()
    frameBytes = Int(try message.limit("frame", atMost: Int64(frameBytes)))
    lineBytes = Int(try message.limit("line", atMost: Int64(lineBytes)))
    entries = Int(try message.limit("entries", atMost: Int64(entries)))
    bodyBytes = Int(try message.limit("body", atMost: Int64(bodyBytes)))
    unacknowledgedBatches = Int(
      try message.limit("batches", atMost: Int64(unacknowledgedBatches)))
    pingMs = try message.limit("ping_ms", atMost: pingMs)
    deadMs = try message.limit("dead_ms", atMost: deadMs)
  }

  /// Writes the limits that a node must know, as `welcome` announces them.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("frame", frameBytes)
    writer.member("line", lineBytes)
    writer.member("entries", entries)
    writer.member("body", bodyBytes)
    writer.member("batches", unacknowledgedBatches)
    writer.member("ping_ms", pingMs)
    writer.member("dead_ms", deadMs)
    writer.endObject()
  }
}
