import MusterCore
import MusterSync
import MusterTrust

/// What a node knows from the moment it joined: its event, its admission, where its hub is.
///
/// Kept as one JSON file beside the database: it is written once, and a node whose database is lost
/// can begin again with it.
struct Enrolment {
  /// The event.
  var event: EventID
  /// The hub's addresses, `host:port`, tried in order.
  var addresses: [String]
  /// The hub's X25519 public key.
  var seal: Digest
  /// The admission, with the certificate of the hub key that signed it.
  var admitted: Admitted
  /// The admission, as read.
  var admission: Admission
  /// Tells the join code by which the node joined from others, without holding it.
  var code: Digest?

  /// The event's root key, which the node pins.
  var root: Digest { admitted.certificate.root }

  /// Puts together what the hub answered; nil when the admission does not verify.
  init?(
    event: EventID, addresses: [String], seal: Digest, admitted: Admitted, code: Digest? = nil
  ) {
    guard let admission = admitted.verified(for: event) else { return nil }
    self.event = event
    self.addresses = addresses
    self.seal = seal
    self.admitted = admitted
    self.admission = admission
    self.code = code
  }

  /// What is kept of a join code.
  static func mark(of code: JoinCode) -> Digest {
    SHA256.digest(Array("muster joined by\n\(code.text)\n".utf8))
  }

  /// Reads the file's bytes; nil when they are not of the form or do not verify.
  init?(_ bytes: [UInt8]) {
    guard let value = try? JSONValue.read(bytes),
      let event = value["event"]?.identifier, let seal = value["seal"]?.digest,
      let root = value["root"]?.digest, let key = value["key"]?.digest,
      let certificate = value["certificate"]?.string.flatMap({ Signature($0) }),
      let signature = value["signature"]?.string.flatMap({ Signature($0) }),
      let line = value["line"]?.string
    else { return nil }
    self.init(
      event: event, addresses: (value["addresses"]?.array ?? []).compactMap(\.string), seal: seal,
      admitted: Admitted(
        line: Array(line.utf8),
        certificate: Certificate(root: root, key: key, signature: certificate),
        signature: signature),
      code: value["code"]?.digest)
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("event", event)
    json.member("addresses", addresses)
    json.member("seal", seal)
    json.member("root", root)
    json.member("key", admitted.certificate.key)
    json.member("certificate", admitted.certificate.signature.hex)
    json.member("signature", admitted.signature.hex)
    json.member("code", code)
    json.member("line", String(decoding: admitted.line, as: UTF8.self))
    json.endObject()
    json.bytes.append(0x0A)
    return json.bytes
  }
}
