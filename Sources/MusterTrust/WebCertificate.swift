internal import COpenSSL
internal import MusterCore

/// A certificate that browsers are shown, and its private key: ECDSA over P-256, which all of them take;
/// they take no Ed25519.
///
/// It is signed by nobody but itself, and worth something to whom its fingerprint was told.
public nonisolated struct WebCertificate: Sendable {
  /// The private key (PKCS #8) and the certificate (X.509), PEM.
  public let pem: [UInt8]
  private let der: [UInt8]

  /// Reads the first certificate of a PEM text; nil where there is none.
  public init?(pem: [UInt8]) {
    guard let input = unsafe BIO_new_mem_buf(pem, Int32(pem.count)) else { return nil }
    defer { unsafe BIO_free(input) }
    guard let certificate = unsafe PEM_read_bio_X509(input, nil, nil, nil) else {
      ERR_clear_error()
      return nil
    }
    defer { unsafe X509_free(certificate) }
    let count = Int(unsafe i2d_X509(certificate, nil))
    guard count > 0 else { return nil }
    der = unsafe [UInt8](unsafeUninitializedCapacity: count) { space, filled in
      var place = space.baseAddress
      filled = max(0, Int(unsafe i2d_X509(certificate, &place)))
    }
    self.pem = pem
  }

  /// Makes a key and its certificate.
  ///
  /// - Parameters:
  ///   - names: names and number addresses (IPv4, or IPv6 without brackets) of the server; what is
  ///     neither is left out.
  ///   - days: when it holds, days since 1970.
  /// - Returns: nil when the library fails, as for want of memory.
  public static func make(names: [String], days: Range<Int64>) -> WebCertificate? {
    guard let key = unsafe muster_p256_key() else { return nil }
    defer { unsafe EVP_PKEY_free(key) }
    guard let certificate = unsafe X509_new() else { return nil }
    defer { unsafe X509_free(certificate) }
    guard unsafe fill(certificate, key, days),
      unsafe add(NID_basic_constraints, "critical,CA:FALSE", to: certificate),
      unsafe add(NID_key_usage, "critical,digitalSignature", to: certificate),
      unsafe add(NID_ext_key_usage, "serverAuth", to: certificate),
      unsafe add(NID_subject_alt_name, alternatives(names), to: certificate),
      unsafe X509_sign(certificate, key, EVP_sha256()) > 0,
      let text = unsafe text(of: key, certificate)
    else {
      ERR_clear_error()
      return nil
    }
    return WebCertificate(pem: text)
  }

  /// SHA-256 of the certificate's DER as browsers show it: pairs of hex digits with colons between.
  public var fingerprint: String {
    var text = ""
    for (place, digit) in SHA256.digest(der).hex.uppercased().enumerated() {
      if place > 0, place.isMultiple(of: 2) { text.append(":") }
      text.append(digit)
    }
    return text
  }

  /// Whether it is good for a server of these names, on that day (since 1970).
  public func isGood(for names: [String], on day: Int64) -> Bool {
    unsafe der.withUnsafeBufferPointer { bytes in
      var place = bytes.baseAddress
      guard let certificate = unsafe d2i_X509(nil, &place, bytes.count) else { return false }
      defer { unsafe X509_free(certificate) }
      var time = Int(day) * 86_400
      guard unsafe X509_cmp_time(X509_get0_notBefore(certificate), &time) < 0,
        unsafe X509_cmp_time(X509_get0_notAfter(certificate), &time) > 0
      else { return false }
      return names.allSatisfy { name in
        switch Kind(name) {
        case .address: unsafe X509_check_ip_asc(certificate, name, 0) == 1
        case .name: unsafe X509_check_host(certificate, name, name.utf8.count, 0, nil) == 1
        case nil: true
        }
      }
    }
  }

  // MARK: Making

  /// What a server may be called in a certificate.
  private enum Kind: String {
    case address = "IP"
    case name = "DNS"

    init?(_ text: String) {
      let isNumber = text.contains(":") || text.utf8.allSatisfy { Self.digits.contains($0) }
      if isNumber {
        guard let address = unsafe a2i_IPADDRESS(text) else { return nil }
        unsafe ASN1_OCTET_STRING_free(address)
        self = .address
      } else {
        guard (1...253).contains(text.utf8.count), text.utf8.allSatisfy(Self.isOfName) else {
          return nil
        }
        self = .name
      }
    }

    private static let digits = Array("0123456789.".utf8)

    private static func isOfName(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
      default: false
      }
    }
  }

  private static func alternatives(_ names: [String]) -> String {
    names.compactMap { name in Kind(name).map { "\($0.rawValue):\(name)" } }
      .joined(separator: ",")
  }

  private static func fill(
    _ certificate: OpaquePointer, _ key: OpaquePointer, _ days: Range<Int64>
  ) -> Bool {
    let (from, to) = (Int(days.lowerBound) * 86_400, Int(days.upperBound) * 86_400)
    guard unsafe X509_set_version(certificate, 2) == 1,
      unsafe ASN1_INTEGER_set_uint64(
        X509_get_serialNumber(certificate), Randomness.nonce() >> 1) == 1,
      unsafe ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nil,
      unsafe ASN1_TIME_set(X509_getm_notAfter(certificate), to) != nil,
      let subject = unsafe X509_get_subject_name(certificate),
      unsafe X509_NAME_add_entry_by_txt(
        subject, "CN", muster_ascii_string(), "Muster", -1, -1, 0) == 1
    else { return false }
    return unsafe X509_set_issuer_name(certificate, subject) == 1
      && X509_set_pubkey(certificate, key) == 1
  }

  private static func add(
    _ kind: Int32, _ value: String, to certificate: OpaquePointer
  ) -> Bool {
    guard let made = unsafe X509V3_EXT_conf_nid(nil, nil, kind, value) else { return false }
    defer { unsafe X509_EXTENSION_free(made) }
    return unsafe X509_add_ext(certificate, made, -1) == 1
  }

  private static func text(of key: OpaquePointer, _ certificate: OpaquePointer) -> [UInt8]? {
    guard let output = unsafe BIO_new(BIO_s_mem()) else { return nil }
    defer { unsafe BIO_free(output) }
    guard unsafe PEM_write_bio_PrivateKey(output, key, nil, nil, 0, nil, nil) == 1,
      unsafe PEM_write_bio_X509(output, certificate) == 1
    else { return nil }
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1_024)
    while true {
      let count = Int(unsafe BIO_read(output, &piece, Int32(piece.count)))
      guard count > 0 else { return text }
      text += piece[..<count]
    }
  }
}
