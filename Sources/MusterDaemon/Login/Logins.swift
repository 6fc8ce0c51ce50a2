public import MusterNet
public import MusterStore
public import MusterSync
import MusterTrust

/// Logins to a daemon's HTTP: links that are used once, cookies, and what each role may ask.
///
/// A person gets a link from the command line and opens it; the page behind it sends the token to
/// `POST /api/v1/login` and gets a cookie. The token stands after the `#` of the link, which no browser
/// sends and no server or proxy writes down. Links and cookies are 160 random bits; only their digests
/// are kept. ``pass(_:needing:)`` is asked before anything else looks at a request.
public struct Logins {
  /// So long a link can be used, ms: a day.
  public static let linkMs: Int64 = 86_400_000
  /// So long a session lasts, ms: fourteen days.
  public static let sessionMs: Int64 = 14 * 86_400_000
  /// The longest name, bytes.
  static let nameBytes = 64

  /// Who asks.
  public struct Caller {
    /// The account's name; nil for who has the data folder, and with it everything.
    public let name: String?
    /// What they may do.
    public let role: Role
  }

  /// What becomes of a request.
  public enum Passage {
    /// It goes on, in somebody's name.
    case open(Caller)
    /// It is answered.
    case answered(HTTPResponse)
  }

  private let accounts: Accounts
  private let cookieName: String
  private let howToAdd: String
  private let clock: any LoginClock

  /// Makes the logins of a daemon.
  ///
  /// - Parameters:
  ///   - identity: what tells this daemon's cookie from those of others on the same machine: a browser
  ///     sends cookies to every port of a host.
  ///   - howToAdd: the command by which somebody gets a link.
  ///   - clock: what says how old a link or a session is.
  public init(
    _ accounts: Accounts, identity: String, howToAdd: String, clock: any LoginClock
  ) {
    self.accounts = accounts
    cookieName = "muster-" + identity.prefix(12)
    self.howToAdd = howToAdd
    self.clock = clock
  }

  // MARK: Requests

  /// Whether a request is for programs that look after the daemon: what they are answered names nobody.
  public static func isOpen(_ request: HTTPRequest) -> Bool {
    switch request.path.joined(separator: "/") {
    case "healthz", "readyz", "metrics": true
    default: false
    }
  }

  /// Lets a request pass, or answers it: what is logged in, out, or missing a login or a role.
  ///
  /// - Parameter needing: what a request asks for; nil where it needs no login.
  public func pass(
    _ request: HTTPRequest, needing role: (HTTPRequest) -> Role?
  ) throws(Failure) -> Passage {
    if request.isUnixSocket { return .open(Caller(name: nil, role: .admin)) }
    let path = request.path.joined(separator: "/")
    if path == "api/v1/login" { return .answered(try logIn(request)) }
    guard let needed = role(request) else { return .open(Caller(name: nil, role: .view)) }
    guard let cookie = cookie(of: request), let caller = try caller(cookie) else {
      return .answered(refusal)
    }
    switch path {
    case "api/v1/logout":
      guard request.method == .post else { return .answered(.notAllowed(use: [.post])) }
      try Route.logout.checkParameters(of: request)
      try Failure.storing { () throws(StoreError) in try accounts.end(SHA256.digest(cookie)) }
      var answer = HTTPResponse.noContent
      answer.headers.append(
        ("Set-Cookie", "\(cookieName)=; Max-Age=0; \(Self.attributes(request))"))
      return .answered(answer)
    case "api/v1/session":
      guard request.method == .get || request.method == .head else {
        return .answered(.notAllowed(use: [.get, .head]))
      }
      try Route.session.checkParameters(of: request)
      return .answered(.json(Self.json(caller)))
    default: break
    }
    guard caller.role.allows(needed) else {
      return .answered(
        .problem(
          403,
          detail:
            "This needs the role “\(needed.rawValue)”, and yours is “\(caller.role.rawValue)”."))
    }
    return .open(caller)
  }

  /// Whether a request that has passed would pass now.
  public func stillPasses(_ request: HTTPRequest, needing role: (HTTPRequest) -> Role?) -> Bool {
    if case .open? = try? pass(request, needing: role) { true } else { false }
  }

