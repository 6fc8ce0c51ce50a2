internal import CEvent

/// An answer that goes on: its body is sent piece by piece for as long as both sides like.
///
/// It opens when the server has sent the head of the response that it belongs to, and closes once: by
/// ``close()``, by the reader's leave, or because the reader takes in too little.
@safe public final class HTTPStream {
  /// What may wait for a slow reader, bytes; of one who lets more wait the connection is cut.
  public static let waitingBytes = 256 << 10
  /// What a reader may say meanwhile and nobody reads, bytes.
  private static let unreadBytes = 4096

  /// Called when it has closed, never from within the call that opened it.
  public var onClose: () -> Void = {}
  private var request: UnsafeMutablePointer<evhttp_request>?

  /// Makes one that is not open yet.
  public init() {}

  /// Whether somebody still reads.
  public var isOpen: Bool { unsafe request != nil }

  /// Sends a piece; nothing happens once it is closed.
  public func send(_ bytes: [UInt8]) {
    guard let request = unsafe request else { return }
    let piece = unsafe evbuffer_new()
    defer { if let piece = unsafe piece { unsafe evbuffer_free(piece) } }
    unsafe evbuffer_add(piece, bytes, bytes.count)
    unsafe evhttp_send_reply_chunk(request, piece)
    let buffer = unsafe evhttp_connection_get_bufferevent(evhttp_request_get_connection(request))
    guard unsafe evbuffer_get_length(bufferevent_get_output(buffer)) > Self.waitingBytes else {
      return
    }
    close()
  }

  /// Cuts the connection.
  public func close() {
    guard let request = unsafe request else { return }
    // Its close callback does the rest.
    if let connection = unsafe evhttp_request_get_connection(request) {
      unsafe evhttp_connection_free(connection)
    }
  }

  /// Begins, after the head of the response has been sent.
  func open(_ request: UnsafeMutablePointer<evhttp_request>) {
    guard let connection = unsafe evhttp_request_get_connection(request) else { return }
    unsafe self.request = request
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe evhttp_connection_set_closecb(connection, streamClosed, context)
    unsafe bufferevent_setwatermark(
      evhttp_connection_get_bufferevent(connection), Int16(EV_READ), 0, Self.unreadBytes)
  }

  fileprivate func closed() {
    guard let request = unsafe request else { return }
    unsafe self.request = nil
    // Where the other side has gone, evhttp leaves the request to whoever was answering it.
    if unsafe evhttp_request_get_connection(request) == nil {
      unsafe evhttp_send_reply_end(request)
    }
    onClose()
    unsafe Unmanaged.passUnretained(self).release()
  }
}

private nonisolated func streamClosed(
  _ connection: OpaquePointer?, _ context: UnsafeMutableRawPointer?
) {
  unsafe onMain(context) { (stream: HTTPStream) in stream.closed() }
}
