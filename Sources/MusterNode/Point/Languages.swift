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
  ///   - asked: a BCP 47 tag.
  ///   - point: the point's language.
  ///   - event: the event's languages, the main one first.
  init(asked: String?, point: String?, event: [String]) {
    var order: [String] = []
    if let asked { order += [asked, String(asked.prefix { $0 != "-" && $0 != "_" })] }
    if let point { order.append(point) }
    self.order = (order + event).map { $0.lowercased() }
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
