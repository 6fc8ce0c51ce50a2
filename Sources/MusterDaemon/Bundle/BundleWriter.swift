public import MusterCommand
public import MusterCore
public import MusterSync
import MusterTrust

/// Writes a bundle to its file, a piece at a time; the file is there whole, or not at all.
public final class BundleWriter {
  /// What stands for the TLS exporter in the bundle.
  public let exporter: Digest
  /// Bytes of content so far.
  public private(set) var count = 0
  private let file: NewFile
  private var sealing: Sealing

  /// Begins a bundle.
  ///
  /// - Parameters:
  ///   - file: where it goes.
  ///   - maker: who makes it.
  ///   - keys: X25519 keys of those who may read it, 1 to 8.
  public init(
    _ file: NewFile, from maker: BundleHeader.Maker, event: EventID, to keys: [Digest]
  ) throws(Failure) {
    guard let envelope = Envelope(to: keys) else {
      throw .badData("A key to which the bundle is to be sealed is no good one: ask for it again.")
    }
    let header = BundleHeader(from: maker, event: event, envelope)
    exporter = header.exporter
    self.file = file
    sealing = envelope.sealing(header: header.bytes)
    try write(header.bytes + [0x0A])
  }

  /// Takes more of the content: whole frames, or parts of them.
  public func add(_ frames: [UInt8]) throws(Failure) {
    count += frames.count
    let sealed = sealing.add(frames)
    if !sealed.isEmpty { try write(sealed) }
  }

  /// Ends the bundle, and gives the file its name.
  public func finish() throws(Failure) {
    try write(sealing.finish())
    try Failure.withNamedFile { () throws(CommandError) in try file.keep() }
  }

  private func write(_ bytes: [UInt8]) throws(Failure) {
    try Failure.withNamedFile { () throws(CommandError) in try file.write(bytes) }
  }
}
