import MusterCommand
import MusterDaemon
import MusterSync

/// An object of a file that a person wrote.
///
/// What is missing or of another form is noted, and stands for something empty from then on: so all
/// that is wrong is found at once, and nobody may use what was read if there was an error.
final class FileObject {
  /// Where it stands in the file; empty for the whole.
  let path: String
  private let value: JSONValue
  private let findings: EventFindings
  private var asked: Set<String> = []

  init(_ value: JSONValue, at path: String, _ findings: EventFindings) {
    self.path = path
    self.value = value
    self.findings = findings
    if value.members == nil {
      note(path, .form, path.isEmpty ? "the file is no object {…}" : "write an object {…}")
    }
  }

  /// The path of a member.
  func at(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Whether it has a member of this name.
  func has(_ name: String) -> Bool {
    asked.insert(name)
    return value[name] != nil
  }

  /// Notes the members that nobody has asked for.
  func finish() {
    for member in value.members ?? [] where !asked.contains(member.name) {
      note(at(Terminal.plain(member.name)), .unknownMember, "nobody reads this: is it mistyped?")
    }
  }

  func note(_ path: String, _ kind: EventFinding.Kind, _ message: String) {
    findings.note(path, kind, message)
  }

  private func member(_ name: String) -> JSONValue? {
    asked.insert(name)
    return value[name]
  }

  private func wrong(_ name: String, _ wanted: String) {
    // Of what is no object at all that much was said.
    guard value.members != nil else { return }
    note(at(name), .form, (value[name] == nil ? "it is missing; write " : "write ") + wanted)
  }

  // MARK: Members of one form

  func text(_ name: String) -> String {
    guard let text = member(name)?.string, !text.isEmpty, Form.isClean(text) else {
      wrong(name, "a text without control characters")
      return ""
    }
    return text
  }

  /// An id of 1 to 64 bytes.
  func id(_ name: String = "id") -> String {
    let id = text(name)
    if id.utf8.count > 64 { wrong(name, "1 to 64 bytes") }
    return id
  }

  func texts(_ name: String) -> [String] {
    guard let elements = member(name)?.array, case let texts = elements.compactMap(\.string),
      texts.count == elements.count, texts.allSatisfy({ !$0.isEmpty && Form.isClean($0) })
    else {
      wrong(name, "an array of texts")
      return []
    }
    return texts
  }

  func flag(_ name: String) -> Bool {
    guard let value = member(name) else { return false }
    guard let flag = value.bool else {
      wrong(name, "true or false")
      return false
    }
    return flag
  }

  func number(_ name: String, in range: ClosedRange<Int64>) -> Int64 {
    guard let number = member(name)?.integer, range.contains(number) else {
      wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
      return range.lowerBound
    }
    return number
  }

  func numbers(_ name: String, in range: ClosedRange<Int64>) -> [Int64] {
    guard let value = member(name) else { return [] }
    let numbers = value.array?.compactMap(\.integer).filter { range.contains($0) }
    guard let numbers, numbers.count == value.array?.count else {
      wrong(name, "an array of whole numbers from \(range.lowerBound) to \(range.upperBound)")
      return []
    }
    return numbers
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, else usual: Word
  ) -> Word where Word.RawValue == String {
    guard let word = member(name)?.string.flatMap({ Word(rawValue: $0) }) else {
      wrong(name, Word.allCases.map(\.rawValue).joined(separator: ", ") + ": one of these")
      return usual
    }
    return word
  }

  func titles(_ name: String = "titles") -> [String: String] {
    let members = member(name)?.members ?? []
    let isGood = members.allSatisfy { member in
      member.value.string?.isEmpty == false && PersonForm.isLanguage(member.name)
    }
    let unclean = members.first { !Form.isClean($0.value.string ?? "") }
    if isGood, let unclean {
      note(
        at("\(name).\(unclean.name)"), .form,
        "it holds a line end or another character that cannot be shown: write it in one line")
      return [:]
    }
    guard isGood, !members.isEmpty else {
      wrong(name, "an object from languages (as in en) to texts")
      return [:]
    }
    return Dictionary(members.map { ($0.name, $0.value.string ?? "") }) { first, _ in first }
  }

  func date(_ name: String) -> LocalDate {
    guard let date = member(name)?.string.flatMap({ LocalDate($0) }) else {
      wrong(name, "a date as in 2025-11-07")
      return LocalDate(day: 0)
    }
    return date
  }

  /// Minutes after midnight of `HH:MM`, `24:00` being the end of the day.
  func clock(_ name: String) -> Int {
    let parts = member(name)?.string?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    guard parts.map(\.utf8.count) == [2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]),
      (0...24).contains(hours), (0...59).contains(minutes), hours * 60 + minutes <= 1440
    else {
      wrong(name, "a time of day as in 14:00")
      return 0
    }
    return hours * 60 + minutes
  }

  // MARK: Objects within

  func objects(_ name: String) -> [FileObject] {
    guard let elements = member(name)?.array else {
      wrong(name, "an array of objects")
      return []
    }
    return elements.enumerated().map { index, element in
      FileObject(element, at: "\(at(name))[\(index)]", findings)
    }
  }
}
