import Foundation
import Glibc
import MusterCommand
import MusterNet
import MusterSync

/// What a volunteer waits for after each scan: a check-in through the node's HTTP until its answer is
/// there, beside the one thing that cannot be saved, a write that the same disk has synced.
///
/// The two take turns, so that both meet the same moments of the machine. Hub and node are the shipped
/// programs with the sample event, linked, and the desk keeps its connection as a browser does.
struct Desk {
  let options: BenchOptions
  /// What a bare write is as long as: a line and its private line in their pages of the WAL.
  private static let bareBytes = 3 * 4_096
  private static let country = "AE"

  func run() throws -> DeskFigures {
    let folder = NSTemporaryDirectory() + "/muster-desk-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hub = DaemonProcess(.hub, bin: options.bin, folder: folder + "/hub")
    let node = DaemonProcess(.node, bin: options.bin, folder: folder + "/node")
    let people = try setUp(hub, node, folder)
    defer {
      node.stop()
      hub.stop()
    }
    let client = HTTPClient(try place(of: node.http))
    let cookie = try logIn(node, client)
    try waitForList(client, cookie, last: people[people.count - 1])
    let bare = try BareWrites(path: folder + "/bare", bytes: Self.bareBytes)
    var figures = DeskFigures()
    for person in people {
      figures.bare.append(try ms { try bare.write() })
      let body = Array("{\"participant\":\"\(person)\"}".utf8)
      var reply: HTTPReply?
      figures.checkins.append(
        try ms {
          reply = try client.request(
            "POST", "/api/v1/checkins", headers: [("Cookie", cookie)], body: body)
        })
      guard let reply, reply.status == 200,
        (try? JSONValue.read(reply.body))?["verdict"]?.string == "admitted"
      else { throw BenchError("\(person) was not admitted: \(reply?.text ?? "")") }
    }
    return figures
  }

  private func ms(_ body: () throws -> Void) rethrows -> Double {
    let begin = BootClock.microseconds()
    try body()
    return Double(BootClock.microseconds() - begin) / 1_000
  }

  // MARK: Setting up

  /// A point with as many people as are to come; their ids.
  private func setUp(
    _ hub: DaemonProcess, _ node: DaemonProcess, _ folder: String
  ) throws -> [String] {
    try hub.initialise(seeds: options.seeds)
    let points =
      "point,country,zone,language,capacity,contact,name\n"
      + "x-1,\(Self.country),Etc/UTC,ar,100000,,Point\n"
    try points.write(toFile: folder + "/points.csv", atomically: true, encoding: .utf8)
    try hub.run(["points", "import", folder + "/points.csv"])
    let people = (1...options.checkins).map { "q-\($0)" }
    var roster = "id,name,kind,country,point\n"
    var names = InventedNames(seed: 1)
    for person in people {
      roster += "\(person),\(names.next()),delegate,\(Self.country),x-1\n"
    }
    try roster.write(toFile: folder + "/roster.csv", atomically: true, encoding: .utf8)
    try hub.run(["roster", "import", folder + "/roster.csv"])
    try hub.serve()
    let code = try hub.run(["invite", "x-1"])
    guard let code = code["code"]?.string ?? code.array?.first?["code"]?.string else {
      throw BenchError("muster-hub gave no join code")
    }
    try node.run(["join", code, "--hub", hub.address])
    try node.serve()
    return people
  }

  private func place(of address: String) throws -> HTTPClient.Place {
    let address = try HostPort(address)
    return .tcp(host: address.host, port: address.port)
  }

  private func logIn(_ node: DaemonProcess, _ client: HTTPClient) throws -> String {
    let link = try node.run(["desk", "add", "bench"])["link"]?.string ?? ""
    let token = link.split(separator: "#").last.map(String.init) ?? ""
    let body = Array("{\"token\":\"\(token)\"}".utf8)
    let reply = try client.request("POST", "/api/v1/login", body: body)
    guard let cookie = reply.header("Set-Cookie")?.split(separator: ";").first else {
      throw BenchError("the node let nobody in: \(reply.text)")
    }
    return String(cookie)
  }

  /// Until the node has everybody.
  private func waitForList(_ client: HTTPClient, _ cookie: String, last: String) throws {
    for _ in 0..<600 {
      let reply = try client.request(
        "GET", "/api/v1/participants/\(last)", headers: [("Cookie", cookie)])
      if reply.status == 200 { return }
      usleep(100_000)
    }
    throw BenchError("the node did not get the list within a minute")
  }
}

/// Writes at the end of a file that is laid out already, each on the disk when it returns.
private final class BareWrites {
  private let file: Int32
  private let block: [UInt8]

  init(path: String, bytes: Int) throws {
    block = [UInt8](repeating: 7, count: bytes)
    file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw BenchError("no file for bare writes could be made") }
  }

  deinit { close(file) }

  func write() throws {
    guard unsafe Glibc.write(file, block, block.count) == block.count, fdatasync(file) == 0 else {
      throw BenchError("the disk takes no bare writes")
    }
  }
}
