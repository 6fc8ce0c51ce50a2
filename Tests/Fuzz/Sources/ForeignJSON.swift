import Foundation
import MusterSync

/// A JSON text as Foundation reads it.
struct ForeignJSON {
  private let value: Any

  /// Nil for what Foundation does not take.
  static func read(_ bytes: [UInt8]) -> ForeignJSON? {
    let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    return value.map { ForeignJSON(value: $0) }
  }

  /// Whether our reader's value is the same. Of names that Swift holds for one and the protocol for two,
  /// Foundation keeps one, and of a name it may lose a mark: an object with such names is not compared.
  func isSame(as ours: JSONValue) -> Bool { Self.areSame(ours, value) }

  private static func areSame(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch ours {
    case .object(let members):
      guard let object = theirs as? [String: Any] else { return false }
      guard Set(members.map(\.name)).count == members.count,
        !members.contains(where: { $0.name.unicodeScalars.contains(mark) })
      else { return true }
      return object.count == members.count
        && members.allSatisfy { member in
          guard let index = object.index(forKey: member.name) else { return false }
          return object[index].key.utf8.elementsEqual(member.name.utf8)
            && areSame(member.value, object[index].value)
        }
    case .array(let elements):
      guard let array = theirs as? [Any] else { return false }
      return array.count == elements.count && zip(elements, array).allSatisfy { areSame($0, $1) }
    case .string(let text):
      return (theirs as? String).map { unmarked($0).elementsEqual(unmarked(text)) } == true
    case .integer(let number):
      return !isBoolean(theirs) && (theirs as? NSNumber)?.int64Value == number
    case .bool(let truth):
      return isBoolean(theirs) && (theirs as? NSNumber)?.boolValue == truth
    case .null: return theirs is NSNull
    }
  }

  /// What Foundation takes for a byte order mark, and drops, at the beginning of a string and behind each escape.
  private static let mark: Unicode.Scalar = "\u{FEFF}"

  private static func unmarked(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0 != mark }
  }

  /// Foundation's numbers tell what they were made of by their type encoding.
  private static func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return false }
    return unsafe String(cString: number.objCType) == "c"
  }
}
