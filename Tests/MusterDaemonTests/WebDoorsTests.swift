import Foundation
import MusterCommand
import MusterNet
import MusterTrust
import Testing

@testable import MusterDaemon

@Suite("Where browsers reach a daemon")
struct WebDoorsTests {
  private let folder = "/tmp/muster-\(UUID().uuidString)"
  private let day: Int64 = 86_400_000

  @Test("A page is reached by the first name, or where the daemon listens")
  func pages() {
    let anywhere = HostPort(host: "0.0.0.0", port: 7590)
    func page(_ bound: HostPort, _ names: [String], isSecure: Bool = false) -> String {
      WebDoors.page(bound, names: names, isSecure: isSecure)
    }
    #expect(page(anywhere, []) == "http://localhost:7590")
    #expect(page(anywhere, ["a.example", "b"]) == "http://a.example:7590")
    #expect(page(anywhere, ["a.example:443"]) == "https://a.example")
    #expect(page(HostPort(host: "10.0.0.5", port: 80), []) == "http://10.0.0.5:80")
    #expect(page(anywhere, [], isSecure: true) == "https://localhost:7590")
    #expect(page(anywhere, ["a.example:81", "b"], isSecure: true) == "https://b:7590")
  }

  @Test("A name by which browsers reach it is a host's, perhaps with a port")
  func names() throws {
    func wanted(_ name: String) throws(Failure) {
      _ = try WebDoors.Wanted(http: "127.0.0.1:0", https: nil, names: [name])
    }
    for name in ["a.example", "a-b.example:8443", "10.0.0.5", "[::1]:7580"] { try wanted(name) }
    for name in ["", "a b/c", "http://a", "a,b", "é.example"] {
      #expect(throws: Failure.self) { try wanted(name) }
    }
  }

  @Test("A certificate of its own is kept while it is right, and the operator's goes before it")
  func certificate() throws {
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func find(_ names: [String], day: Int64) throws -> (path: String, certificate: WebCertificate) {
      try ServedCertificate.find(in: folder, names: names, now: day * self.day)
    }
    let first = try find(["localhost", "a.example"], day: 20_000)
    #expect(first.path == folder + "/https-own.pem")
    let attributes = try FileManager.default.attributesOfItem(atPath: first.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let print = first.certificate.fingerprint
    #expect(try find(["a.example"], day: 20_300).certificate.fingerprint == print)
    #expect(try find(["a.example"], day: 19_700).certificate.fingerprint == print)
    // Another name, too near its end, before its time.
    let named = try find(["b.example"], day: 20_000).certificate.fingerprint
    #expect(named != print)
    let late = try find(["b.example"], day: 20_371).certificate.fingerprint
    #expect(late != named)
    #expect(try find(["b.example"], day: 19_900).certificate.fingerprint != late)

    let given = try #require(WebCertificate.make(names: ["c.example"], days: 1..<2))
    try Files.write(given.pem, to: folder + "/https.pem")
    let found = try find(["b.example"], day: 20_000)
    #expect(found.path == folder + "/https.pem")
    #expect(found.certificate.fingerprint == given.fingerprint)
    try Files.write(Array("no PEM".utf8), to: folder + "/https.pem")
    #expect(throws: Failure.self) { try find(["b.example"], day: 20_000) }
  }
}
