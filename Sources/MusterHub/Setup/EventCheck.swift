import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync

/// All that can be said about an event file: the event, if one can be set up from it, and everything
/// that somebody should know.
struct EventCheck {
  /// The calendar of a longer event would not fit its line.
  private static let longestDays = 200

  private let file: EventFile?
  private let findings = EventFindings()

  /// Why no event can be set up from it.
  var errors: [EventFinding] { findings.errors }
  /// What does not add up, and may be meant.
  var warnings: [EventFinding] { findings.warnings }

  /// Reads and checks a file.
  init(_ bytes: [UInt8]) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue.read(bytes) } catch {
      findings.note("", .form, "the event file is not strict JSON: \(error.inFile(bytes))")
      file = nil
      return
    }
    let event = EventFile(FileObject(value, at: "", findings))
    file = event
    if findings.errors.isEmpty {
      // Only here, since what stands for a missing time would be found wanting too.
      checkTimes(event)
      ProgrammeCheck(event).note(in: findings)
    }
    checkIDs(event)
    checkReferences(event)
    checkTranslations(event)
    checkMeasures(event)
    checkZone(event.zone)
    if findings.errors.isEmpty { checkLines(event) }
  }

  /// The event, if one can be set up.
  func event() throws(Failure) -> EventFile {
    let errors = errors
    guard let first = errors.first else {
      if let file { return file }
      throw .badData("The event file is empty.")
    }
    let more = errors.count > 1 ? " (1 of \(errors.count): muster-hub event check names all)" : ""
    throw .badData(more.isEmpty ? EventFinding.sentence(first.line) : "\(first.line)\(more).")
  }

  private func note(_ path: String, _ kind: EventFinding.Kind, _ message: String) {
    findings.note(path, kind, message)
  }

  // MARK: One thing after the other

  private func checkTimes(_ event: EventFile) {
    for day in event.days where day.from >= day.to {
      note(day.path, .form, "it ends at or before its beginning")
    }
    var seen: Set<LocalDate> = []
    for day in event.days where !seen.insert(day.date).inserted {
      note(day.path, .duplicate, "\(day.date.text) is there before")
    }
    let dates = event.days.map(\.date)
    if let first = dates.min(), let last = dates.max(), last.day - first.day > Self.longestDays {
      note(
        "days", .form,
        "from the first to the last are more than \(Self.longestDays): is a year wrong?")
    }
  }

  private func checkIDs(_ event: EventFile) {
    checkOnce(event.days.map { ($0.path, $0.id) })
    checkOnce(event.sessions.map { ($0.path, $0.id) })
    checkOnce(event.doors.map { ($0.path, $0.id) })
    checkOnce(event.items.map { ($0.path, $0.id) })
    checkOnce(event.indicators.map { ($0.path, $0.id) })
    checkOnce(event.groups.map { ($0.path, $0.id) })
    checkOnce(event.countries.map { ($0.path, $0.id) })
    for door in event.doors {
      checkOnce(
        door.rule.questions.enumerated().map { ("\(door.path).questions[\($0)]", $1.id) })
    }
    for (index, language) in event.languages.enumerated() where !PersonForm.isLanguage(language) {
      note("languages[\(index)]", .form, "write two or three small letters, as in fr")
    }
    for country in event.countries where !country.id.isEmpty && !Form.isCountry(country.id) {
      note("\(country.path).code", .form, "write two capital letters, as in FR")
    }
    let needed = [
      ("languages", event.languages.isEmpty), ("days", event.days.isEmpty),
      ("doors", event.doors.isEmpty), ("countries", event.countries.isEmpty),
    ]
    for (name, isEmpty) in needed where isEmpty && !errors.contains(where: { $0.path == name }) {
      note(name, .form, "name at least one")
    }
  }

  private func checkOnce(_ ids: [(path: String, id: String)]) {
    var seen: Set<String> = []
    for (path, id) in ids where !id.isEmpty && !seen.insert(id).inserted {
      note(path, .duplicate, "\(Terminal.plain(id)) is there before")
    }
  }

  private func checkReferences(_ event: EventFile) {
    let days = Set(event.days.map(\.id))
    for session in event.sessions where !session.day.isEmpty && !days.contains(session.day) {
      note("\(session.path).day", .unknownDay, "there is no day \(Terminal.plain(session.day))")
    }
    for door in event.doors {
      if door.rule.kinds?.isEmpty == true {
        note("\(door.path).kinds", .shut, "it admits nobody: name kinds, or leave this out")
      }
      if door.rule.days?.isEmpty == true {
        note("\(door.path).days", .shut, "it is open on no day: name days, or leave this out")
      }
      for day in door.rule.days ?? [] where !days.contains(day) {
        note("\(door.path).days", .unknownDay, "there is no day \(Terminal.plain(day))")
      }
      for kind in door.rule.kinds ?? [] where !event.kinds.contains(kind) {
        note(
          "\(door.path).kinds", .unknownKind,
          "\(Terminal.plain(kind)) is none of the kinds \(Self.list(event.kinds))")
      }
    }
    let codes = Set(event.countries.map(\.id))
    for group in event.groups {
      for country in group.countries where !codes.contains(country) {
        note(
          "\(group.path).countries", .unknownCountry,
          "\(Terminal.plain(country)) is not among the countries")
      }
    }
    let groups = Set(event.groups.map(\.id))
    for country in event.countries {
      for group in country.groups where !groups.contains(group) {
        note("\(country.path).groups", .unknownGroup, "there is no group \(Terminal.plain(group))")
      }
    }
  }

  private func checkTranslations(_ event: EventFile) {
    var titles = [("titles", event.titles)]
    titles += event.days.map { ("\($0.path).titles", $0.titles) }
    titles += event.sessions.map { ("\($0.path).titles", $0.titles) }
    for door in event.doors {
      titles.append(("\(door.path).titles", door.titles))
      titles += door.rule.questions.enumerated().map {
        ("\(door.path).questions[\($0)].titles", $1.titles)
      }
    }
    titles += event.items.map { ("\($0.path).titles", $0.titles) }
    for others in [event.indicators, event.groups, event.countries] {
      titles += others.map { ("\($0.path).titles", $0.titles) }
    }
    for (path, titles) in titles where !titles.isEmpty {
      let missing = event.languages.filter { titles[$0] == nil }
      if !missing.isEmpty {
        note(path, .missingTranslation, "there is nothing in \(Self.list(missing))")
      }
    }
  }

  private func checkMeasures(_ event: EventFile) {
    for indicator in event.indicators
    where !Indicator.measures.contains(indicator.measured ?? "") {
      let given = indicator.measured.map { "\(Terminal.plain($0)) is none of these" }
      note(
        "\(indicator.path).measured", .unknownMeasure,
        "\(given ?? "without it nothing is measured"): \(Self.list(Indicator.measures))")
    }
  }

  private func checkZone(_ name: String) {
    guard !name.isEmpty else { return }
    do throws(Failure) { _ = try Zone(name) } catch {
      let isBare = error.exitCode == .configuration
      note(
        "zone", .unknownZone,
        isBare
          ? "this system has no time zones: install its package tzdata"
          : "there is no time zone \(Terminal.plain(name)): write one like Asia/Jerusalem")
    }
  }

  /// A part whose line no reader takes would be on the log for ever and mean nothing.
  private func checkLines(_ event: EventFile) {
    guard let plan = try? EventPlan(event, start: .asWritten) else { return }
    for (path, part) in zip(plan.paths, plan.parts) where !EventPlan.fits(part) {
      note(path, .tooLong, "it does not fit into a line: shorten its id and titles")
    }
  }

  private static func list(_ words: [String]) -> String {
    Terminal.plain(words.joined(separator: ", "))
  }
}
