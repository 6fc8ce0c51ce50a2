import MusterCore
import MusterTrust

@testable import MusterSync

/// Any bytes, as the line of an operation; `@event` stands for the id of the event.
///
/// The fast reader reads as the general one does. What is read is written, and that is read again as
/// the same, with the same bytes. What is written says nothing that the line did not say, and names of
/// a list of titles all it had. An unreadable line is written as nothing.
enum LineTarget {
  private static let event = Company.event
  private static var reader = OperationReader(event: event)
  private static let id = OpID(high: 1, low: 2)

  static func feed(_ bytes: [UInt8]) {
    let line = Tokens.replace(bytes) { $0 == "event" ? event.hex : nil }
    let operation = reader.read(line, in: line.indices, id: id)
    let general = reader.readGenerally(line, in: line.indices, id: id)
    let written = OperationWriter.write(operation, event: event)
    hold(OperationWriter.write(general, event: event) == written, "the two readers differ")
    guard case .unreadable = operation.act else {
      check(written, of: operation, from: line)
      return
    }
    hold(written.isEmpty, "an unreadable line is written")
  }

  private static func check(_ written: [UInt8], of operation: Operation, from line: [UInt8]) {
    guard let said = try? JSONValue.read(line), let says = try? JSONValue.read(written) else {
      fatalError("no strict JSON")
    }
    guard written.count <= FrameReader.lineLimit else {
      // Another spelling of the same may be longer than what was read.
      return hold(written.count <= 6 * line.count, "\(written.count) bytes of \(line.count)")
    }
    let again = reader.read(written, in: written.indices, id: id)
    hold(OperationWriter.write(again, event: event) == written, "not the same again")
    hold(again.boot == operation.boot && again.mono == operation.mono, "another moment")
    if case .unknown = operation.act { return }
    hold(isPart(says, of: said, named: ""), "it says what was not said")
  }

  /// Whether everything of one value stands in the other. Objects of texts by language, and arrays, have
  /// all that the other has.
  private static func isPart(_ one: JSONValue, of other: JSONValue, named name: String) -> Bool {
    switch (one, other) {
    case (.object(let members), .object(let others)):
      if ["titles", "texts"].contains(name), members.count != others.count { return false }
      return members.allSatisfy { member in
        others.contains {
          $0.name.utf8.elementsEqual(member.name.utf8)
            && isPart(member.value, of: $0.value, named: member.name)
        }
      }
    case (.array(let elements), .array(let others)):
      return elements.count == others.count
        && zip(elements, others).allSatisfy { isPart($0, of: $1, named: "") }
    default: return one.written == other.written
    }
  }
}
