internal import CEvent
internal import COpenSSL

/// The TLS of a door for browsers: version 1.3, HTTP/1.1, one certificate from a file.
///
/// Nodes and hub know each other by their keys; a browser knows none of them, shows its user the
/// certificate's fingerprint, and may keep it as known from then on.
@safe final class HTTPSecurity {
  private let context: OpaquePointer

  /// Reads the certificate, those above it if any, and the private key (all PEM) from one file.
  init(pem path: String) throws(NetError) {
    guard let context = unsafe SSL_CTX_new(TLS_server_method()) else {
      throw .setup("SSL_CTX_new")
    }
    unsafe self.context = context
    unsafe muster_ctx_set_mode(context, muster_release_buffers())
    guard unsafe TLSContext.keepLittle(context) else { throw .setup("TLS settings") }
    unsafe SSL_CTX_set_alpn_select_cb(context, chooseHTTP, nil)
    guard unsafe SSL_CTX_use_certificate_chain_file(context, path) == 1 else {
      ERR_clear_error()
      throw .file(path, "it holds no certificate in PEM")
    }
    guard unsafe SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM) == 1,
      unsafe SSL_CTX_check_private_key(context) == 1
    else {
      ERR_clear_error()
      throw .file(path, "it holds no private key that fits its first certificate")
    }
  }

  isolated deinit { unsafe SSL_CTX_free(context) }

  /// A new connection, whose handshake begins when it is given a socket; nil when memory is short.
  func connection(_ base: OpaquePointer) -> OpaquePointer? {
    guard let ssl = unsafe SSL_new(context) else { return nil }
    let made = unsafe bufferevent_openssl_socket_new(
      base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, Int32(BEV_OPT_CLOSE_ON_FREE.rawValue))
    guard let made = unsafe made else {
      unsafe SSL_free(ssl)
      return nil
    }
    // HTTP says itself where an answer ends (RFC 9112 §9.8).
    unsafe bufferevent_openssl_set_allow_dirty_shutdown(made, 1)
    return unsafe made
  }
}

/// RFC 7301: HTTP/1.1 where the browser names what it speaks; one that cannot speak it is refused.
private nonisolated func chooseHTTP(
  _: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ chosenLength: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
  _ offeredLength: UInt32, _: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe TLSOffer.choose("http/1.1", chosen, chosenLength, offered, offeredLength)
}
