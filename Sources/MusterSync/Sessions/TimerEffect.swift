/// What a session's timer asks for.
public nonisolated enum TimerEffect: Sendable {
  /// Nothing is due.
  case nothing
  /// A frame is to be sent.
  case send([UInt8])
  /// The session has ended; its farewell holds the frame that says why.
  case failed(ProtocolError)
}
