import MusterCore

/// The messages of a few members, as the frames that they make.
nonisolated enum SmallMessages {
  private static func frame(_ type: String, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", type)
    members(&writer)
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }

  static func ack(epoch: Epoch, durable: Int64, whole: Int64) -> [UInt8] {
    frame("ack") { json in
      json.member("epoch", epoch)
      json.member("durable", durable)
      json.member("whole", whole)
    }
  }

  static func have(_ position: LogPosition) -> [UInt8] {
    frame("have") { json in json.members(position) }
  }

  static func want(_ ops: [OpID]) -> [UInt8] {
    frame("want") { json in json.member("ops", ops) }
  }

  static func wait(reason: String, text: String) -> [UInt8] {
    frame("wait") { json in
      json.member("reason", reason)
      json.member("text", clipped(text))
    }
  }

  static func go() -> [UInt8] { frame("go") { _ in } }

  static func ping(id: Int64, time: Int64?) -> [UInt8] {
    frame("ping") { json in
      json.member("id", id)
      if let time { json.member("time", time) }
    }
  }

  static func pong(id: Int64, time: Int64) -> [UInt8] {
    frame("pong") { json in
      json.member("id", id)
      json.member("time", time)
    }
  }

  static func pong(id: Int64, clock: NodeClock) -> [UInt8] {
    frame("pong") { json in
      json.member("id", id)
      clock.members(to: &json)
    }
  }

  static func error(_ error: ProtocolError) -> [UInt8] {
    frame("error") { json in
      json.member("code", error.code)
      json.member("name", error.name)
      json.member("text", clipped(error.text))
      if let retry = error.retryAfterMs { json.member("retry_after_ms", retry) }
    }
  }

  static func readError(_ message: MessageReader) throws(ProtocolError) -> ProtocolError {
    ProtocolError(
      code: try message.integer("code"), name: try message.text("name", bytes: 1...64),
      text: try message.words("text"),
      retryAfterMs: try message.optionalInteger("retry_after_ms"))
  }

  static func bye(_ reason: String) -> [UInt8] {
    frame("bye") { json in json.member("reason", clipped(reason)) }
  }

  /// As much of a text as a message may hold.
  private static func clipped(_ text: String) -> String {
    var text = text
    while text.utf8.count > MessageReader.wordsLimit { text.removeLast() }
    return text
  }
}
