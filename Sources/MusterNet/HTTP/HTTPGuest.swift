internal import CEvent
internal import Glibc

/// One connection of a server, and since when it owes a request or has been idle.
///
/// evhttp asks for each connection's bufferevent, but does not say when it frees it. A reference of our
/// own keeps it valid, and one that evhttp has freed is told by its callbacks, which are gone. It must
/// close its descriptor itself (`BEV_OPT_CLOSE_ON_FREE`): until it is released it may still read, and
/// the number would be another connection's already.
@safe final class HTTPGuest {
  /// When it came, began to ask, or was answered last, µs since the machine booted.
  private(set) var since = BootClock.microseconds()
  /// Whether its answer goes on, for as long as both sides like.
  var isStream = false
  /// Whether a NUL byte has come, at which evhttp silently ends a header's value.
  private(set) var hasSaidNUL = false
  /// Whether it has been ended, and evhttp has not seen that yet.
  private(set) var isLeaving = false
  private var isAnswered = false
  private let isSecure: Bool
  private let connection: OpaquePointer

  /// Begins to watch one that evhttp is about to get.
  ///
  /// - Parameter isSecure: whether it is one over TLS.
  init(_ connection: OpaquePointer, isSecure: Bool) {
    unsafe self.connection = connection
    self.isSecure = isSecure
    unsafe bufferevent_incref(connection)
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe evbuffer_add_cb(bufferevent_get_input(connection), inputGrew, context)
    unsafe evbuffer_add_cb(bufferevent_get_output(connection), outputGrew, context)
  }

  /// Gives back the reference; once, and then it is over.
  func release() {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe evbuffer_remove_cb(bufferevent_get_input(connection), inputGrew, context)
    unsafe evbuffer_remove_cb(bufferevent_get_output(connection), outputGrew, context)
    _ = unsafe bufferevent_decref(connection)
  }

  /// Whether evhttp still has it.
  var isAlive: Bool {
    var read: bufferevent_data_cb?
    var write: bufferevent_data_cb?
    var event: bufferevent_event_cb?
    var context: UnsafeMutableRawPointer?
    unsafe bufferevent_getcb(connection, &read, &write, &event, &context)
    return unsafe event != nil
  }

  /// What of its answers has not been sent yet, bytes.
  var waitingBytes: Int { unsafe evbuffer_get_length(bufferevent_get_output(connection)) }

  /// Whether a request that began before then (µs since the machine booted) is not whole yet.
  func owes(since latest: Int64) -> Bool {
    !isStream && !isAnswered && !isLeaving && since < latest
  }

  /// Ends both directions: evhttp sees it in the next turn of the loop, and frees the connection.
  func end() {
    isLeaving = true
    let descriptor = unsafe bufferevent_getfd(connection)
    if descriptor >= 0 { shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

  fileprivate func hears(_ input: OpaquePointer, from begin: Int) {
    var start = unsafe evbuffer_ptr()
    guard unsafe evbuffer_ptr_set(input, &start, begin, EVBUFFER_PTR_SET) == 0 else { return }
    var wanted: CChar = 0
    if unsafe evbuffer_search(input, &wanted, 1, &start).pos >= 0 { hasSaidNUL = true }
  }

  fileprivate func asks() {
    guard isAlive else {
      // Nobody takes what still comes.
      unsafe bufferevent_disable(connection, Int16(EV_READ | EV_WRITE))
      return
    }
    guard isAnswered else { return }
    isAnswered = false
    since = BootClock.microseconds()
  }

  fileprivate func isTold(_ output: OpaquePointer) {
    unsafe OwnRefusal.look(output, isSecure: isSecure)
    isAnswered = true
    since = BootClock.microseconds()
  }
}

private nonisolated func inputGrew(
  _ buffer: OpaquePointer?, _ change: UnsafePointer<evbuffer_cb_info>?,
  _ context: UnsafeMutableRawPointer?
) {
  guard let buffer = unsafe buffer, let change = unsafe change, unsafe change.pointee.n_added > 0
  else { return }
  let begin = unsafe change.pointee.orig_size
  nonisolated(unsafe) let input = unsafe buffer
  unsafe onMain(context) { (guest: HTTPGuest) in
    unsafe guest.hears(input, from: begin)
    guest.asks()
  }
}

private nonisolated func outputGrew(
  _ buffer: OpaquePointer?, _ change: UnsafePointer<evbuffer_cb_info>?,
  _ context: UnsafeMutableRawPointer?
) {
  guard let buffer = unsafe buffer, let change = unsafe change, unsafe change.pointee.n_added > 0
  else { return }
  nonisolated(unsafe) let output = unsafe buffer
  unsafe onMain(context) { (guest: HTTPGuest) in unsafe guest.isTold(output) }
}
