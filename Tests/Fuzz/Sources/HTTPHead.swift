import MusterDaemon
import MusterSync

@testable import MusterNet

/// The target of an HTTP request, then its headers, one a line.
///
/// A path that is taken has segments that mean one thing only; written anew, percent for percent, it is
/// the same. Nobody passes the gate but under the server's own name, and no page but its own.
enum HTTPHeadTarget {
  static func feed(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    guard let target = HTTPTarget(lines[0]) else { return }
    for segment in target.segments {
      hold(!["", ".", ".."].contains(segment), "a segment that means nothing or two things")
      hold(!segment.utf8.contains { $0 < 0x20 || $0 == 0x2F || $0 == 0x7F }, "a slash within")
    }
    let query = target.query.map { encoded($0.name) + "=" + encoded($0.value) }
    let again =
      "/" + target.segments.map(encoded).joined(separator: "/") + "?"
      + query.joined(separator: "&")
    var other = target
    other.authority = nil
    hold(lines[0] == "*" || HTTPTarget(again) == other, "\(again) is another")
    knock(target, lines.dropFirst().map(header))
  }

  private static func header(_ line: String) -> (name: String, value: String) {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
  }

  private static func knock(
    _ target: HTTPTarget, _ headers: [(name: String, value: String)]
  ) {
    let gate = HTTPGate(
      bound: HostPort(host: "10.1.2.3", port: 7580), names: ["hub.local"], isSecure: false)
    for method in HTTPMethod.allCases {
      let request = HTTPRequest(
        method, path: target.segments, query: target.query, headers: headers, body: [],
        isUnixSocket: false, isSecure: false, authority: target.authority)
      guard gate.refusal(of: request) == nil else { continue }
      let host = request.host?.lowercased() ?? ""
      let name = host.lastIndex(of: ":").map { String(host[..<$0]) } ?? host
      let port = UInt16(host.dropFirst(name.count + 1))
      let isOwn = ["localhost", "127.0.0.1", "[::1]", "10.1.2.3"].contains(name) && port == 7580
      let isNamed = host == "hub.local" || name == "hub.local" && port != nil
      hold(isOwn || isNamed, "under the name \(host)")
      if let origin = request.origin?.lowercased() {
        hold(["http://" + host, "https://" + host].contains(origin), "a page of \(origin)")
      }
      _ = try? IdempotentRequest(request, by: nil)
    }
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
