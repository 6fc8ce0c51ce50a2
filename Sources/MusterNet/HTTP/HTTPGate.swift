/// What a request over TCP must be before a handler sees it.
///
/// The daemon listens on loopback, where every page of every web site can send requests from this
/// machine's browsers. A page elsewhere cannot forge `Host` and `Origin`, nor send `application/json`
/// without being asked first; these three checks shut it out, names rebound to 127.0.0.1 included.
nonisolated struct HTTPGate {
  /// Where the server listens.
  let bound: HostPort
  /// Names besides `localhost`, `127.0.0.1`, `[::1]` and the bound address, for a hub behind a proxy or
  /// on a local net. One without a port holds with every port.
  let names: [String]
  /// Whether it listens for HTTPS, and a page that came in the clear is another's.
  let isSecure: Bool

  /// The refusal, or nil for a request that may pass.
  func refusal(of request: HTTPRequest) -> HTTPResponse? {
    guard request.count(of: "Host") <= 1 else {
      return .problem(400, detail: "more than one Host header: send one")
    }
    guard let host = request.host, isOurs(host) else {
      return .problem(
        421,
        detail: "this server answers only to its own names, such as localhost:\(bound.port);"
          + " others are given to serve with --host NAME")
    }
    // What a page loads without asking (an image, a script) has no Origin, but a browser's word on where
    // it comes from (Fetch Metadata, §2.3): another port of this machine is another's page.
    let isForeign = ["cross-site", "same-site"].contains(request.header("Sec-Fetch-Site") ?? "")
    if isForeign && request.path.first == "api" {
      return .problem(403, detail: "pages of other origins may not use this server")
    }
    if let origin = request.origin, !isSame(origin, as: host) {
      return .problem(403, detail: "pages of other origins may not use this server")
    }
    // Without a body only a POST can come from a page elsewhere that has not asked first.
    let mustBeJSON =
      request.method == .post || !request.method.isReading && !request.body.isEmpty
    guard !mustBeJSON || isJSON(request.header("Content-Type")) else {
      return .problem(415, detail: "send Content-Type: application/json")
    }
    return nil
  }

  /// A page of the very server that it asks, by HTTPS where a proxy stands before it.
  private func isSame(_ origin: String, as host: String) -> Bool {
    (isSecure ? ["https://"] : ["http://", "https://"]).contains {
      HTTPRequest.same(origin, $0 + host)
    }
  }

  private func isOurs(_ text: String) -> Bool {
    var host = text[...]
    var port: UInt16 = isSecure ? 443 : 80
    let colon = host.lastIndex(of: ":")
    if let colon, host.last != "]" {
      let digits = host[host.index(after: colon)...]
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits)
      else { return false }
      port = number
      host = host[..<colon]
    }
    let name = String(host)
    if names.contains(where: { HTTPRequest.same($0, name) || HTTPRequest.same($0, text) }) {
      return true
    }
    guard port == bound.port else { return false }
    return ["localhost", "127.0.0.1", "[::1]"].contains { HTTPRequest.same($0, name) }
      || HTTPRequest.same(text, bound.description)
  }

  private func isJSON(_ type: String?) -> Bool {
    guard let type else { return false }
    let essence = type.prefix { $0 != ";" }
    let trimmed = essence.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return HTTPRequest.same(String(trimmed), "application/json")
  }
}
