import MusterCore
import MusterDaemon
import MusterStore

/// In which of its languages a text is shown: the one that was asked for, or what comes next to it.
///
/// The order: what was asked, its primary subtag, the point's language, the event's in their order,
/// and then whichever there is.
struct Languages {
  private let order: [String]

  /// - Parameters:
  ///   - asked: BCP 47 tags with commas between them, the best one first.
  ///   - point: the point's language.
  ///   - event: the event's languages, the main one first.
  init(asked: String?, point: String?, event: [String]) {
    var order: [String] = []
    for tag in asked?.split(separator: ",") ?? [] {
      order += [String(tag), Self.primary(String(tag))]
    }
    if let point { order.append(point) }
    self.order = (order + event).map { $0.lowercased() }
  }

  /// The language in which a desk's program itself speaks to people: of those that it has words in.
  var spoken: String {
    order.map(Self.primary).first { Say.languages.contains($0) } ?? "en"
  }

  /// The tags that a browser accepts, as ``init(asked:point:event:)`` takes them: those it likes best
  /// first, and as many as a request may carry. Nil where it names none.
  static func accepted(_ header: String) -> String? {
    var tags: [(tag: String, weight: String)] = []
    for part in header.split(separator: ",") {
      let words = part.split(separator: ";").map { RequestBody.trimmed(String($0)) }
      guard let tag = words.first, !tag.isEmpty, tag != "*" else { continue }
      let weight = words.first { $0.hasPrefix("q=") }.map { String($0.dropFirst(2)) } ?? "1"
      // Weights of at most 1 with three decimals: as texts they stand in the order of their values.
      if weight.contains(where: { "1"..."9" ~= $0 }) { tags.append((tag, weight)) }
    }
    var accepted = ""
    for weight in Set(tags.map(\.weight)).sorted(by: >) {
      for tag in tags where tag.weight == weight {
        guard accepted.utf8.count + tag.tag.utf8.count < tagBytes else { continue }
        accepted += (accepted.isEmpty ? "" : ",") + tag.tag
      }
    }
    return accepted.isEmpty ? nil : accepted
  }

  /// The longest list of tags in a request, bytes.
  static let tagBytes = 64

  private static func primary(_ tag: String) -> String {
    String(tag.prefix { $0 != "-" && $0 != "_" })
  }

  /// The text to show, and its language; nil where there is none.
  func pick(_ texts: [String: String]) -> (language: String, text: String)? {
    let there = texts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    for language in order {
      if let found = there.first(where: { $0.key.lowercased() == language }) {
        return (found.key, found.value)
      }
    }
    return there.first.map { ($0.key, $0.value) }
  }
}

extension Node {
  /// The languages of whoever reads at this point.
  ///
  /// - Parameter asked: the language of the page, where it says one.
  func languages(asked: String?) -> Languages {
    replica.reading { fold in
      Languages(
        asked: asked, point: fold.point(named: point)?.fields.language,
        event: fold.parts(.event).first?.languages ?? [])
    }
  }

  /// The point's time zone; nil while the centre has not said it.
  var zone: String? { replica.reading { fold in fold.point(named: point)?.fields.zone } }

  /// A date and time as people at the point read them, `2026-11-07 14:05`; nil where the zone is not
  /// known.
  ///
  /// - Parameter ms: hub time, ms.
  func localTime(_ ms: Int64) -> String? { wallClock?.time(at: ms).dateAndClock }

  /// The clock on the wall of the point; nil where this machine does not know its zone.
  var wallClock: Zone? { zone.flatMap { try? Zone($0) } }
}
