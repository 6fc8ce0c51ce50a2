/// Why a ``Connection`` ended.
public nonisolated enum CloseReason: Equatable, Sendable {
  /// The other side ended it, or vanished in an orderly way.
  case peer
  /// This side asked for it with ``Connection/close(withinMs:)``, and all that was queued went out.
  case closed
  /// This side asked for it with ``Connection/abort()``.
  case aborted
  /// This side asked for it, but the other took too long to read what was queued.
  case timedOut
  /// The network or TLS failed, in the system's words.
  case failed(String)
}
