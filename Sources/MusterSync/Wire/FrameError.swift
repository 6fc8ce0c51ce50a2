/// What ends a connection because its bytes are no frames, or a message is no message: the codes
/// 1xx of `Protocol/1-frames.md`.
public nonisolated enum FrameError: Error, Hashable, Sendable {
  /// A frame does not begin with `M`.
  case badMagic(UInt8)
  /// A version of the frame that is not 1.
  case badVersion(UInt8)
  /// Flags other than bit 0.
  case badFlags(UInt8)
  /// A preset dictionary that is not known.
  case badDictionary(UInt8)
  /// A payload longer, as sent, than the limit in bytes.
  case tooLarge(limit: Int)
  /// A compressed payload that is not one whole zlib stream, or inflates to more than the limit.
  case badCompression(limit: Int)
  /// A message that is not the JSON that it must be.
  case badJSON(JSONError)
  /// An empty payload, an empty line, or a line of more than 16 KiB; the number of the line, from 1.
  case badLine(Int)
  /// A message that is not UTF-8; the offset of the byte.
  case badUTF8(Int)

  /// The error of a message that could not be read.
  public init(_ error: JSONError) {
    self = error.reason == .badUTF8 ? .badUTF8(error.position) : .badJSON(error)
  }

  /// The code, 101–109, as sent in an `error` message.
  public var code: Int {
    switch self {
    case .badMagic: 101
    case .badVersion: 102
    case .badFlags: 103
    case .badDictionary: 104
    case .tooLarge: 105
    case .badCompression: 106
    case .badJSON: 107
    case .badLine: 108
    case .badUTF8: 109
    }
  }

  /// The name that goes with the code.
  public var name: String {
    switch self {
    case .badMagic: "bad_magic"
    case .badVersion: "bad_version"
    case .badFlags: "bad_flags"
    case .badDictionary: "bad_dictionary"
    case .tooLarge: "too_large"
    case .badCompression: "bad_compression"
    case .badJSON: "bad_json"
    case .badLine: "bad_line"
    case .badUTF8: "bad_utf8"
    }
  }

  /// What to tell a person.
  public var message: String {
    switch self {
    case .badMagic:
      "The other side does not speak Muster. Check the address and the port."
    case .badVersion(let version):
      "The other side speaks version \(version) of the frame, this side 1. Update the older one."
    case .badFlags(let flags):
      "The frame has flags that this version does not know (\(flags)). Update the older side."
    case .badDictionary(let id):
      "The frame wants a preset dictionary that this version does not know (\(id))."
    case .tooLarge(let limit):
      "The frame is longer than \(limit) bytes. Send less in one frame."
    case .badCompression(let limit):
      "The payload is not a whole zlib stream that inflates to at most \(limit) bytes."
    case .badJSON(let error): "The message is not valid: \(error.message)."
    case .badLine(let number):
      "Line \(number) of the frame is empty or longer than \(FrameReader.lineLimit) bytes."
    case .badUTF8(let position): "The message is not UTF-8 at byte \(position)."
    }
  }
}
