public import MusterCore

/// What a side holds of one op's private line.
public nonisolated enum PrivateContent: Hashable, Sendable {
  /// The line's bytes.
  case line([UInt8])
  /// Erased, for good.
  case gone
  /// Not held now.
  case absent
}

/// One entry of a `private` message.
public nonisolated struct PrivateEntry: Hashable, Sendable {
  /// The op beside which the private line stands.
  public var op: OpID
  /// What is held of it.
  public var content: PrivateContent

  /// Makes an entry.
  public init(op: OpID, content: PrivateContent) {
    self.op = op
    self.content = content
  }
}

/// The message `private`: private lines, or what there is to say of them.
public nonisolated enum PrivateMessage {
  static let type = "private"

  /// The frames for the entries: as many as the limits of one message ask for.
  public static func frames(_ entries: [PrivateEntry]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var body: [UInt8] = []
    var count = 0
    for entry in entries {
      let line = entryLine(entry)
      if count == Limits.standard.entries
        || (count > 0 && body.count - 1 + line.count > Limits.standard.bodyBytes)
      {
        frames.append(frame(body, count: count))
        body.removeAll(keepingCapacity: true)
        count = 0
      }
      body += line
      count += 1
    }
    if count > 0 { frames.append(frame(body, count: count)) }
    return frames
  }

  private static func entryLine(_ entry: PrivateEntry) -> [UInt8] {
    var writer = JSONWriter()
    writer.bytes.append(0x0A)
    writer.beginObject()
    writer.member("op", entry.op)
    switch entry.content {
    case .line(let line):
      writer.member("is", "line")
      writer.endObject()
      writer.bytes.append(0x0A)
      writer.bytes += line
    case .gone:
      writer.member("is", "gone")
      writer.endObject()
    case .absent:
      writer.member("is", "absent")
      writer.endObject()
    }
    return writer.bytes
  }

  private static func frame(_ body: [UInt8], count: Int) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", type)
    writer.member("count", count)
    writer.endObject()
    return FrameWriter.plain(writer.bytes + body)
  }

  static func read(_ message: MessageReader, _ frame: Frame) throws(ProtocolError) -> [PrivateEntry]
  {
    let count = try message.integer("count", from: 1)
    guard count <= Int64(Limits.standard.entries),
      frame.body?.count ?? 0 <= Limits.standard.bodyBytes
    else {
      throw ProtocolError(
        .tooMany,
        "A private message holds at most \(Limits.standard.entries) entries in "
          + "\(Limits.standard.bodyBytes) bytes.")
    }
    var entries: [PrivateEntry] = []
    var next = 1
    for _ in 0..<count {
      guard next < frame.lines.count,
        let value = try? JSONValue.read(frame.payload, in: frame.lines[next]),
        let op = value["op"]?.string.flatMap({ Identifier($0) })
      else { throw broken }
      next += 1
      switch value["is"]?.string {
      case "gone": entries.append(PrivateEntry(op: op, content: .gone))
      case "absent": entries.append(PrivateEntry(op: op, content: .absent))
      case "line":
        guard next < frame.lines.count else { throw broken }
        let line = Array(frame.payload[frame.lines[next]])
        entries.append(PrivateEntry(op: op, content: .line(line)))
        next += 1
      default: throw broken
      }
    }
    guard next == frame.lines.count else { throw broken }
    return entries
  }

  private static var broken: ProtocolError {
    ProtocolError(.badMessage, "An entry of private has another form, or their count is wrong.")
  }
}
