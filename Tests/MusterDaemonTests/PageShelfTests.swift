import MusterNet
import MusterTrust
import Testing

@testable import MusterDaemon

@Suite("Pages")
struct PageShelfTests {
  private static let texts = [
    "desk/index.html": "<!doctype html><title>Desk</title>", "desk/desk.js": "export default 1;",
    "shared/style.css": "body { margin: 0 }", "shared/icon.svg": "<svg/>",
  ]

  private let shelf: PageShelf

  init() {
    var all: [UInt8] = []
    var files: [PageShelf.File] = []
    for (path, text) in Self.texts.sorted(by: { $0.key < $1.key }) {
      files.append(.init(path, at: all.count, text.utf8.count, tag: "0a\(files.count)"))
      all += Array(text.utf8)
    }
    var bytes = Deflate().compress(all)
    let packed = bytes.count
    while !bytes.count.isMultiple(of: 8) { bytes.append(0) }
    let words = stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    shelf = PageShelf(files, words, packed: packed, home: "desk/index.html")
  }

  private func ask(
    _ path: String, _ method: HTTPMethod = .get, _ headers: [(name: String, value: String)] = [],
    isUnixSocket: Bool = false
  ) -> HTTPResponse? {
    shelf.answer(
      HTTPRequest(
        method, path: path.split(separator: "/").map(String.init), headers: headers,
        isUnixSocket: isUnixSocket))
  }

  private func header(_ name: String, _ response: HTTPResponse?) -> String? {
    response?.headers.first { $0.name == name }?.value
  }

  @Test("Every file is given as it was written, to whoever takes it packed and to whoever does not")
  func wholeFiles() {
    for (path, text) in Self.texts {
      let plain = ask(path)
      #expect(plain.map { String(decoding: $0.body, as: UTF8.self) } == text)
      #expect(header("Content-Encoding", plain) == nil)
      let packed = ask(path, .get, [("Accept-Encoding", "gzip, deflate, br")])
      #expect(header("Content-Encoding", packed) == "deflate")
      #expect(packed.flatMap { Deflate().inflate($0.body, limit: 1000) } == Array(text.utf8))
      #expect(header("Vary", packed) == "Accept-Encoding")
    }
    #expect(
      header("Content-Encoding", ask("desk/desk.js", .get, [("Accept-Encoding", "deflate;q=0.00")]))
        == nil)
    #expect(
      header("Content-Encoding", ask("desk/desk.js", .get, [("Accept-Encoding", "xdeflate")]))
        == nil)
  }

  @Test("The home page stands at the root and behind the links of logins, and is never kept")
  func home() {
    for path in ["", "login", "desk/index.html"] {
      let page = ask(path)
      #expect(page?.status == 200)
      #expect(header("Content-Type", page) == "text/html; charset=utf-8")
      // Without a word of its own the server says no-store.
      #expect(header("Cache-Control", page) == nil)
      #expect(header("ETag", page) == nil)
    }
  }

  @Test("A file that a browser holds already is not sent again")
  func tags() {
    let tag = header("ETag", ask("shared/style.css"))
    #expect(tag?.hasPrefix("W/\"0a") == true)
    #expect(header("Cache-Control", ask("shared/style.css")) == "no-cache")
    let again = ask("shared/style.css", .get, [("If-None-Match", "W/\"x\", \(tag ?? "")")])
    #expect(again?.status == 304)
    #expect(again?.body.isEmpty == true)
    #expect(ask("shared/style.css", .get, [("If-None-Match", "W/\"0a9\"")])?.status == 200)
  }

  @Test("Pages load from their own daemon alone, and say what they are")
  func policy() {
    for path in Self.texts.keys {
      let policy = header("Content-Security-Policy", ask(path)) ?? ""
      #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
      #expect(policy.hasSuffix("frame-ancestors 'none'"))
      #expect(header("Referrer-Policy", ask(path)) == "no-referrer")
    }
    #expect(header("Content-Type", ask("desk/desk.js")) == "text/javascript; charset=utf-8")
    #expect(header("Content-Type", ask("shared/style.css")) == "text/css; charset=utf-8")
    #expect(header("Content-Type", ask("shared/icon.svg")) == "image/svg+xml")
  }

  @Test("Nothing else is a page, and nothing is done to one")
  func others() {
    for path in ["desk", "desk/desk.js/x", "board/board.js", "api/v1/status", "login/x"] {
      #expect(ask(path)?.status == nil)
    }
    #expect(ask("", isUnixSocket: true)?.status == nil)
    #expect(ask("", .post)?.status == 405)
    #expect(ask("", .head)?.status == 200)
  }
}
