/// # The room of the protocol
///
/// Everything that two Muster machines say to each other (`Protocol/`), as values and state machines
/// that touch no socket, clock or disk: bytes and events in, bytes and events out.
///
/// - `Wire/`: frames and strict JSON; imports nothing.
/// - `Messages/`: each message as a value, read from JSON and written as JSON, in one file each.
/// - `Log/`: segments, batches of ops, and how they are read, built and checked.
/// - `Sessions/`: ``HubSession`` and ``NodeSession``, and enrolment: who may say what, when.
///
/// The daemons, the tests and the benchmark drive the very same sessions.
public nonisolated enum MusterSync {
  /// The version of the protocol that this program speaks.
  public static let version: Int64 = 1
}
