import MusterCore
import MusterSync
import MusterTrust

/// A sealed file. The first byte says how it is made: `s` the rest is sealed as a content; `d` a good file
/// is damaged as the rest says, two bytes of place and one that is laid over it; otherwise the rest is
/// the file.
///
/// What was sealed is opened as the same, however it is cut. A file that was changed anywhere behind its
/// header never opens to anything else than a beginning of what was sealed.
enum BundleTarget {
  private static let key = SealKey(seed: Seed(secret: Company.digest("bundles")))
  private static let good: (file: [UInt8], content: [UInt8]) = {
    let content = [UInt8](repeating: 0x4D, count: 70_000)
    return (sealed(content), content)
  }()

  static func feed(_ bytes: [UInt8]) {
    let rest = Array(bytes.dropFirst())
    switch bytes.first {
    case UInt8(ascii: "s"):
      for chunk in [1 << 20, 97] {
        hold(open(sealed(rest), chunk: chunk).content == rest, "opened it is another content")
      }
    case UInt8(ascii: "d"): damage(rest)
    default:
      let whole = open(rest, chunk: 1 << 20)
      for chunk in [7, 1_000] {
        let cut = open(rest, chunk: chunk)
        hold(cut.isWhole == whole.isWhole, "chunks of \(chunk) make a difference")
        hold(!whole.isWhole || cut.content == whole.content, "chunks give another content")
      }
    }
  }

  private static func damage(_ words: [UInt8]) {
    var file = good.file
    var at = 0
    while at + 2 < words.count {
      let place = (Int(words[at]) << 8 | Int(words[at + 1])) * 3 % file.count
      file[place] ^= words[at + 2]
      at += 3
    }
    let opened = open(file, chunk: 1_000)
    hold(good.content.starts(with: opened.content), "damaged it opens to another content")
    hold(file == good.file || !opened.isWhole, "damaged it is whole")
  }

  private static func sealed(_ content: [UInt8]) -> [UInt8] {
    guard let envelope = Envelope(to: [key.publicKey]) else { fatalError("no envelope") }
    let header = BundleHeader(from: .node, event: Company.event, envelope)
    var sealing = envelope.sealing(header: header.bytes)
    return header.bytes + [0x0A] + sealing.add(content) + sealing.finish()
  }

  private static func open(
    _ file: [UInt8], chunk: Int
  ) -> (content: [UInt8], isWhole: Bool) {
    var content: [UInt8] = []
    guard let header = try? BundleHeader(beginning: file),
      var opening = try? header.opening(by: key)
    else { return ([], false) }
    do throws(SealedFile.Refusal) {
      for piece in Side.chunks(Array(file.dropFirst(header.bytes.count + 1)), of: chunk) {
        content += try opening.add(piece)
      }
      try opening.finish()
      return (content, true)
    } catch {
      if case .damaged(let place) = error { hold(0...file.count ~= place, "damaged at \(place)") }
      return (content, false)
    }
  }
}
