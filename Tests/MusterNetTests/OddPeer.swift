import COpenSSL
import Glibc
import MusterTrust

/// A TLS peer that is not quite one of ours: blocking, for another thread.
nonisolated struct OddPeer: Sendable {
  enum Certificate: Sendable { case none, ed25519, p256, chainOfTwo }

  var version: Int32 = 0x0304
  var protocols: [String] = ["muster/1"]
  var certificate = Certificate.ed25519

  /// Shakes hands as a client, says a word, and tells whether a word came back before the end.
  func dial(port: UInt16) -> Bool {
    guard let socket = RawSocket(port: port) else { return false }
    return talk(on: socket.descriptor, isServer: false)
  }

  /// Shakes hands as a server with the first that comes, and tells the same.
  func serve(on listening: Int32) -> Bool {
    let descriptor = accept(listening, nil, nil)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    return talk(on: descriptor, isServer: true)
  }

  private func talk(on descriptor: Int32, isServer: Bool) -> Bool {
    guard let context = unsafe SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method())
    else { return false }
    defer { unsafe SSL_CTX_free(context) }
    unsafe muster_ctx_only_version(context, version)
    unsafe show(in: context)
    let offer = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    if !offer.isEmpty {
      unsafe SSL_CTX_set_alpn_select_cb(context, takeFirst, nil)
      unsafe SSL_CTX_set_alpn_protos(context, offer, UInt32(offer.count))
    }
    guard let ssl = unsafe SSL_new(context) else { return false }
    defer { unsafe SSL_free(ssl) }
    unsafe SSL_set_fd(ssl, descriptor)
    guard unsafe (isServer ? SSL_accept(ssl) : SSL_connect(ssl)) == 1 else { return false }
    var word: UInt8 = 7
    unsafe SSL_write(ssl, &word, 1)
    return unsafe SSL_read(ssl, &word, 1) == 1
  }

  private func show(in context: OpaquePointer) {
    switch certificate {
    case .none: break
    case .ed25519: unsafe show(SigningKey(), in: context)
    case .chainOfTwo:
      unsafe show(SigningKey(), in: context)
      let second = SigningKey().selfSignedCertificateDER()
      unsafe second.withUnsafeBufferPointer { bytes in
        var start = bytes.baseAddress
        if let extra = unsafe d2i_X509(nil, &start, bytes.count) {
          unsafe SSL_CTX_ctrl(context, SSL_CTRL_EXTRA_CHAIN_CERT, 0, UnsafeMutableRawPointer(extra))
        }
      }
    case .p256: unsafe showP256(in: context)
    }
  }

  private func show(_ key: SigningKey, in context: OpaquePointer) {
    let certificate = key.selfSignedCertificateDER()
    let secret = key.privateKeyDER()
    unsafe SSL_CTX_use_certificate_ASN1(context, Int32(certificate.count), certificate)
    unsafe SSL_CTX_use_PrivateKey_ASN1(EVP_PKEY_ED25519, context, secret, secret.count)
  }

  private func showP256(in context: OpaquePointer) {
    let maker = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
    defer { unsafe EVP_PKEY_CTX_free(maker) }
    var key: OpaquePointer?
    unsafe EVP_PKEY_keygen_init(maker)
    unsafe EVP_PKEY_CTX_set_ec_paramgen_curve_nid(maker, NID_X9_62_prime256v1)
    unsafe EVP_PKEY_keygen(maker, &key)
    let certificate = unsafe X509_new()
    unsafe ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1)
    unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), 0)
    unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), 86_400)
    unsafe X509_set_pubkey(certificate, key)
    unsafe X509_sign(certificate, key, EVP_sha256())
    unsafe SSL_CTX_use_certificate(context, certificate)
    unsafe SSL_CTX_use_PrivateKey(context, key)
    unsafe X509_free(certificate)
    unsafe EVP_PKEY_free(key)
  }
}

/// A server that speaks whatever is asked for first.
private nonisolated func takeFirst(
  _: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ length: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?, _: UInt32,
  _: UnsafeMutableRawPointer?
) -> Int32 {
  guard let offered = unsafe offered else { return SSL_TLSEXT_ERR_NOACK }
  unsafe chosen?.pointee = offered + 1
  unsafe length?.pointee = offered.pointee
  return SSL_TLSEXT_ERR_OK
}