  private func logIn(_ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    guard request.method == .post else { return .notAllowed(use: [.post]) }
    guard let token = try Route.login.arguments(in: request, [])["token"]?.string else {
      throw .usage("Send {\"token\": …}: what stands after the # of the link.")
    }
    let cookie = Self.token()
    let (digest, link) = (SHA256.digest(cookie), SHA256.digest(token))
    let isGood = try Failure.storing { () throws(StoreError) in
      guard let made = try accounts.link(link), isYoung(made, Self.linkMs) else { return false }
      for session in try accounts.sessions() where !isYoung(session.since, Self.sessionMs) {
        try accounts.end(session.cookie)
      }
      try accounts.begin(digest, by: link, made: clock.stamp())
      return true
    }
    guard isGood, let caller = try caller(cookie) else {
      return .problem(
        401,
        detail:
          "This link was used before, is more than a day old, or is not of this machine. For a"
          + " new one: \(howToAdd)")
    }
    var answer = HTTPResponse.json(Self.json(caller))
    answer.headers.append(
      (
        "Set-Cookie",
        "\(cookieName)=\(cookie); Max-Age=\(Self.sessionMs / 1000); \(Self.attributes(request))"
      ))
    return answer
  }

  private var refusal: HTTPResponse {
    .problem(
      401, detail: "Log in first, with a link that is made on this machine by: \(howToAdd)")
  }

  private func caller(_ cookie: String) throws(Failure) -> Caller? {
    let holder = try Failure.storing { () throws(StoreError) in
      try accounts.holder(of: SHA256.digest(cookie))
    }
    guard let holder, isYoung(holder.since, Self.sessionMs),
      let role = Role(rawValue: holder.role)
    else { return nil }
    return Caller(name: holder.name, role: role)
  }

  private func cookie(of request: HTTPRequest) -> String? {
    for pair in (request.header("Cookie") ?? "").split(separator: ";") {
      let pair = pair.drop { $0 == " " }
      if pair.hasPrefix(cookieName + "=") { return String(pair.dropFirst(cookieName.count + 1)) }
    }
    return nil
  }

  /// Only to pages of the same site, never to a script; and never in the clear where the page came by
  /// HTTPS, its own or a proxy's.
  private static func attributes(_ request: HTTPRequest) -> String {
    "Path=/; HttpOnly; SameSite=Strict"
      + (request.isSecure || request.origin?.hasPrefix("https://") == true ? "; Secure" : "")
  }

  /// A stamp from the future is as good as one from as long ago: the clock was wrong then.
  private func isYoung(_ made: Accounts.Stamp, _ limitMs: Int64) -> Bool {
    abs(clock.age(of: made)) < limitMs
  }

  private static func json(_ caller: Caller) -> JSONValue {
    .present(["name": caller.name.map { .string($0) }, "role": .string(caller.role.rawValue)])
  }

  // MARK: Commands

  /// Adds an account or gives one a new link.
  ///
  /// - Parameter page: what links to the daemon's pages begin with: scheme, host and port.
  public func add(
    _ body: JSONValue, role: Role, page: String
  ) throws(Failure) -> JSONValue {
    let name = try name(body)
    let token = Self.token()
    let made = clock.stamp()
    try Failure.storing { () throws(StoreError) in
      try accounts.add(name, role: role.rawValue, link: SHA256.digest(token), made: made)
    }
    return [
      "name": .string(name), "role": .string(role.rawValue),
      "link": .string("\(page)/login#\(token)"),
      "until_ms": .integer(made.at + Self.linkMs),
    ]
  }

  /// All accounts.
  public func list() throws(Failure) -> JSONValue {
    let (all, sessions) = try Failure.storing { () throws(StoreError) in
      (try accounts.all(), try accounts.sessions())
    }
    return .array(
      all.map { account in
        .present([
          "name": .string(account.name), "role": .string(account.role),
          "sessions": .number(
            sessions.count { $0.account == account.name && isYoung($0.since, Self.sessionMs) }),
          "link": account.link.map { isYoung($0, Self.linkMs) } == true ? true : nil,
        ])
      })
  }

  /// In how many browsers somebody is logged in.
  public func sessionCount() throws(Failure) -> Int {
    try Failure.storing { () throws(StoreError) in try accounts.sessions() }
      .count { isYoung($0.since, Self.sessionMs) }
  }

  /// Removes an account; its sessions end at once.
  public func remove(_ body: JSONValue) throws(Failure) -> JSONValue {
    let name = try name(body)
    let wasThere = try Failure.storing { () throws(StoreError) in try accounts.remove(name) }
    guard wasThere else { throw .unknown("Nobody is called “\(name)”.") }
    return ["name": .string(name), "removed": true]
  }

  private func name(_ body: JSONValue) throws(Failure) -> String {
    guard let name = try RequestBody(body).text("name", atMostBytes: Self.nameBytes) else {
      throw .usage("name: a text is missing.")
    }
    return name
  }

  private static func token() -> String {
    String(decoding: CrockfordBase32.encode(Randomness.bytes(20)), as: UTF8.self)
  }
}
