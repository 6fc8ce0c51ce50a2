/// Every limit of the protocol, in one table (`Protocol/1-frames.md`); the hub announces it in
/// `welcome`.
public nonisolated struct Limits: Hashable, Sendable {
  /// The values of version 1.
  public static let standard = Limits()

  /// Payload of a frame before authentication, bytes, as sent and inflated.
  public var frameBytesBeforeAuthentication = 4_096
  /// Payload of a frame after authentication, bytes, as sent and inflated.
  public var frameBytes = 262_144
  /// One line without its LF, bytes; the frame reader holds to ``FrameReader/lineLimit``.
  public var lineBytes = FrameReader.lineLimit
  /// Entries (ops, placements, private lines) of one message that carries lines.
  public var entries = 256
  /// Body of one message that carries lines, bytes before compression.
  public var bodyBytes = 196_608
  /// From the connection to `welcome`, ms.
  public var handshakeMs: Int64 = 10_000
  /// A ping after so long without one, ms.
  public var pingMs: Int64 = 20_000
  /// The other side is dead after so long without a byte, ms.
  public var deadMs: Int64 = 60_000
  /// `ops` messages of one node that are sent and not acknowledged.
  public var unacknowledgedBatches = 4
  /// Ops that a node puts into one `ops` message.
  public var opsPerBatch = 256
  /// Handshakes that the hub has under way at once; others wait in the backlog.
  public var handshakes = 16
  /// The most of those for one address.
  public var handshakesPerAddress = 8
  /// What the hub holds for a slow reader, bytes; beyond it the store serves at the reader's pace.
  public var slowReaderBytes = 262_144
  /// Ops that the hub takes in one tick.
  public var opsPerTick = 2_000
  /// The longest that the hub takes ops in one tick, ms.
  public var tickMs: Int64 = 50
  /// The shortest wait before a node dials again, ms.
  public var redialFromMs: Int64 = 1_000
  /// The longest wait before a node dials again, ms.
  public var redialToMs: Int64 = 60_000
  /// The shortest time between two writes of segments to a node that has caught up, and the longest that a
  /// few ops wait for a commit, ms.
  public var segmentWriteMs: Int64 = 100
  /// Starts that a `hello` and a `welcome` name.
  public var starts = 16

  /// Addresses of hubs that a `welcome` names.
  public var addresses = 8
  /// Segments of other lives that one message offers, or says to be there: more do not fit its line.
  public var segmentsOffered = 128
  /// Segments of other lives that a hub asks for at once.
  public var segmentsWanted = 8

  /// Nodes that rehearse at once.
  public var rehearsals = 16
  /// Ops that one practice event takes.
  public var rehearsalOps = 512
  /// Op lines and private lines that one practice event takes, bytes.
  public var rehearsalBytes = 1 << 20
  /// So long after one practice event a node is given the next, ms.
  public var rehearsalPauseMs: Int64 = 5_000
  /// So long a practice event stands at most, ms.
  public var rehearsalMs: Int64 = 600_000

  /// Makes the table of version 1, which a test may change.
  public init() {}
}
