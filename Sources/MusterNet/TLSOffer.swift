internal import COpenSSL

/// What the other side of a handshake offers to speak (RFC 7301 §3.1): names, each after its length.
nonisolated enum TLSOffer {
  /// Answers an ALPN callback: the name wanted where it was offered, else the end of the handshake.
  static func choose(
    _ wanted: String, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ chosenLength: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
    _ offeredLength: UInt32
  ) -> Int32 {
    let offer = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredLength))
    var start = 0
    while start < offer.count {
      let end = start + 1 + Int(unsafe offer[start])
      guard end <= offer.count else { break }
      let name = unsafe UnsafeBufferPointer(rebasing: offer[start + 1..<end])
      if unsafe name.elementsEqual(wanted.utf8) {
        unsafe chosen?.pointee = name.baseAddress
        unsafe chosenLength?.pointee = UInt8(name.count)
        return SSL_TLSEXT_ERR_OK
      }
      start = end
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
  }
}
