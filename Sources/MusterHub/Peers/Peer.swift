import MusterCore
import MusterNet
import MusterSync
import MusterTrust

/// One connection of a machine to the hub: its session, and where it stands in the log.
final class Peer {
  let connection: any Wire
  var session: HubSession
  /// Which connection this is, counted from the start.
  var arrival = 0
  /// The last place of the log that was sent; segments go on from there.
  var sent: Int64 = 0
  /// Whether bytes have come that were not all dealt with.
  var isReady = false
  /// Whether nothing is read from it because too much waits.
  var isPaused = false
  /// Whether ops were placed, so that an answer is owed once they are durable.
  var owesAck = false
  /// Whether it is among those who hear of what they brought once it is on the disk.
  var isOwed = false
  /// Private lines that it asked for and the hub did not hold.
  var wanted: Set<OpID> = []
  /// Private lines that it asked for and may not have as the state is.
  var refused: Set<OpID> = []
  /// The place of the log at which ``refused`` was last looked at.
  var refusedAt: Int64 = 0
  /// The node, once it is welcome; kept when the session has ended.
  var node: KeyID?
  /// The point that it serves, once it is welcome.
  var admission: Admission?
  /// What it last said of itself.
  var status: NodeStatus?
  /// When it was last heard, hub time in ms.
  var heardAt: Int64 = 0
  /// Whether the node was told to hold its ops.
  var isHeld = false

  /// Whether the node takes the log in now.
  var takesLog = true
  /// As what it has come.
  var role = Hello.Role.node
  /// Whether the log goes to it.
  var log = LogFlow.flows

  /// What it offered of other lives and is neither there nor on its way.
  var offer: [SegmentOffer] = []
  /// Segments of other lives that were taken up and are not on the disk yet, by the hashes after them.
  var recovered: [Digest] = []

  /// How the hub's log goes to a node.
  enum LogFlow {
    /// On from what it has.
    case flows
    /// Not before it has said from where.
    case parted
    /// Not at all: it was revoked.
    case closed
  }

  init(connection: any Wire, session: HubSession) {
    self.connection = connection
    self.session = session
  }
}
