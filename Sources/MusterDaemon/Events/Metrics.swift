public import MusterNet

/// What a daemon tells Prometheus (`GET /metrics`), in its text format, version 0.0.4.
///
/// Anybody who reaches the daemon may read it, so it names nobody: numbers, and codes of countries.
public struct Metrics {
  private var text = ""
  private let prefix: String

  /// Begins with nothing.
  ///
  /// - Parameter prefix: what all names begin with, `muster_node`.
  public init(_ prefix: String) { self.prefix = prefix }

  /// Adds what may go up and down.
  public mutating func gauge(_ name: String, _ help: String, _ value: Int64?) {
    add(name, "gauge", help, value.map { [("", String($0))] } ?? [])
  }

  /// Adds what only goes up while the daemon runs; its name ends in `_total`.
  public mutating func counter(_ name: String, _ help: String, _ value: Int64?) {
    add(name, "counter", help, value.map { [("", String($0))] } ?? [])
  }

  /// Adds a span of time.
  ///
  /// - Parameter ms: nil where it is not known.
  public mutating func seconds(_ name: String, _ help: String, ms: Int64?) {
    add(name, "gauge", help, ms.map { [("", Self.seconds($0))] } ?? [])
  }

  /// Adds spans of time by country.
  public mutating func seconds(
    _ name: String, _ help: String, byCountry spans: [(country: String, ms: Int64)]
  ) {
    add(
      name, "gauge", help,
      spans.map { span in ("{country=\"\(Self.label(span.country))\"}", Self.seconds(span.ms)) })
  }

  /// The whole as a response.
  public var response: HTTPResponse {
    HTTPResponse(
      200, type: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.utf8))
  }

  private mutating func add(
    _ name: String, _ type: String, _ help: String, _ values: [(labels: String, value: String)]
  ) {
    guard !values.isEmpty else { return }
    text += "# HELP \(prefix)_\(name) \(help)\n# TYPE \(prefix)_\(name) \(type)\n"
    for (labels, value) in values { text += "\(prefix)_\(name)\(labels) \(value)\n" }
  }

  private static func seconds(_ ms: Int64) -> String {
    let fraction = String(ms.magnitude % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
    return "\(ms < 0 ? "-" : "")\(ms.magnitude / 1000).\(zeros)\(fraction)"
  }

  private static func label(_ text: String) -> String {
    String(text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
  }
}
