import MusterCommand
public import MusterTrust

/// The certificate that a daemon shows to browsers: the operator's, or one of its own.
///
/// Its own is made when it is first asked for and again when its names or its time are no longer right:
/// browsers that know the old one ask their users once more.
public enum ServedCertificate {
  /// What the operator puts into the data folder: key and certificate, and those above it, as PEM.
  public static let given = "https.pem"
  /// What the daemon makes.
  public static let own = "https-own.pem"
  /// From so many days before it was made to so many after: browsers take no more than 825 in all.
  private static let days: Int64 = 400
  /// One of its own that ends within so many days is made anew.
  private static let lastDays: Int64 = 30

  /// Where the certificate of a folder is, and what it is.
  ///
  /// - Parameters:
  ///   - names: names and number addresses by which browsers reach the daemon.
  ///   - now: the wall clock, ms since 1970.
  public static func find(
    in folder: String, names: [String], now: Int64
  ) throws(Failure) -> (path: String, certificate: WebCertificate) {
    let (given, own) = ("\(folder)/\(given)", "\(folder)/\(own)")
    if Files.exists(given) {
      guard let certificate = try read(given) else {
        throw .configuration("\(given) holds no certificate in PEM.")
      }
      return (given, certificate)
    }
    let day = now / 86_400_000
    if Files.exists(own), let certificate = try read(own),
      certificate.isGood(for: names, on: day),
      certificate.isGood(for: [], on: day + lastDays)
    {
      return (own, certificate)
    }
    let until = day + days
    guard let made = WebCertificate.make(names: names, days: day - days..<until) else {
      throw .inputOutput("No certificate for HTTPS could be made.")
    }
    try Failure.commanding { () throws(CommandError) in try Files.write(made.pem, to: own) }
    return (own, made)
  }

  private static func read(_ path: String) throws(Failure) -> WebCertificate? {
    let text = try Failure.commanding { () throws(CommandError) in
      try Files.read(path, atMostBytes: 1 << 20)
    }
    return WebCertificate(pem: text)
  }
}
