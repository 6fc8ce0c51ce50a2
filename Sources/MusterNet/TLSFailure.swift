internal import CEvent
internal import COpenSSL

/// The words of OpenSSL, or else of the kernel, for what happened to a connection.
enum TLSFailure {
  static func words(_ bufferevent: OpaquePointer, _ errorCode: Int32) -> String {
    let code = unsafe bufferevent_get_openssl_error(bufferevent)
    if code != 0, let text = unsafe ERR_reason_error_string(code) {
      return unsafe String(cString: text)
    }
    return errorCode == 0 ? "the connection was cut" : NetError.words(errorCode)
  }
}
