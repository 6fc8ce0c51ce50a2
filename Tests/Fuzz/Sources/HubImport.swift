import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

@testable import MusterHub

/// A file that a hub imports; the first byte says what it is (`r` a roster, `p` points) and, as a capital
/// letter, that it is only tried.
///
/// A trial says what the import then says, and changes nothing. All of a file is imported or nothing;
/// imported again, nothing is new. Nobody comes from a country, or to a point, that the event does not
/// have. Complaints can be shown.
enum HubImportTarget {
  static func feed(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let stage = HubStage.ready(for: bytes)
    let file = Array(bytes.dropFirst())
    switch first {
    case UInt8(ascii: "r"): bring("roster-import", file, stage)
    case UInt8(ascii: "p"): bring("points-import", file, stage)
    case UInt8(ascii: "R"): _ = perform("roster-import", file, isTrial: true, stage)
    case UInt8(ascii: "P"): _ = perform("points-import", file, isTrial: true, stage)
    default: return
    }
    checkPeople(stage)
  }

  private static func bring(_ command: String, _ file: [UInt8], _ stage: HubStage) {
    let before = stage.place
    let trial = perform(command, file, isTrial: true, stage)
    hold(stage.place == before, "a trial writes")
    let report = perform(command, file, isTrial: false, stage)
    for name in ["lines", "added", "changed", "same", "duplicates", "change_count", "error_count"] {
      hold(trial?[name] == report?[name], "\(name): the trial said something else")
    }
    guard let report, report["error_count"] == 0 else {
      return hold(stage.place == before, "a file with mistakes is imported")
    }
    let after = stage.place
    let again = perform(command, file, isTrial: false, stage)
    hold(again?["added"] == 0 && again?["changed"] == 0, "imported again: \(again ?? .null)")
    hold(stage.place == after, "imported again, it writes")
  }

  private static func perform(
    _ command: String, _ file: [UInt8], isTrial: Bool, _ stage: HubStage
  ) -> JSONValue? {
    defer { hold(!stage.hub.replica.hasUncommitted, "something is left uncommitted") }
    do throws(Failure) {
      let report = try stage.commands.perform(command, ["dry_run": .bool(isTrial)], file: file)
      Answer.check(report)
      for mistake in report["errors"]?.array ?? [] { check(mistake, file) }
      return report
    } catch {
      Answer.check(error)
      return nil
    }
  }

  private static func check(_ mistake: JSONValue, _ file: [UInt8]) {
    let words = mistake["message"]?.string ?? ""
    hold(!words.isEmpty && isShown(words), "not to be shown: \(words)")
    hold(1...1 + Int64(file.count) ~= mistake["line"]?.integer ?? 0, "a line outside the file")
  }

  private static func checkPeople(_ stage: HubStage) {
    stage.hub.replica.reading { fold in
      let countries = fold.parts(.country).map { Array($0.id.utf8) }
      let points = fold.points()
      for point in points {
        hold(countries.contains(Array((point.fields.country ?? "FR").utf8)), "no such country")
      }
      let places = points.map { Array($0.id.utf8) }
      fold.forEachParticipant { person in
        hold(countries.contains(Array((person.home ?? "FR").utf8)), "no such home: \(person)")
        hold(places.contains(Array((person.point ?? "fr-1").utf8)), "no such point: \(person)")
      }
    }
  }
}
