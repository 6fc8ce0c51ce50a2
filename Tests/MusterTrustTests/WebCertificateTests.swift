import MusterTrust
import Testing

@Suite("Certificates for browsers")
struct WebCertificateTests {
  private static let names = ["localhost", "127.0.0.1", "::1", "point.example", "192.168.4.20"]

  private func make(_ names: [String] = names) throws -> WebCertificate {
    try #require(WebCertificate.make(names: names, days: 20_000..<20_800))
  }

  @Test("It is good for its names and days, and no others")
  func good() throws {
    let certificate = try make()
    #expect(certificate.isGood(for: Self.names, on: 20_400))
    #expect(certificate.isGood(for: ["POINT.example"], on: 20_001))
    #expect(!certificate.isGood(for: Self.names, on: 19_999))
    #expect(!certificate.isGood(for: Self.names, on: 20_801))
    for name in ["other.example", "a.point.example", "192.168.4.21", "::2", "example"] {
      #expect(!certificate.isGood(for: [name], on: 20_400), "\(name)")
    }
  }

  @Test("What is no name cannot get into it, nor ask for anything")
  func names() throws {
    let certificate = try make([
      "a.example,DNS:b.example", "dirName:x", "", "999.1.1.1", "*.example", "c d", "e.example",
    ])
    #expect(certificate.isGood(for: ["e.example"], on: 20_400))
    #expect(!certificate.isGood(for: ["b.example"], on: 20_400))
    #expect(!certificate.isGood(for: ["f.example"], on: 20_400))
  }

  @Test("It is read again as it was written, each is another, and the fingerprint tells them apart")
  func text() throws {
    let first = try make()
    let again = try #require(WebCertificate(pem: first.pem))
    #expect(again.fingerprint == first.fingerprint)
    #expect(first.fingerprint.utf8.count == 95)
    #expect(first.fingerprint.split(separator: ":").allSatisfy { $0.count == 2 })
    #expect(try make().fingerprint != first.fingerprint)
    let text = String(decoding: first.pem, as: UTF8.self)
    #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    #expect(WebCertificate(pem: Array("nothing".utf8)) == nil)
    #expect(WebCertificate(pem: []) == nil)
  }
}
