import MusterTrust

@testable import MusterSync

/// A frame taken apart: a message that a test may change, and the lines that it carries.
nonisolated struct Letter {
  var message: JSONValue
  var lines: [[UInt8]]

  /// Takes one frame apart; nil when the bytes are no whole frame with a JSON message.
  init?(_ bytes: [UInt8]) {
    var reader = FrameReader(limit: Limits.standard.frameBytes)
    reader.append(bytes)
    let deflate = Deflate()
    guard let frame = try? reader.next(inflate: { deflate.inflate($0, limit: $1) }),
      let message = try? JSONValue.read(frame.payload, in: frame.message)
    else { return nil }
    self.message = message
    lines = frame.lines.dropFirst().map { Array(frame.payload[$0]) }
  }

  init(_ message: JSONValue, _ lines: [[UInt8]] = []) {
    self.message = message
    self.lines = lines
  }

  /// The message and its lines, as text.
  var texts: [String] { payload.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } }

  /// The frame, not compressed.
  var frame: [UInt8] { FrameWriter.plain(payload) }

  private var payload: [UInt8] {
    var writer = JSONWriter()
    writer.value(message)
    for line in lines {
      writer.bytes.append(0x0A)
      writer.bytes += line
    }
    return writer.bytes
  }

  /// The letter with the value at the path replaced, or dropped.
  func with(_ path: [String], _ value: JSONValue?) -> Letter {
    var letter = self
    letter.message = message.with(path[...], value)
    return letter
  }

  func with(_ name: String, _ value: JSONValue?) -> Letter { with([name], value) }

  /// All frames in the bytes.
  static func all(_ bytes: [UInt8]) -> [Letter] {
    frames(bytes).compactMap { Letter($0) }
  }

  /// The bytes, cut into frames by their headers alone.
  static func frames(_ bytes: [UInt8]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var rest = bytes[...]
    while rest.count >= 8 {
      let length = rest.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= 8 + length else { break }
      frames.append(Array(rest.prefix(8 + length)))
      rest = rest.dropFirst(8 + length)
    }
    return frames
  }
}

nonisolated extension JSONValue {
  /// The value with what stands at a path of names and indices replaced, or dropped.
  func with(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
    guard let step = path.first else { return value ?? self }
    let rest = path.dropFirst()
    switch self {
    case .object(let members):
      var changed: [JSONMember] = []
      for member in members {
        guard member.name == step else {
          changed.append(member)
          continue
        }
        if rest.isEmpty {
          if let value { changed.append(JSONMember(name: step, value: value)) }
        } else {
          changed.append(JSONMember(name: step, value: member.value.with(rest, value)))
        }
      }
      if rest.isEmpty, let value, !members.contains(where: { $0.name == step }) {
        changed.append(JSONMember(name: step, value: value))
      }
      return .object(changed)
    case .array(let elements):
      return .array(
        elements.enumerated().map { "\($0)" == step ? $1.with(rest, value) : $1 })
    default: return self
    }
  }
}
