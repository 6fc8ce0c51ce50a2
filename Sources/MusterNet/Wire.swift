public import MusterCore

/// One connection as the engines see it: bytes in order both ways, from whom, and how it ends.
///
/// ``Connection`` is the one over TLS; a simulation has its own. Set ``onBytes``, ``onClosed`` and
/// ``onWritable`` in the callback that hands it over; nothing arrives before.
public protocol Wire: AnyObject {
  /// The raw Ed25519 public key whose possession the other side has proved.
  var peerKey: Digest { get }
  /// 32 bytes that only the two ends know.
  var exporter: [UInt8] { get }
  /// Where the other side is, for people.
  var peerAddress: String { get }
  /// Called with everything that has come, in order.
  var onBytes: ([UInt8]) -> Void { get set }
  /// Called exactly once, last.
  var onClosed: (CloseReason) -> Void { get set }
  /// Called when ``outputBytes`` has fallen low enough to go on.
  var onWritable: () -> Void { get set }
  /// Bytes received so far.
  var bytesIn: Int { get }
  /// Bytes that have left so far.
  var bytesOut: Int { get }
  /// Bytes queued that have not left.
  var outputBytes: Int { get }
  /// Whether sending has any effect: neither end has closed.
  var isOpen: Bool { get }

  /// Queues a copy of the bytes.
  func send(_ bytes: [UInt8])
  /// Queues the bytes by reference.
  func send(shared: SharedBytes)
  /// Takes nothing more from the other side.
  func pauseReading()
  /// Reads again.
  func resumeReading()
  /// Sends what is queued, then ends, without waiting longer than this (ms).
  func close(withinMs ms: Int)
  /// Ends at once, whatever is queued.
  func abort()
}

extension Wire {
  /// Sends what is queued, then ends, within five seconds.
  public func close() { close(withinMs: 5_000) }
}

/// What opens wires to a hub: ``TLSDialer``, or a simulation's own.
public protocol Dialer {
  /// Dials `host:port`. The result comes later, exactly once, unless the attempt is cancelled.
  func open(
    _ address: HostPort, then: @escaping (Result<any Wire, NetError>) -> Void
  ) -> any Planned
}
