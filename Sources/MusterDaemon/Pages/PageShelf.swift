public import MusterNet
import MusterTrust

/// The pages that a daemon carries in itself: small files, compressed together, found by their paths.
///
/// Nothing of them is kept in memory: all are inflated for a request, in less time than it takes to come.
///
/// They name nobody and hold no secret, so that they are given before any login; what they show comes
/// from the API. A page may load scripts, styles and data from its own daemon alone and is shown in no
/// frame: text that somebody has put into a name can do nothing there.
public struct PageShelf {
  /// One file.
  public nonisolated struct File: Sendable {
    /// Its path below `Pages/`.
    let path: String
    /// Where it begins among the bytes of all, and how many are its.
    let start: Int
    let count: Int
    /// Another text when the file is another.
    let tag: String

    /// Makes an entry, for the generated lists.
    public init(_ path: String, at start: Int, _ count: Int, tag: String) {
      self.path = path
      self.start = start
      self.count = count
      self.tag = tag
    }
  }

  /// What a page may do.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  private let files: [File]
  private let words: [UInt64]
  private let packed: Int
  private let home: String

  /// Makes a shelf.
  ///
  /// - Parameters:
  ///   - files: in the order in which they stand one after another.
  ///   - words: all of them, compressed, eight bytes to a word, the first byte lowest.
  ///   - packed: how many of those bytes there are.
  ///   - home: the file that `/` and the links of logins show.
  public init(_ files: [File], _ words: [UInt64], packed: Int, home: String) {
    self.files = files
    self.words = words
    self.packed = packed
    self.home = home
  }

  /// Answers a request for a page; nil where there is none at its path.
  public func answer(_ request: HTTPRequest) -> HTTPResponse? {
    let isHome = request.path.isEmpty || request.path == ["login"]
    let path = isHome ? home : request.path.joined(separator: "/")
    guard !request.isUnixSocket, let file = files.first(where: { $0.path == path }) else {
      return nil
    }
    guard request.method == .get || request.method == .head else {
      return .notAllowed(use: [.get, .head])
    }
    var headers = [
      (name: "Content-Security-Policy", value: Self.policy),
      (name: "Referrer-Policy", value: "no-referrer"),
      (name: "Vary", value: "Accept-Encoding"),
    ]
    if path != home {
      headers.append(("Cache-Control", "no-cache"))
      let tag = "W/\"\(file.tag)\""
      headers.append(("ETag", tag))
      let held = (request.header("If-None-Match") ?? "").split(separator: ",")
      if held.contains(where: { RequestBody.trimmed(String($0)) == tag }) {
        return HTTPResponse(304, headers: headers)
      }
    }
    var body = bytes(of: file)
    if Self.takesDeflate(request.header("Accept-Encoding") ?? "") {
      headers.append(("Content-Encoding", "deflate"))
      body = Deflate(level: 9).compress(body)
    }
    return HTTPResponse(200, type: Self.type(of: path), headers: headers, body: body)
  }

  private func bytes(of file: File) -> [UInt8] {
    let small = (0..<packed).map { index in
      UInt8(truncatingIfNeeded: words[index / 8] >> (8 * (index % 8)))
    }
    let all = Deflate().inflate(small, limit: files.reduce(0) { $0 + $1.count }) ?? []
    return Array(all.dropFirst(file.start).prefix(file.count))
  }

  private static func takesDeflate(_ header: String) -> Bool {
    header.split(separator: ",").contains { part in
      let words = part.split(separator: ";").map { RequestBody.trimmed(String($0)) }
      // RFC 9110 §12.4.2: a weight of nothing is a no.
      let weight = words.first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      return words.first == "deflate" && weight > 0
    }
  }

  private static func type(of path: String) -> String {
    if path.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
    if path.hasSuffix(".css") { return "text/css; charset=utf-8" }
    if path.hasSuffix(".svg") { return "image/svg+xml" }
    return "text/html; charset=utf-8"
  }
}
