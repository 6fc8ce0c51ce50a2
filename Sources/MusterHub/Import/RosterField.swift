import MusterCore
import MusterSync

/// A field of a participant that a column of a roster sets.
enum RosterField {
  /// A public text.
  case text(
    WritableKeyPath<ParticipantChange, String?>, KeyPath<ParticipantView, String?>)
  /// A public moment; `open` stands for none, for no line can take one back.
  case moment(
    WritableKeyPath<ParticipantChange, Int64?>, KeyPath<ParticipantView, Int64?>, open: Int64)
  /// A public yes or no; without a word it is no.
  case flag(WritableKeyPath<ParticipantChange, Bool?>, KeyPath<ParticipantView, Bool?>)
  /// A public list of doors.
  case doors(WritableKeyPath<ParticipantChange, [String]?>, KeyPath<ParticipantView, [String]>)
  /// A private text of this name.
  case secret(String)

  /// Someone as the hub knows them.
  struct Known {
    /// nil: nothing is known of them.
    var view: ParticipantView?
    /// Private fields by name.
    var secrets: [String: String] = [:]
  }

  /// What the field holds.
  func value(in known: Known) -> FieldValue {
    switch self {
    case .text(_, let path): FieldValue(known.view?[keyPath: path])
    case .moment(_, let path, let open):
      known.view?[keyPath: path].flatMap { $0 == open ? nil : .moment($0) } ?? .none
    case .flag(_, let path): known.view?[keyPath: path] == true ? .flag(true) : .none
    case .doors(_, let path):
      known.view.map { $0[keyPath: path] }.flatMap { $0.isEmpty ? nil : .doors($0) } ?? .none
    case .secret(let name): FieldValue(known.secrets[name])
    }
  }

  /// Whether two values of the field mean the same.
  func areSame(_ one: FieldValue, _ other: FieldValue) -> Bool {
    if case .flag = self { return (one == .flag(true)) == (other == .flag(true)) }
    return one == other
  }

  /// Sets the field to a value, or takes it back.
  func set(
    _ value: FieldValue, in change: inout ParticipantChange, _ secrets: inout [PrivateLine.Field]
  ) {
    switch (self, value) {
    case (.text(let path, _), .text(let text)): change[keyPath: path] = text
    case (.text(let path, _), _): change[keyPath: path] = ""
    case (.moment(let path, _, _), .moment(let ms)): change[keyPath: path] = ms
    case (.moment(let path, _, let open), _): change[keyPath: path] = open
    case (.flag(let path, _), _): change[keyPath: path] = value == .flag(true)
    case (.doors(let path, _), .doors(let ids)): change[keyPath: path] = ids
    case (.doors(let path, _), _): change[keyPath: path] = []
    case (.secret(let name), .text(let text)):
      secrets.append(PrivateLine.Field(name: name, value: text))
    case (.secret(let name), _): secrets.append(PrivateLine.Field(name: name, value: ""))
    }
  }
}
