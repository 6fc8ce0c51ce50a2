import MusterCommand
public import MusterCore
public import MusterSync
public import MusterTrust

/// Reads a bundle from its file, a piece at a time.
///
/// The file is read twice: what is damaged, or not for this machine, is refused before anything of it
/// is given out.
public final class BundleReader {
  /// Its first line.
  public let header: BundleHeader
  private let file: FileReading
  private let key: SealKey
  private var opening: Opening

  /// Looks at a whole file.
  ///
  /// - Parameters:
  ///   - maker: who must have made it.
  ///   - event: of which event it must be.
  ///   - key: the key to which it must be sealed.
  public init(
    _ path: String, from maker: BundleHeader.Maker, event: EventID, by key: SealKey
  ) throws(Failure) {
    let (file, first) = try Failure.withNamedFile { () throws(CommandError) in
      let file = try FileReading(path)
      return (file, try file.next())
    }
    self.file = file
    self.key = key
    header = try Self.header(first, maker)
    guard header.maker == maker else { throw .badData(Self.otherMaker(maker)) }
    guard header.event == event else {
      throw .badData("This bundle is of another event, \(header.event.hex).")
    }
    // Another recipient could have written what the hub has not.
    guard maker == .node || header.recipientCount == 1 else {
      throw .badData("This answer is sealed to several keys, as no hub does: ask for another one.")
    }
    opening = try Self.opening(header, key, maker)
    try rewind()
    while try next() != nil {}
    opening = try Self.opening(header, key, maker)
    try rewind()
  }

  /// The next bytes of the content; nil at its end.
  public func next() throws(Failure) -> [UInt8]? {
    while true {
      let bytes = try Failure.withNamedFile { () throws(CommandError) in try file.next() }
      do throws(SealedFile.Refusal) {
        guard !bytes.isEmpty else {
          try opening.finish()
          return nil
        }
        let content = try opening.add(Array(bytes.dropFirst(skip)))
        skip = 0
        if !content.isEmpty { return content }
      } catch {
        throw Self.failure(error, header.maker)
      }
    }
  }

  /// Bytes of the header that are still to be passed over; they stand in the first part of the file.
  private var skip = 0

  private func rewind() throws(Failure) {
    try Failure.withNamedFile { () throws(CommandError) in try file.rewind() }
    skip = header.bytes.count + 1
  }

  // MARK: What is wrong

  private static func header(
    _ first: [UInt8], _ maker: BundleHeader.Maker
  ) throws(Failure) -> BundleHeader {
    do throws(BundleHeader.Refusal) { return try BundleHeader(beginning: first) } catch {
      switch error {
      case .noBundle where first.isEmpty: throw .badData("The file is empty: copy it once more.")
      case .noBundle: throw .badData("This is no bundle: \(howToMake(maker)).")
      case .version(let version):
        throw .badData(
          "This bundle is of version \(version), which this program does not read: update it.")
      }
    }
  }

  private static func opening(
    _ header: BundleHeader, _ key: SealKey, _ maker: BundleHeader.Maker
  ) throws(Failure) -> Opening {
    do throws(SealedFile.Refusal) { return try header.opening(by: key) } catch {
      throw failure(error, maker)
    }
  }

  private static func failure(
    _ error: SealedFile.Refusal, _ maker: BundleHeader.Maker
  ) -> Failure {
    switch error {
    case .damaged(let place):
      .badData("The bundle is damaged at or after byte \(place): copy the file once more.")
    case .notForThisKey:
      maker == .hub
        ? .badData("This answer is sealed for another node: import it there.")
        : .badData(
          "This bundle is not for this hub: make one with muster-node bundle export FILE --for KEY,"
            + " where muster-hub bundle key shows the KEY.")
    }
  }

  private static func otherMaker(_ wanted: BundleHeader.Maker) -> String {
    wanted == .node
      ? "This is a hub's answer: import it at the node, muster-node bundle import."
      : "This is a node's bundle: import it at the hub, muster-hub bundle import."
  }

  private static func howToMake(_ maker: BundleHeader.Maker) -> String {
    maker == .node
      ? "a node makes one, muster-node bundle export"
      : "the hub makes one, muster-hub bundle import --reply"
  }
}
