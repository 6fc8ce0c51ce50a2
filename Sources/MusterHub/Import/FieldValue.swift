/// What a cell says, or what a field holds: compared as bytes, so that another spelling of the same
/// letters is a difference.
enum FieldValue: Equatable {
  /// Nothing, or nothing any more.
  case none
  case text(String)
  /// Ms.
  case moment(Int64)
  case flag(Bool)
  /// Ids of doors, in no order that means anything; never empty.
  case doors([String])

  /// Of a text that may be absent or empty.
  init(_ text: String?) { self = text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .none }

  /// For people; nil for nothing.
  var shown: String? {
    switch self {
    case .none: nil
    case .text(let text): text
    case .moment(let ms): EventMoments.text(ms)
    case .flag(let flag): flag ? "yes" : "no"
    case .doors(let ids): ids.joined(separator: ",")
    }
  }

  static func == (one: FieldValue, other: FieldValue) -> Bool {
    switch (one, other) {
    case (.none, .none): true
    case (.text(let one), .text(let other)): one.utf8.elementsEqual(other.utf8)
    case (.moment(let one), .moment(let other)): one == other
    case (.flag(let one), .flag(let other)): one == other
    case (.doors(let one), .doors(let other)): Set(one) == Set(other)
    default: false
    }
  }
}
