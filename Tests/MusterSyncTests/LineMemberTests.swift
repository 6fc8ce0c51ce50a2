import MusterCore
import MusterSync
import Testing

/// What `Protocol/2-lines.md` says of all members alike, tried on random lines of every kind.
@Suite("Members of lines")
struct LineMemberTests {
  /// One step from a value to a value within it.
  private enum Step {
    case member(String)
    case element(Int)
  }

  private static let withPoint: Set = [
    "node.admit", "point.put", "point.ready", "point.open", "point.close", "checkin", "checkout",
    "refusal", "count", "announce.seen",
  ]
  private static let withParticipant: Set = [
    "participant.block", "participant.unblock", "checkin", "checkout", "reassign",
  ]
  private static let optional: Set = [
    "by", "private", "fields", "stated", "boot previous", "hub.start replaces",
    "participant.block serials",
    "checkin serial", "checkin answered", "checkin despite", "announce countries",
    "announce groups", "announce until", "value slots", "value talks", "value kinds", "value days",
    "value before", "value after", "value entry", "value pending", "value capacity",
    "value questions", "value due", "value goal", "value unit", "value countries", "value bodies",
    "questions required", "questions choices",
  ]

  private static func operations(_ seed: UInt64, _ count: Int) throws -> [(Operation, JSONValue)] {
    var source = Seeded(seed)
    return try (0..<count).map { _ in
      let operation = AnyOperation.make(&source)
      let line = OperationWriter.write(operation, event: OperationTests.event)
      return (operation, try JSONValue.read(line))
    }
  }

  private static func read(_ line: JSONValue) -> Operation {
    var writer = JSONWriter()
    writer.value(line)
    return OperationTests.read(writer.bytes)
  }

  /// The ways to all values within a value.
  private static func ways(in value: JSONValue) -> [[Step]] {
    let inner: [(Step, JSONValue)] =
      value.members?.map { (.member($0.name), $0.value) }
      ?? value.array?.enumerated().map { (.element($0.offset), $0.element) } ?? []
    return inner.flatMap { step, value in [[step]] + ways(in: value).map { [step] + $0 } }
  }

  /// The value with another one, or none, where the way leads.
  private static func changed(
    _ value: JSONValue, _ way: ArraySlice<Step>, _ change: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    guard let step = way.first else { return change(value) }
    switch (value, step) {
    case (.object(let members), .member(let name)):
      return .object(
        members.compactMap { member in
          guard member.name == name else { return member }
          return changed(member.value, way.dropFirst(), change)
            .map { JSONMember(name: name, value: $0) }
        })
    case (.array(let elements), .element(let place)):
      return .array(
        elements.enumerated().compactMap { index, element in
          index == place ? changed(element, way.dropFirst(), change) : element
        })
    default: return value
    }
  }

  private static func changed(
    _ line: JSONValue, _ way: [Step], _ change: (JSONValue) -> JSONValue?
  ) -> JSONValue {
    changed(line, way[...], change) ?? line
  }

  private static func names(_ way: [Step]) -> [String] {
    way.compactMap { if case .member(let name) = $0 { name } else { nil } }
  }

  /// Whether the tables let the member be absent to which the way leads.
  private static func mayBeAbsent(_ way: [Step], of kind: String, in line: JSONValue) -> Bool {
    let names = names(way)
    // One of the two is enough.
    if kind == "erase", names == ["participant"] || names == ["ops"] {
      return line["participant"] != nil && line["ops"] != nil
    }
    if names == ["point"] { return !withPoint.contains(kind) }
    if names == ["participant"] { return !withParticipant.contains(kind) }
    if names.dropLast().last == "titles" || names.first == "set" && names.count == 2 {
      return true
    }
    let place = [names.count == 1 ? kind : names[names.count - 2], names[names.count - 1]]
    return optional.contains(names[names.count - 1]) && names.count == 1
      || optional.contains(place.joined(separator: " "))
  }

  @Test("Without a member that its kind must have a line is unreadable, without another it is not")
  func absent() throws {
    for (operation, line) in try Self.operations(21, 1_500) {
      let kind = try #require(operation.act.kind)
      for way in Self.ways(in: line) {
        guard case .member = way.last else { continue }
        let read = Self.read(Self.changed(line, way) { _ in nil })
        #expect(
          (read.act.kind != nil) == Self.mayBeAbsent(way, of: kind, in: line),
          "\(kind) without \(Self.names(way))")
      }
    }
  }

  @Test("A line with a value of another type at any place is unreadable, null at each of them")
  func otherType() throws {
    let others: [JSONValue] = [nil, true, 7, "7", [], [:]]
    func type(_ value: JSONValue) -> Int {
      switch value {
      case .null: 0
      case .bool: 1
      case .integer: 2
      case .string: 3
      case .array: 4
      case .object: 5
      }
    }
    for (operation, line) in try Self.operations(22, 700) {
      for way in Self.ways(in: line) {
        for other in others {
          var isOther = false
          let wrong = Self.changed(line, way) { value in
            isOther = type(value) != type(other)
            return other
          }
          guard isOther else { continue }
          #expect(
            Self.read(wrong).act.kind == nil,
            "\(operation.act.kind ?? "") with \(other) at \(Self.names(way))")
        }
      }
    }
  }

  @Test("Unknown members in the line and in every object of it are passed over")
  func unknown() throws {
    let later = JSONMember(name: "later", value: [nil, ["later": [1]]])
    for (operation, line) in try Self.operations(23, 1_500) {
      for way in [[]] + Self.ways(in: line) {
        // Where languages are names, every name is a language.
        if ["titles", "texts"].contains(Self.names(way).last) { continue }
        let more = Self.changed(line, way) { value in
          value.members.map { .object([later] + $0 + [JSONMember(name: "Later", value: 0)]) }
            ?? value
        }
        #expect(String(reflecting: Self.read(more)) == String(reflecting: operation))
      }
    }
  }

  @Test("Names and people that do not ascend, or are too few, make a line unreadable")
  func ascending() throws {
    var tried: Set<String> = []
    for (_, line) in try Self.operations(24, 1_500) {
      for (name, least) in [("fields", 1), ("answered", 1), ("participants", 2)] {
        guard let texts = line[name]?.array else { continue }
        tried.insert(name)
        let wrongs: [[JSONValue]] = [
          Array(texts.prefix(least - 1)), texts + texts.suffix(1), texts.prefix(1) + texts,
          texts + texts.prefix(1),
        ]
        for wrong in wrongs {
          let read = Self.read(Self.changed(line, [.member(name)]) { _ in .array(wrong) })
          #expect(read.act.kind == nil, "\(name)")
        }
      }
    }
    #expect(tried == ["fields", "answered", "participants"])
  }
}
