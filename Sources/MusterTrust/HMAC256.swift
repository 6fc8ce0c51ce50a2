internal import COpenSSL
public import MusterCore

/// HMAC-SHA-256 (RFC 2104).
public nonisolated enum HMAC256 {
  /// The code of `message` under `key`; a key may have any length.
  public static func code(of message: [UInt8], key: [UInt8]) -> Digest {
    var output = Digest.zeroWords
    // A nil key means "the key of before" to OpenSSL, so that an empty one needs an address too.
    let key = key.isEmpty ? [0] : key
    let isDone = unsafe withUnsafeMutableBytes(of: &output) { output in
      unsafe HMAC(
        EVP_sha256(), key, Int32(key.count), message, message.count,
        output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) != nil
    }
    guard isDone else { preconditionFailure("OpenSSL cannot compute HMAC-SHA-256") }
    return Digest(bigEndianWords: output)
  }
}
