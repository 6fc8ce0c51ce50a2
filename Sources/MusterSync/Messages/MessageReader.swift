import MusterCore
import MusterTrust

/// Takes members out of a message and checks their form; a missing or misformed one is `bad_message`.
nonisolated struct MessageReader {
  /// The message's `type`.
  let type: String
  /// Bytes of a text for people.
  static let wordsLimit = 1_024
  private let value: JSONValue

  /// Reads the first line of a frame.
  init(_ frame: Frame) throws(ProtocolError) {
    do throws(JSONError) {
      value = try JSONValue.read(frame.payload, in: frame.lines[0])
    } catch {
      throw ProtocolError(FrameError(error))
    }
    guard let type = value["type"]?.string else {
      throw ProtocolError(.badMessage, "The message has no type.")
    }
    self.type = type
  }

  private init(_ value: JSONValue, type: String) {
    self.value = value
    self.type = type
  }

  func broken(_ name: String) -> ProtocolError {
    ProtocolError(.badMessage, "The member \(name) of \(type) is missing or of another form.")
  }

  /// An object member.
  func object(_ name: String) throws(ProtocolError) -> MessageReader {
    guard let member = value[name], member.members != nil else { throw broken(name) }
    return MessageReader(member, type: "\(type).\(name)")
  }

  /// An array member of at most `limit` elements.
  func array(_ name: String, atMost limit: Int) throws(ProtocolError) -> [JSONValue] {
    guard let elements = value[name]?.array, elements.count <= limit else { throw broken(name) }
    return elements
  }

  /// Why the sender of a `wait` waits, for programs.
  func reason() throws(ProtocolError) -> String { try text("reason", bytes: 1...64) }

  /// A text of so many bytes.
  func text(_ name: String, bytes: ClosedRange<Int>) throws(ProtocolError) -> String {
    guard let text = value[name]?.string, bytes ~= text.utf8.count else { throw broken(name) }
    return text
  }

  /// The name and version of a program: 1–64 bytes.
  func software() throws(ProtocolError) -> String { try text("software", bytes: 1...64) }

  /// What is said to people: at most 1 KiB.
  func words(_ name: String) throws(ProtocolError) -> String {
    try text(name, bytes: 0...Self.wordsLimit)
  }

  /// A text that has one value only in this version.
  func expect(_ name: String, _ text: String) throws(ProtocolError) {
    guard value[name]?.string == text else { throw broken(name) }
  }

  /// An array of at most 64 names; those that are not known are ignored by whoever asks.
  func features() throws(ProtocolError) -> [String] {
    var features: [String] = []
    for element in try array("features", atMost: 64) {
      guard let feature = element.string else { throw broken("features") }
      features.append(feature)
    }
    return features
  }

  /// An integer not below `least`.
  func integer(_ name: String, from least: Int64 = 0) throws(ProtocolError) -> Int64 {
    guard let integer = value[name]?.integer, integer >= least else { throw broken(name) }
    return integer
  }

  /// An integer, negative too: what a wrong wall clock shows.
  func wallTime(_ name: String) throws(ProtocolError) -> Int64 {
    try integer(name, from: -JSONTape.maximumInteger)
  }

  /// A positive integer that need not fit in what is announced: a limit, at most `most`.
  func limit(_ name: String, atMost most: Int64) throws(ProtocolError) -> Int64 {
    min(try integer(name, from: 1), most)
  }

  /// An integer that may be absent.
  func optionalInteger(
    _ name: String, from least: Int64 = 0
  ) throws(ProtocolError) -> Int64? {
    value[name] == nil ? nil : try integer(name, from: least)
  }

  /// `true` or `false`.
  func flag(_ name: String) throws(ProtocolError) -> Bool {
    guard let flag = value[name]?.bool else { throw broken(name) }
    return flag
  }

  /// An id.
  func identifier(_ name: String) throws(ProtocolError) -> Identifier {
    guard let text = value[name]?.string, let id = Identifier(text) else { throw broken(name) }
    return id
  }

  /// A digest or public key.
  func digest(_ name: String) throws(ProtocolError) -> Digest {
    guard let text = value[name]?.string, let digest = Digest(text) else { throw broken(name) }
    return digest
  }

  /// A signature.
  func signature(_ name: String) throws(ProtocolError) -> Signature {
    guard let text = value[name]?.string, let signature = Signature(text) else {
      throw broken(name)
    }
    return signature
  }

  /// A position in the log: members `place` and `hash`.
  func position() throws(ProtocolError) -> LogPosition {
    LogPosition(place: try integer("place"), hash: try digest("hash"))
  }

  /// An array of starts.
  func starts() throws(ProtocolError) -> [HubStartMark] {
    var starts: [HubStartMark] = []
    for element in try array("starts", atMost: Limits.standard.starts) {
      guard let parts = element.array, parts.count == 3,
        let generation = parts[0].string.flatMap({ Identifier($0) }), let place = parts[1].integer,
        place >= 1, let before = parts[2].string.flatMap({ Digest($0) })
      else { throw broken("starts") }
      starts.append(HubStartMark(generation: generation, place: place, before: before))
    }
    return starts
  }

  /// An array of 1 to 256 ids.
  func identifiers(_ name: String) throws(ProtocolError) -> [Identifier] {
    var ids: [Identifier] = []
    for element in try array(name, atMost: Limits.standard.entries) {
      guard let id = element.string.flatMap({ Identifier($0) }) else { throw broken(name) }
      ids.append(id)
    }
    if ids.isEmpty { throw broken(name) }
    return ids
  }

  /// An array of 1 to so many digests.
  func digests(_ name: String, atMost limit: Int) throws(ProtocolError) -> [Digest] {
    var digests: [Digest] = []
    for element in try array(name, atMost: limit) {
      guard let digest = element.digest else { throw broken(name) }
      digests.append(digest)
    }
    if digests.isEmpty { throw broken(name) }
    return digests
  }

  /// An array of at most so many texts of 1 to 255 bytes; empty where it is absent.
  func optionalTexts(_ name: String, atMost limit: Int) throws(ProtocolError) -> [String] {
    guard value[name] != nil else { return [] }
    var texts: [String] = []
    for element in try array(name, atMost: limit) {
      guard let text = element.string, 1...255 ~= text.utf8.count else { throw broken(name) }
      texts.append(text)
    }
    return texts
  }

  /// The members of an object that may be absent.
  func optionalObject(_ name: String) throws(ProtocolError) -> MessageReader? {
    value[name] == nil ? nil : try object(name)
  }

  /// A flag that is false where it is absent.
  func optionalFlag(_ name: String) throws(ProtocolError) -> Bool {
    value[name] == nil ? false : try flag(name)
  }

  /// An array of integers.
  func integers(_ name: String) throws(ProtocolError) -> [Int64] {
    var integers: [Int64] = []
    for element in try array(name, atMost: 64) {
      guard let integer = element.integer else { throw broken(name) }
      integers.append(integer)
    }
    return integers
  }
}
