/// What is planned and has not happened yet.
public protocol Planned: AnyObject {
  /// Lets it not happen. Harmless afterwards.
  func cancel()
}

/// What calls back later: ``EventLoop``, or a simulation's own.
///
/// Every call comes on its own, never from within the call that asked for it.
public protocol Planner: AnyObject {
  /// Calls in the next turn, in the order asked for.
  func soon(_ body: @escaping () -> Void)
  /// Calls once, so many ms from now.
  func plan(afterMs ms: Int, _ body: @escaping () -> Void) -> any Planned
  /// Calls every so many ms, first after that time.
  func plan(everyMs ms: Int, _ body: @escaping () -> Void) -> any Planned
}

extension EventLoop: Planner {
  /// As ``after(ms:_:)``.
  public func plan(afterMs ms: Int, _ body: @escaping () -> Void) -> any Planned {
    after(ms: ms, body)
  }

  /// As ``every(ms:_:)``.
  public func plan(everyMs ms: Int, _ body: @escaping () -> Void) -> any Planned {
    every(ms: ms, body)
  }
}

extension Timer: Planned {}
