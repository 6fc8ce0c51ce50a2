/// # The room that both daemons share
///
/// What a hub and a node do alike beside the protocol: how words become an exit code (``Program``), how
/// a failure is told to people and programs (``Failure``), how a draft becomes a line (``Author``), how a command reaches the running daemon or
/// works on the files (``Control``), how a request acts once however often it is sent
/// (``IdempotentRequest``), who may ask over HTTP (``Logins``), how pages are given (``PageShelf``),
/// what clocks show to people and people write (``Zone``, ``Clocks``), and
/// what is written to standard error (``DaemonLog``).
public nonisolated enum MusterDaemon {
  /// The version of both programs.
  public static let version = "0.1.0"
}
