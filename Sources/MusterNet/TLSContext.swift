internal import CEvent
internal import COpenSSL
internal import Glibc
internal import MusterCore

/// The OpenSSL context of one listener or dialer: TLS 1.3 only, `muster/1`, Ed25519 on both sides.
@MainActor @safe final class TLSContext {
  /// Which end of the handshake this side takes.
  nonisolated enum Role { case server, client }

  /// AES-128 first: what RFC 8446 §9.1 has everybody offer, and ten rounds in place of fourteen where a
  /// segment goes to thousands.
  private static let ciphers =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"

  private let context: OpaquePointer
  private let role: Role

  init(identity: TLSIdentity, role: Role) throws(NetError) {
    let method = role == .server ? unsafe TLS_server_method() : unsafe TLS_client_method()
    guard let context = unsafe SSL_CTX_new(method) else { throw .setup("SSL_CTX_new") }
    unsafe self.context = context
    self.role = role
    try limit()
    try show(identity)
    try agreeOnProtocol()
    // Any chain of one Ed25519 certificate will do: the key is judged by the layer above.
    let mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
    unsafe SSL_CTX_set_verify(context, mode, nil)
    unsafe SSL_CTX_set_cert_verify_callback(context, acceptOneEd25519, nil)
  }

  isolated deinit { unsafe SSL_CTX_free(context) }

  /// A new connection's state; nil when memory is short.
  func makeSSL() -> OpaquePointer? { unsafe SSL_new(context) }

  /// Measured for thousands of idle connections: buffers are given back between records, no session
  /// tickets, no cache, no chain building; a peer that vanishes without close_notify is end of file.
  private func limit() throws(NetError) {
    unsafe muster_ctx_set_mode(context, muster_memory_modes())
    unsafe muster_ctx_set_max_cert_list(context, 8_192)
    guard unsafe TLSContext.keepLittle(context),
      unsafe muster_ctx_set_sigalgs(context, "ed25519") == 1,
      unsafe muster_ctx_set_groups(context, "X25519:P-256") == 1,
      unsafe SSL_CTX_set_ciphersuites(context, TLSContext.ciphers) == 1
    else { throw .setup("TLS settings") }
  }

  /// What every connection of ours is: TLS 1.3, without renegotiation, with nothing kept for another.
  nonisolated static func keepLittle(_ context: OpaquePointer) -> Bool {
    unsafe SSL_CTX_set_options(context, muster_ctx_quiet_options())
    unsafe muster_ctx_session_cache_off(context)
    return unsafe SSL_CTX_set_num_tickets(context, 0) == 1
      && muster_ctx_only_version(context, TLS1_3_VERSION) == 1
  }

  private func show(_ identity: TLSIdentity) throws(NetError) {
    let certificate = identity.certificateDER
    let key = identity.privateKeyDER
    guard
      unsafe SSL_CTX_use_certificate_ASN1(context, Int32(certificate.count), certificate) == 1,
      unsafe SSL_CTX_use_PrivateKey_ASN1(EVP_PKEY_ED25519, context, key, key.count) == 1,
      unsafe SSL_CTX_check_private_key(context) == 1
    else {
      ERR_clear_error()
      throw .badIdentity
    }
  }

  private func agreeOnProtocol() throws(NetError) {
    switch role {
    case .server:
      unsafe SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nil)
    case .client:
      let offer = [UInt8(MusterNet.protocolName.utf8.count)] + Array(MusterNet.protocolName.utf8)
      guard unsafe SSL_CTX_set_alpn_protos(context, offer, UInt32(offer.count)) == 0 else {
        throw .setup("ALPN")
      }
    }
  }
}

/// What a finished handshake tells about the other side.
nonisolated enum TLSPeer {
  /// Whether both sides agreed on `muster/1`.
  static func speaksMuster(_ ssl: OpaquePointer) -> Bool {
    var name: UnsafePointer<UInt8>?
    var length: UInt32 = 0
    unsafe SSL_get0_alpn_selected(ssl, &name, &length)
    return unsafe UnsafeBufferPointer(start: name, count: Int(length))
      .elementsEqual(MusterNet.protocolName.utf8)
  }

  /// The raw public key of the other side's certificate.
  static func key(_ ssl: OpaquePointer) -> Digest? {
    guard let certificate = unsafe SSL_get0_peer_certificate(ssl) else { return nil }
    guard let key = unsafe X509_get0_pubkey(certificate) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 32)
    var count = bytes.count
    guard unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == 32 else {
      return nil
    }
    return Digest(bytes: bytes.span)
  }

  /// 32 bytes that both sides, and nobody else, can compute (RFC 8446 §7.5).
  static func exporter(_ ssl: OpaquePointer) -> [UInt8]? {
    let label = "EXPORTER-muster"
    var bytes = [UInt8](repeating: 0, count: 32)
    let done = unsafe SSL_export_keying_material(
      ssl, &bytes, bytes.count, label, label.utf8.count, nil, 0, 0)
    return done == 1 ? bytes : nil
  }
}

private nonisolated func acceptOneEd25519(
  _ store: OpaquePointer?, _: UnsafeMutableRawPointer?
) -> Int32 {
  guard let store = unsafe store, unsafe muster_untrusted_count(store) == 1,
    let certificate = unsafe X509_STORE_CTX_get0_cert(store),
    let key = unsafe X509_get0_pubkey(certificate)
  else { return 0 }
  return unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ? 1 : 0
}

private nonisolated func chooseProtocol(
  _: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ chosenLength: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
  _ offeredLength: UInt32, _: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe TLSOffer.choose(MusterNet.protocolName, chosen, chosenLength, offered, offeredLength)
}
