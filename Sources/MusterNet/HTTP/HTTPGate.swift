/// What a request over TCP must be before a handler sees it.
///
/// The daemon listens on loopback, where every page of every web site can send requests from this
/// machine's browsers. A page elsewhere cannot forge `Host` and `Origin`, nor send `application/json`
/// without being asked first; these three checks shut it out, names rebound to 127.0.0.1 included.
nonisolated struct HTTPGate {
  /// The port that the server is reached at.
  let port: UInt16
  /// Names besides `localhost`, `127.0.0.1` and `[::1]`, for a hub behind a proxy or on a local net.
  let names: [String]

  /// The refusal, or nil for a request that may pass.
  func refusal(of request: HTTPRequest) -> HTTPResponse? {
    guard request.count(of: "Host") <= 1 else {
      return .problem(400, detail: "more than one Host header")
    }
    guard let host = request.host, isOurs(host) else {
      return .problem(
        421, detail: "this server answers only to its own names, such as localhost:\(port)")
    }
    if let origin = request.origin, !isOurs(origin: origin) {
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

  private func isOurs(origin: String) -> Bool {
    guard origin.hasPrefix("http://") else { return false }
    return isOurs(String(origin.dropFirst("http://".count)))
  }

  private func isOurs(_ text: String) -> Bool {
    var host = text[...]
    var port: UInt16 = 80
    let colon = host.lastIndex(of: ":")
    if let colon, host.last != "]" {
      let digits = host[host.index(after: colon)...]
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits)
      else { return false }
      port = number
      host = host[..<colon]
    }
    guard port == self.port else { return false }
    let name = String(host)
    return (["localhost", "127.0.0.1", "[::1]"] + names).contains { HTTPRequest.same($0, name) }
  }

  private func isJSON(_ type: String?) -> Bool {
    guard let type else { return false }
    let essence = type.prefix { $0 != ";" }
    let trimmed = essence.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return HTTPRequest.same(String(trimmed), "application/json")
  }
}
