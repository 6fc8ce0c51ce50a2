import Foundation
import Synchronization

/// Work on another thread, whose result the loop's thread waits for while it turns the loop.
nonisolated final class Pending<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)

  init(_ work: @escaping @Sendable () -> Value) {
    Thread.detachNewThread { [self] in
      let value = work()
      result.withLock { $0 = value }
    }
  }

  var value: Value? { result.withLock { $0 } }
}
