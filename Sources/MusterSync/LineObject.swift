import MusterCore

/// A line, or a part of one, is not of its form: it will fold to nothing.
nonisolated struct Unreadable: Error {}

/// The members of one object of a line, each read in the one form that it may have.
///
/// Every accessor throws for a value outside its form. Those with `IfAny` give nil for an absent
/// member, the others throw. Asked in the order in which lines are written, each is found at once.
nonisolated struct LineObject {
  private let tape: JSONTape
  private let bytes: [UInt8]
  private let object: Int
  private var near: Int

  /// Takes the object at `index` of a tape that was read from `bytes`.
  init(_ tape: JSONTape, _ bytes: [UInt8], at index: Int = 0) throws(Unreadable) {
    guard tape.nodes[index].kind == .object else { throw Unreadable() }
    self.tape = tape
    self.bytes = bytes
    object = index
    near = index + 1
  }

  @inline(__always)
  private mutating func find(_ name: JSONName) -> Int? {
    tape.member(name, of: object, near: &near)
  }

  @inline(__always)
  private mutating func index(of name: JSONName) throws(Unreadable) -> Int {
    guard let index = find(name) else { throw Unreadable() }
    return index
  }

  /// Whether the object has this member.
  mutating func has(_ name: JSONName) -> Bool { find(name) != nil }

  // MARK: Texts

  /// Runs `body` with the unescaped UTF-8 of a string.
  @inline(__always)
  private func withText<Result>(
    _ index: Int, _ body: (Span<UInt8>) -> Result?
  ) throws(Unreadable) -> Result {
    let node = tape.nodes[index]
    guard node.kind == .string else { throw Unreadable() }
    let result =
      node.hasEscapes
      ? body(JSONText.unescaped(bytes.span, in: node.range).span)
      : body(bytes.span.extracting(node.range))
    guard let result else { throw Unreadable() }
    return result
  }

  @inline(__always)
  private func text(at index: Int, _ form: LineForm) throws(Unreadable) -> String {
    if form != .text { _ = try withText(index) { form.admits($0) ? true : nil } }
    guard let text = tape.text(index, bytes) else { throw Unreadable() }
    return text
  }

  /// A text.
  mutating func text(
    _ name: JSONName, _ form: LineForm = .text
  ) throws(Unreadable) -> String {
    try text(at: try index(of: name), form)
  }

  /// A text that may be absent.
  mutating func textIfAny(
    _ name: JSONName, _ form: LineForm = .text
  ) throws(Unreadable) -> String? {
    guard let index = find(name) else { return nil }
    return try text(at: index, form)
  }

  /// Texts by name.
  mutating func textsByName(
    _ name: JSONName
  ) throws(Unreadable) -> [(name: String, text: String)] {
    let object = try index(of: name)
    guard tape.nodes[object].kind == .object else { throw Unreadable() }
    var texts: [(name: String, text: String)] = []
    var index = object + 1
    while index < tape.nodes[object].next {
      texts.append((tape.name(index, bytes), try text(at: index, .text)))
      index = tape.nodes[index].next
    }
    return texts
  }

  /// Texts by language.
  mutating func titles(_ name: JSONName) throws(Unreadable) -> [String: String] {
    var titles: [String: String] = [:]
    for (language, title) in try textsByName(name) { titles[language] = title }
    return titles
  }

  // MARK: Ids, digests, numbers

  /// An id.
  mutating func identifier(_ name: JSONName) throws(Unreadable) -> Identifier {
    try withText(try index(of: name)) { Identifier(hex: $0) }
  }

  /// An id that may be absent.
  mutating func identifierIfAny(_ name: JSONName) throws(Unreadable) -> Identifier? {
    guard let index = find(name) else { return nil }
    return try withText(index) { Identifier(hex: $0) }
  }

  /// A digest or a key.
  mutating func digest(_ name: JSONName) throws(Unreadable) -> Digest {
    try withText(try index(of: name)) { Digest(hex: $0) }
  }

  /// A digest or a key that may be absent.
  mutating func digestIfAny(_ name: JSONName) throws(Unreadable) -> Digest? {
    guard let index = find(name) else { return nil }
    return try withText(index) { Digest(hex: $0) }
  }

  /// 64 bits in hex.
  mutating func word(_ name: JSONName) throws(Unreadable) -> UInt64 {
    try withText(try index(of: name)) { Hex.word($0) }
  }

  /// A signature: 64 bytes.
  mutating func signature(_ name: JSONName) throws(Unreadable) -> [UInt8] {
    try withText(try index(of: name)) { text in
      guard text.count == 128, let first = Digest(hex: text.extracting(0..<64)),
        let second = Digest(hex: text.extracting(64..<128))
      else { return nil }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(64)
      first.appendBytes(to: &bytes)
      second.appendBytes(to: &bytes)
      return bytes
    }
  }

  @inline(__always)
  private func integer(at index: Int, from least: Int64) throws(Unreadable) -> Int64 {
    let node = tape.nodes[index]
    guard node.kind == .integer, node.integer >= least else { throw Unreadable() }
    return node.integer
  }

  /// An integer, `least` or more.
  mutating func integer(
    _ name: JSONName, from least: Int64 = .min
  ) throws(Unreadable) -> Int64 {
    try integer(at: try index(of: name), from: least)
  }

  /// An integer that may be absent.
  mutating func integerIfAny(_ name: JSONName) throws(Unreadable) -> Int64? {
    guard let index = find(name) else { return nil }
    return try integer(at: index, from: .min)
  }

  /// An integer, `least` or more, that may be absent.
  mutating func integerIfAny(_ name: JSONName, from least: Int64) throws(Unreadable) -> Int64? {
    guard let index = find(name) else { return nil }
    return try integer(at: index, from: least)
  }

  /// A boolean.
  mutating func bool(_ name: JSONName) throws(Unreadable) -> Bool {
    guard let truth = try boolIfAny(name) else { throw Unreadable() }
    return truth
  }

  /// A boolean that may be absent.
  mutating func boolIfAny(_ name: JSONName) throws(Unreadable) -> Bool? {
    guard let index = find(name) else { return nil }
    switch tape.nodes[index].kind {
    case .true: return true
    case .false: return false
    default: throw Unreadable()
    }
  }

  // MARK: Objects and arrays

  /// An object.
  mutating func object(_ name: JSONName) throws(Unreadable) -> LineObject {
    try LineObject(tape, bytes, at: try index(of: name))
  }

  @inline(__always)
  private func elements<Element>(
    of array: Int, _ read: (Int) throws(Unreadable) -> Element
  ) throws(Unreadable) -> [Element] {
    let node = tape.nodes[array]
    guard node.kind == .array else { throw Unreadable() }
    guard node.integer > 0 else { return [] }
    var elements: [Element] = []
    elements.reserveCapacity(Int(node.integer))
    var index = array + 1
    while index < node.next {
      elements.append(try read(index))
      index = tape.nodes[index].next
    }
    return elements
  }

  /// The two elements of an array.
  private func pair(at array: Int) throws(Unreadable) -> (Int, Int) {
    guard tape.nodes[array].kind == .array, tape.nodes[array].integer == 2 else {
      throw Unreadable()
    }
    return (array + 1, tape.nodes[array + 1].next)
  }

  /// Ids.
  mutating func identifiers(_ name: JSONName) throws(Unreadable) -> [Identifier] {
    try elements(of: try index(of: name)) { index throws(Unreadable) in
      try withText(index) { Identifier(hex: $0) }
    }
  }

  /// Texts.
  mutating func texts(
    _ name: JSONName, _ form: LineForm = .text
  ) throws(Unreadable) -> [String] {
    try elements(of: try index(of: name)) { index throws(Unreadable) in
      try text(at: index, form)
    }
  }

  /// Objects that may be absent.
  mutating func objectsIfAny(_ name: JSONName) throws(Unreadable) -> [LineObject]? {
    guard let array = find(name) else { return nil }
    return try elements(of: array) { index throws(Unreadable) in
      try LineObject(tape, bytes, at: index)
    }
  }

  /// Texts that may be absent.
  mutating func textsIfAny(_ name: JSONName) throws(Unreadable) -> [String]? {
    guard let array = find(name) else { return nil }
    return try elements(of: array) { index throws(Unreadable) in try text(at: index, .text) }
  }

  /// Integers that may be absent.
  mutating func integersIfAny(_ name: JSONName) throws(Unreadable) -> [Int64]? {
    guard let array = find(name) else { return nil }
    return try elements(of: array) { index throws(Unreadable) in
      try integer(at: index, from: .min)
    }
  }

  /// [epoch, n] pairs.
  mutating func limits(_ name: JSONName) throws(Unreadable) -> [WriterLimit] {
    try elements(of: try index(of: name)) { index throws(Unreadable) in
      let (epoch, n) = try pair(at: index)
      return WriterLimit(
        epoch: try withText(epoch) { Identifier(hex: $0) }, n: try integer(at: n, from: 0))
    }
  }

  /// [date, first ms] pairs, both strictly ascending.
  mutating func calendar(_ name: JSONName) throws(Unreadable) -> [CalendarDate] {
    let calendar = try elements(of: try index(of: name)) { index throws(Unreadable) in
      let (date, first) = try pair(at: index)
      return CalendarDate(
        date: try text(at: date, .date), first: try integer(at: first, from: .min))
    }
    for (one, next) in zip(calendar, calendar.dropFirst()) {
      guard one.first < next.first, one.date < next.date else { throw Unreadable() }
    }
    return calendar
  }
}
