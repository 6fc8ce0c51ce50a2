/// Why a session ended, as it stands on the wire (`Protocol/4-messages.md`, Errors).
///
/// No error loses a line: what was not acknowledged stays queued on the node.
public nonisolated struct ProtocolError: Error, Hashable, Sendable {
  /// Every code of 110 and above; 101–109 are ``FrameError``'s.
  public enum Code: Int64, Sendable, CaseIterable {
    case badMessage = 110
    case unexpected = 111
    case tooMany = 112
    case badHash = 113
    case tooSlow = 114
    case noCommonVersion = 201
    case unknownNode = 202
    case revoked = 203
    case badSignature = 204
    case badCode = 205
    case codeUsed = 206
    case wrongHub = 207
    case badAdmission = 208
    case gap = 301
    case fork = 302
    case behind = 303
    case wrongEvent = 305
    case parted = 306
    case diskFull = 501
    case busy = 502
    case shuttingDown = 503
    case storage = 504

    /// The name on the wire.
    public var name: String {
      switch self {
      case .badMessage: "bad_message"
      case .unexpected: "unexpected"
      case .tooMany: "too_many"
      case .badHash: "bad_hash"
      case .tooSlow: "too_slow"
      case .noCommonVersion: "no_common_version"
      case .unknownNode: "unknown_node"
      case .revoked: "revoked"
      case .badSignature: "bad_signature"
      case .badCode: "bad_code"
      case .codeUsed: "code_used"
      case .wrongHub: "wrong_hub"
      case .badAdmission: "bad_admission"
      case .gap: "gap"
      case .fork: "fork"
      case .behind: "behind"
      case .wrongEvent: "wrong_event"
      case .parted: "parted"
      case .diskFull: "disk_full"
      case .busy: "busy"
      case .shuttingDown: "shutting_down"
      case .storage: "storage"
      }
    }
  }

  /// The code; a peer's code that is not known here is kept as its number.
  public var code: Int64
  /// The code's name.
  public var name: String
  /// For the log and for people: what was wrong, and what to do.
  public var text: String
  /// When to try again, ms; nil where the peer says nothing.
  public var retryAfterMs: Int64?

  /// Makes an error of this program.
  public init(_ code: Code, _ text: String, retryAfterMs: Int64? = nil) {
    self.code = code.rawValue
    name = code.name
    self.text = text
    self.retryAfterMs = retryAfterMs
  }

  /// Makes an error of bytes that are no frames, or of a message that is no message.
  public init(_ error: FrameError) {
    code = Int64(error.code)
    name = error.name
    text = error.message
    retryAfterMs = nil
  }

  /// Makes an error as a peer has sent it.
  init(code: Int64, name: String, text: String, retryAfterMs: Int64?) {
    self.code = code
    self.name = name
    self.text = text
    self.retryAfterMs = retryAfterMs
  }

  /// Whether the code is one of the given ones.
  public func isOne(of codes: Code...) -> Bool { codes.contains { $0.rawValue == code } }
}
