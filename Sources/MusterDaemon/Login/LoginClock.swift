public import MusterStore

/// How a daemon tells how old a link or a session is.
///
/// A node whose clock was three years slow learns the time when the hub is found: who logged in before
/// must not be logged out by it.
public protocol LoginClock {
  /// Now.
  func stamp() -> Accounts.Stamp

  /// How long ago that was, ms, as well as it is known by now.
  func age(of stamp: Accounts.Stamp) -> Int64
}
