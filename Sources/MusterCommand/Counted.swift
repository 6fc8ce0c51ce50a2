/// A number with its noun, in the form that the number asks for: 1 minute, 2 minutes, 1,200 people.
public nonisolated struct Counted: CustomStringConvertible {
  private let number: Int64
  private let noun: String

  /// Counts something.
  ///
  /// - Parameter many: the noun for any number but 1; nil where it only takes an s.
  public init(_ number: Int64, _ one: String, _ many: String? = nil) {
    self.number = number
    noun = number == 1 ? one : many ?? one + "s"
  }

  /// Counts something.
  public init(_ number: Int, _ one: String, _ many: String? = nil) {
    self.init(Int64(number), one, many)
  }

  /// Number and noun.
  public var description: String { "\(Self.grouped(number)) \(noun)" }

  /// The digits in groups of three: 4,812.
  public static func grouped(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude).utf8)
    var grouped: [UInt8] = number < 0 ? [UInt8(ascii: "-")] : []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(UInt8(ascii: ",")) }
      grouped.append(digit)
    }
    return String(decoding: grouped, as: UTF8.self)
  }
}
