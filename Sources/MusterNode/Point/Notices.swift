import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The announcements of the centre that are for this point, and not over by the node's best guess of
/// hub time; the newest first. An announcement that has ended is still acknowledged.
struct Notices {
  private let point: String
  /// Those for this point, the ended ones too.
  private let all: [AnnouncementView]
  /// Those that are not over.
  let current: [AnnouncementView]

  /// - Parameter now: hub time, ms.
  init(for node: Node, now: Int64) {
    point = node.point
    let country = node.country
    all = node.replica.reading { fold in
      let groups = Self.groups(of: country, &fold)
      return fold.announcements().filter { view in
        let asked = view.announcement
        return asked.countries.isEmpty && asked.groups.isEmpty || asked.countries.contains(country)
          || !groups.isDisjoint(with: asked.groups)
      }
    }
    current = all.filter { view in view.announcement.until.map { now < $0 } ?? true }
  }

  /// Groups that a country is in: as the group says it, or as the country does.
  private static func groups(of country: String, _ fold: inout Fold) -> Set<String> {
    let naming = fold.parts(.group).filter { $0.countries.contains(country) }.map(\.id)
    let named = fold.parts(.country).first { $0.id == country }?.groups ?? []
    return Set(naming + named)
  }

  /// Those that nobody here has acknowledged.
  var unacknowledged: [AnnouncementView] { current.filter { $0.acknowledged[point] == nil } }

  /// Those that were never shown here.
  var unseen: [AnnouncementView] { current.filter { $0.shown[point] == nil } }

  /// Those whose id begins so.
  func beginning(_ text: String) -> [AnnouncementView] {
    all.filter { $0.op.hex.hasPrefix(text.lowercased()) }
  }

  /// An announcement as pages show it.
  ///
  /// - Parameter shownNow: when it is shown for the first time, hub time, ms.
  func json(
    _ view: AnnouncementView, _ node: Node, _ languages: Languages, shownNow: Int64? = nil
  ) -> JSONValue {
    let said = languages.pick(view.announcement.texts)
    return .present([
      "announcement": JSONValue(view.op), "text": .string(said?.text ?? ""),
      "language": said.map { .string($0.language) }, "time_ms": .number(view.time),
      "time": node.localTime(view.time).map { .string($0) },
      "until_ms": view.announcement.until.map { .number($0) },
      "shown_ms": (view.shown[point] ?? shownNow).map { .number($0) },
      "acknowledged_ms": view.acknowledged[point].map { .number($0) },
    ])
  }
}
