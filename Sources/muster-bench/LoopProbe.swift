import Foundation
import Synchronization

/// Asks a daemon for `/healthz` all the time, on a thread of its own: the longest wait for an answer is
/// how long its loop stood still, and a little more.
nonisolated final class LoopProbe: Sendable {
  private let worst = Mutex<Double>(0)
  private let isOver = Mutex<Bool>(false)
  private let port: UInt16

  init(at address: String) {
    port = UInt16(address.split(separator: ":").last ?? "") ?? 0
    Thread.detachNewThread { [self] in ask() }
  }

  /// The longest wait since this was last asked, ms.
  func worstMs() -> Double {
    worst.withLock { value in
      defer { value = 0 }
      return value
    }
  }

  func end() { isOver.withLock { $0 = true } }

  private func ask() {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
        unsafe connect(descriptor, rebound, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return }
    let request = Array("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8)
    var answer = [UInt8](repeating: 0, count: 4096)
    while !isOver.withLock({ $0 }) {
      let begin = DispatchTime.now().uptimeNanoseconds
      guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) > 0,
        unsafe recv(descriptor, &answer, answer.count, 0) > 0
      else { return }
      let ms = Double(DispatchTime.now().uptimeNanoseconds - begin) / 1_000_000
      worst.withLock { $0 = max($0, ms) }
      usleep(1_000)
    }
  }
}
