internal import CEvent
internal import COpenSSL

/// What happened to a connection, in the words of OpenSSL or else of the kernel.
enum TLSFailure {
  /// TLS itself failed.
  case tls(String)
  /// The network failed.
  case network(String)

  /// Asks OpenSSL first; `errorCode` is the kernel's, taken at once.
  init(_ bufferevent: OpaquePointer, _ errorCode: Int32) {
    let code = unsafe bufferevent_get_openssl_error(bufferevent)
    if code != 0, let text = unsafe ERR_reason_error_string(code) {
      self = .tls(unsafe String(cString: text))
    } else {
      self = .network(errorCode == 0 ? "the connection was cut" : NetError.words(errorCode))
    }
  }

  var words: String {
    switch self {
    case .tls(let words), .network(let words): words
    }
  }
}
