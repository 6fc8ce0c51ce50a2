package import MusterCore
package import MusterNet

/// A wire whose bytes leave when the test says so, and that never says that it can take more.
package final class HeldWire: Wire {
  package let peerKey: Digest
  package let exporter: [UInt8]
  package let peerAddress = "node:1"
  package var onBytes: ([UInt8]) -> Void = { _ in }
  package var onClosed: (CloseReason) -> Void = { _ in }
  package var onWritable: () -> Void = {}
  package let bytesIn = 0
  package private(set) var bytesOut = 0
  package private(set) var isOpen = true
  /// Whether nothing more is taken from the other side.
  package private(set) var isPaused = false
  private var held: [UInt8] = []

  package init(peerKey: Digest, exporter: [UInt8]) {
    self.peerKey = peerKey
    self.exporter = exporter
  }

  package var outputBytes: Int { held.count }

  package func send(_ bytes: [UInt8]) {
    if isOpen { held += bytes }
  }

  package func send(shared: SharedBytes) { send(shared.copied) }

  /// Everything leaves, unsaid.
  package func leave() -> [UInt8] {
    defer { held = [] }
    bytesOut += held.count
    return held
  }

  package func pauseReading() { isPaused = true }
  package func resumeReading() { isPaused = false }
  package func close(withinMs _: Int) { isOpen = false }
  package func abort() { isOpen = false }
}
