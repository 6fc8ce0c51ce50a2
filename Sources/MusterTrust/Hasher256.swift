internal import COpenSSL
public import MusterCore

/// SHA-256 on a hot path: one context of OpenSSL, used again for every digest.
///
/// About half the price of ``SHA256`` for a line of 300 bytes. An object that hashes often owns one;
/// it is not `Sendable`, so a worker makes its own.
@safe public nonisolated final class Hasher256 {
  private let context: OpaquePointer

  /// Makes a hasher.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// The digest of `bytes`.
  public func digest(_ bytes: Span<UInt8>) -> Digest {
    unsafe bytes.withUnsafeBytes { unsafe digest(of: $0) }
  }

  /// The digest of `bytes`.
  public func digest(_ bytes: [UInt8]) -> Digest { digest(bytes.span) }

  /// The digest of the part of `bytes` within `range`.
  public func digest(_ bytes: [UInt8], in range: Range<Int>) -> Digest {
    digest(bytes.span.extracting(range))
  }

  /// The digest of the UTF-8 of `text`.
  public func digest(_ text: String) -> Digest { digest(text.utf8Span.span) }

  /// The digest of the 64 bytes of two digests: one step of a chain.
  public func digest(_ first: Digest, _ second: Digest) -> Digest {
    let joined = (first.bigEndianWords, second.bigEndianWords)
    return unsafe withUnsafeBytes(of: joined) { unsafe digest(of: $0) }
  }

  private func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
    var output = Digest.zeroWords
    let isDone = unsafe withUnsafeMutableBytes(of: &output) { output in
      unsafe EVP_DigestInit_ex2(context, SHA256.method, nil) == 1
        && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        && EVP_DigestFinal_ex(
          context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
    }
    guard isDone else { preconditionFailure("OpenSSL cannot compute SHA-256") }
    return Digest(bigEndianWords: output)
  }
}
