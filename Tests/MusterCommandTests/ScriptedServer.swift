import Foundation
import Glibc
import Synchronization

/// Answers each connection with the next script, piece by piece, after the end of a request's headers.
nonisolated final class ScriptedServer: Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let heard = Mutex<[String]>([])

  var requests: [String] { heard.withLock { $0 } }

  /// - Parameter scripts: for each connection, an answer for each of its requests.
  init(_ scripts: [[String]]) {
    let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutableBytes(of: &address) { bytes in
      guard let start = bytes.baseAddress else { return }
      let pointer = unsafe start.assumingMemoryBound(to: sockaddr.self)
      _ = unsafe bind(listening, pointer, length)
      listen(listening, 8)
      _ = unsafe getsockname(listening, pointer, &length)
    }
    descriptor = listening
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      for script in scripts { serve(script) }
    }
  }

  deinit { close(descriptor) }

  private func serve(_ answers: [String]) {
    let connection = accept(descriptor, nil, nil)
    guard connection >= 0 else { return }
    defer { close(connection) }
    for answer in answers {
      var request = ""
      var byte: UInt8 = 0
      while !request.hasSuffix("\r\n\r\n") {
        guard unsafe recv(connection, &byte, 1, 0) == 1 else { return }
        request.unicodeScalars.append(Unicode.Scalar(byte))
      }
      heard.withLock { $0.append(request) }
      for piece in answer.split(separator: "|") {
        let bytes = Array(piece.utf8)
        _ = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      }
    }
  }
}
