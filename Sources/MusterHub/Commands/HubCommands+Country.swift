import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// `{"country": code, "lang": language?}` → the coverage of one country, its points and its nodes.
  func country(_ body: JSONValue) throws(Failure) -> JSONValue {
    let code = try body.argument("country")
    let coverage = centre.coverage()
    let rows = coverage.rows.filter { $0.country == code }
    guard !rows.isEmpty else {
      throw .unknown("\(Terminal.plain(code)) is no country of this event: look at coverage.")
    }
    let shown = Self.json(
      coverage.limited(to: rows), try body.optionalArgument("lang") ?? "en")
    func own(_ list: JSONValue) -> JSONValue {
      .array((list.array ?? []).filter { $0["country"]?.string == code })
    }
    return [
      "time": .integer(coverage.time), "coverage": shown["rows"]?.array?.first ?? .null,
      "alarms": shown["alarms"] ?? [], "points": own(pointsList()), "nodes": own(nodes()),
    ]
  }
}
