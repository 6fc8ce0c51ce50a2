nonisolated extension Limits {
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
