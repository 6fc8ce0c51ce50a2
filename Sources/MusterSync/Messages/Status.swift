/// What a node tells the hub of itself from time to time; not logged.
public nonisolated struct NodeStatus: Hashable, Sendable {
  /// Desks in use.
  public var desks: Int64
  /// People inside by its own count.
  public var present: Int64
  /// Ops made.
  public var made: Int64
  /// Ops not yet durable on the hub.
  public var pending: Int64
  /// Time of the oldest of them by the node's clock, ms; nil when there is none.
  public var oldest: Int64?
  /// Free bytes on its disk.
  public var diskFree: Int64
  /// Name and version of its program.
  public var software: String
  /// How its last rehearsal went; nil where it has rehearsed nothing.
  public var rehearsed: Rehearsed?

  static let type = "status"

  /// Makes a status.
  public init(
    desks: Int64, present: Int64, made: Int64, pending: Int64, oldest: Int64?, diskFree: Int64,
    software: String, rehearsed: Rehearsed? = nil
  ) {
    self.desks = desks
    self.present = present
    self.made = made
    self.pending = pending
    self.oldest = oldest
    self.diskFree = diskFree
    self.software = software
    self.rehearsed = rehearsed
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    desks = try message.integer("desks")
    present = try message.integer("present")
    made = try message.integer("made")
    pending = try message.integer("pending")
    oldest = try message.optionalInteger("oldest", from: -JSONTape.maximumInteger)
    diskFree = try message.integer("disk_free")
    software = try message.software()
    rehearsed = try message.optionalObject("rehearsed").map { (object) throws(ProtocolError) in
      try Rehearsed(object)
    }
  }

  func frame() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", Self.type)
    writer.member("desks", desks)
    writer.member("present", present)
    writer.member("made", made)
    writer.member("pending", pending)
    if let oldest { writer.member("oldest", oldest) }
    writer.member("disk_free", diskFree)
    writer.member("software", software)
    if let rehearsed {
      writer.key("rehearsed")
      rehearsed.write(to: &writer)
    }
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }
}

/// What the hub tells every node from time to time; not logged.
public nonisolated struct HubStatus: Hashable, Sendable {
  /// Hub time, ms.
  public var time: Int64
  /// Countries that the event expects.
  public var expected: Int64
  /// Countries with an open point.
  public var open: Int64
  /// Countries heard within a minute.
  public var heard: Int64
  /// Countries heard before, but not within a minute.
  public var silent: Int64
  /// Countries never heard.
  public var neverHeard: Int64
  /// People inside.
  public var present: Int64
  /// People who were inside at some time.
  public var attended: Int64
  /// In a rehearsal: the state that the hub has, for the node to compare with its own.
  public var state: StateMark?

  static let type = "status"

  /// Whether nothing is missing from the totals.
  public var isComplete: Bool { silent == 0 && neverHeard == 0 }

  /// Makes a status.
  public init(
    time: Int64, expected: Int64, open: Int64, heard: Int64, silent: Int64, neverHeard: Int64,
    present: Int64, attended: Int64
  ) {
    self.time = time
    self.expected = expected
    self.open = open
    self.heard = heard
    self.silent = silent
    self.neverHeard = neverHeard
    self.present = present
    self.attended = attended
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    time = try message.integer("time")
    let coverage = try message.object("coverage")
    expected = try coverage.integer("expected")
    open = try coverage.integer("open")
    heard = try coverage.integer("heard")
    silent = try coverage.integer("silent")
    neverHeard = try coverage.integer("never_heard")
    present = try coverage.integer("present")
    attended = try coverage.integer("attended")
    state = try message.optionalObject("state").map { (object) throws(ProtocolError) in
      StateMark(place: try object.integer("place"), digest: try object.digest("digest"))
    }
    guard try coverage.flag("complete") == isComplete else {
      throw ProtocolError(.badMessage, "The coverage says complete where its numbers do not.")
    }
  }

  func frame() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", Self.type)
    writer.member("time", time)
    writer.key("coverage")
    writer.beginObject()
    writer.member("expected", expected)
    writer.member("open", open)
    writer.member("heard", heard)
    writer.member("silent", silent)
    writer.member("never_heard", neverHeard)
    writer.member("present", present)
    writer.member("attended", attended)
    writer.member("complete", isComplete)
    writer.endObject()
    if let state {
      writer.key("state")
      writer.beginObject()
      writer.member("place", state.place)
      writer.member("digest", state.digest)
      writer.endObject()
    }
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }
}
