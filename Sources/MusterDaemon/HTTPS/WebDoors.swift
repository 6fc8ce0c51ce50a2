import MusterCommand
public import MusterNet
public import MusterSync
import MusterTrust

/// Where browsers and scripts reach a daemon, once it listens.
public struct WebDoors {
  /// What an operator asks for.
  public struct Wanted {
    /// Where HTTP listens, `host:port`.
    public var http: String
    /// Where HTTPS listens; nil where nowhere.
    public var https: String?
    /// Names by which browsers reach it, besides the loopback ones; one may end in `:port`.
    public var names: [String]

    /// What the options of `serve` say; a slip in an address is told here.
    public init(http: String, https: String?, names: [String]) throws(Failure) {
      for address in [http, https].compactMap(\.self) {
        try Failure.connecting { () throws(NetError) in _ = try HostPort(address) }
      }
      for name in names where !Self.isHost(name) {
        throw .usage(
          "--host \(Terminal.plain(name)): write a name as browsers show it, and no more.")
      }
      (self.http, self.https, self.names) = (http, https, names)
    }

    /// Whether a text can be a host in a browser's address, perhaps with a port.
    private static func isHost(_ name: String) -> Bool {
      !name.isEmpty
        && name.utf8.allSatisfy { byte in
          switch byte {
          case 0x30...0x3A, 0x41...0x5B, 0x5D, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
          default: false
          }
        }
    }
  }

  /// The HTTPS of a daemon.
  public struct Secure {
    /// Where it listens, `host:port`.
    public let address: String
    /// SHA-256 of the certificate as browsers show it.
    public let fingerprint: String
  }

  /// Where HTTP listens, `host:port`.
  public let http: String
  /// Where HTTPS listens.
  public let https: Secure?
  /// What links to the daemon's pages begin with: scheme, host and port.
  public let page: String

  /// Opens the doors of a server.
  ///
  /// - Parameters:
  ///   - folder: the data folder, where the certificate is kept.
  ///   - now: the wall clock, ms since 1970.
  public init(
    opening server: HTTPServer, _ wanted: Wanted, folder: String, now: Int64
  ) throws(Failure) {
    let plain = try Failure.connecting { () throws(NetError) in try server.listen(wanted.http) }
    http = plain.description
    guard let address = wanted.https else {
      https = nil
      page = Self.page(plain, names: wanted.names, isSecure: false)
      return
    }
    let (path, certificate) = try ServedCertificate.find(
      in: folder, names: Self.certified(address, wanted.names), now: now)
    let bound = try Failure.connecting { () throws(NetError) in
      try server.listen(address, pem: path)
    }
    https = Secure(address: bound.description, fingerprint: certificate.fingerprint)
    page = Self.page(bound, names: wanted.names, isSecure: true)
  }

  /// What links begin with: the first name that was given, else where the server listens.
  ///
  /// A name with the port 443 is a proxy's that speaks HTTPS.
  static func page(_ bound: HostPort, names: [String], isSecure: Bool) -> String {
    let scheme = isSecure ? "https" : "http"
    guard let name = names.first(where: { !isSecure || !$0.contains(":") }) else {
      let isAnywhere = bound.host == "0.0.0.0" || bound.host == "::"
      return "\(scheme)://" + (isAnywhere ? "localhost:\(bound.port)" : bound.description)
    }
    if name.hasSuffix(":443") { return "https://\(name.dropLast(4))" }
    return "\(scheme)://" + (name.contains(":") ? name : "\(name):\(bound.port)")
  }

  /// What a certificate of the daemon's own is good for.
  private static func certified(_ address: String, _ names: [String]) -> [String] {
    let host = (try? HostPort(address))?.host
    let bound = [host].compactMap(\.self).filter { $0 != "0.0.0.0" && $0 != "::" }
    let given = names.map { name in String(name.prefix { $0 != ":" }) }
    var all: [String] = []
    for name in ["localhost", "127.0.0.1", "::1"] + bound + given where !all.contains(name) {
      all.append(name)
    }
    return all
  }

  /// What a daemon that is ready says of them, for its log and for people.
  public var words: String {
    guard let https else { return "HTTP at http://\(http)" }
    return "HTTP at http://\(http), HTTPS at https://\(https.address)"
      + " with the certificate SHA-256 \(https.fingerprint)"
  }

  /// Them and more as an object, for programs.
  public func json(and more: KeyValuePairs<String, JSONValue>) -> JSONValue {
    var members = [JSONMember(name: "http", value: .string(http))]
    if let https {
      members.append(JSONMember(name: "https", value: .string(https.address)))
      members.append(JSONMember(name: "fingerprint", value: .string(https.fingerprint)))
    }
    return .object(members + more.map { JSONMember(name: $0.key, value: $0.value) })
  }
}
