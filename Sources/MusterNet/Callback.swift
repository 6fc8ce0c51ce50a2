/// Leads a C callback back to the object that asked for it.
///
/// libevent calls only from within the loop, and the loop runs on the main actor; the check is one
/// comparison of threads. The object is kept alive for the length of the call.
nonisolated func onMain<Object: AnyObject & Sendable>(
  _ context: UnsafeMutableRawPointer?, _ body: @MainActor (Object) -> Void
) {
  guard let context = unsafe context else { return }
  let object = unsafe Unmanaged<Object>.fromOpaque(context).takeUnretainedValue()
  MainActor.assumeIsolated { body(object) }
}
