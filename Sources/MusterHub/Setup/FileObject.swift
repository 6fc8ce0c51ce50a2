import MusterCommand
import MusterDaemon
import MusterSync

/// An object of a file that a person wrote: each member is read with words for what is wrong.
struct FileObject {
  private let value: JSONValue
  private let path: String

  /// - Parameter path: where it stands in the file, for the words; empty for the whole.
  init(_ value: JSONValue, at path: String) throws(Failure) {
    guard value.members != nil else {
      throw .badData("\(path.isEmpty ? "The file" : path): an object {…} was expected.")
    }
    self.value = value
    self.path = path
  }

  private func at(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func wrong(_ name: String, _ wanted: String) -> Failure {
    .badData("\(at(name)): \(value[name] == nil ? "it is missing; write" : "write") \(wanted).")
  }

  func text(_ name: String) throws(Failure) -> String {
    guard let text = value[name]?.string, !text.isEmpty, Form.isClean(text) else {
      throw wrong(name, "a text without control characters")
    }
    return text
  }

  func optionalText(_ name: String) throws(Failure) -> String? {
    guard value[name] != nil else { return nil }
    return try text(name)
  }

  func texts(_ name: String) throws(Failure) -> [String] {
    guard let elements = value[name]?.array else { throw wrong(name, "an array of texts") }
    var texts: [String] = []
    for element in elements {
      guard let text = element.string, !text.isEmpty, Form.isClean(text) else {
        throw wrong(name, "an array of texts")
      }
      texts.append(text)
    }
    return texts
  }

  func optionalTexts(_ name: String) throws(Failure) -> [String] {
    guard value[name] != nil else { return [] }
    return try texts(name)
  }

  func number(_ name: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64 {
    guard let number = value[name]?.integer, range.contains(number) else {
      throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func optionalNumber(_ name: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64? {
    guard value[name] != nil else { return nil }
    return try number(name, in: range)
  }

  func numbers(_ name: String, in range: ClosedRange<Int64>) throws(Failure) -> [Int64] {
    guard let value = value[name] else { return [] }
    let numbers = value.array?.compactMap(\.integer).filter { range.contains($0) }
    guard let numbers, numbers.count == value.array?.count else {
      throw wrong(name, "an array of whole numbers from \(range.lowerBound) to \(range.upperBound)")
    }
    return numbers
  }

  func titles(_ name: String) throws(Failure) -> [String: String] {
    guard let members = value[name]?.members, !members.isEmpty else {
      throw wrong(name, "an object from languages to texts")
    }
    var titles: [String: String] = [:]
    for member in members {
      guard let text = member.value.string, !text.isEmpty, Form.isClean(text),
        Form.isLanguage(member.name)
      else {
        throw wrong(name, "an object from languages (as in en) to texts")
      }
      titles[member.name] = text
    }
    return titles
  }

  func date(_ name: String) throws(Failure) -> LocalDate {
    guard let date = value[name]?.string.flatMap({ LocalDate($0) }) else {
      throw wrong(name, "a date as in 2025-11-07")
    }
    return date
  }

  /// Minutes after midnight of `HH:MM`, `24:00` being the end of the day.
  func clock(_ name: String) throws(Failure) -> Int {
    let parts = value[name]?.string?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    guard parts.map(\.utf8.count) == [2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]),
      (0...24).contains(hours), (0...59).contains(minutes), hours * 60 + minutes <= 1440
    else { throw wrong(name, "a time of day as in 14:00") }
    return hours * 60 + minutes
  }

  func objects(_ name: String) throws(Failure) -> [FileObject] {
    guard let elements = value[name]?.array else { throw wrong(name, "an array of objects") }
    var objects: [FileObject] = []
    for (index, element) in elements.enumerated() {
      objects.append(try FileObject(element, at: "\(at(name))[\(index)]"))
    }
    return objects
  }
}
