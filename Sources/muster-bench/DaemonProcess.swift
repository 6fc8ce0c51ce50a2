import Foundation
import MusterSync

/// A shipped program, run as its own process with default settings on data of its own.
final class DaemonProcess {
  /// Which of the two.
  enum Kind: String { case hub = "muster-hub", node = "muster-node" }

  let folder: String
  private let kind: Kind
  /// Where a hub serves nodes, `host:port`.
  private(set) var address = ""
  /// Where it answers HTTP, `host:port`.
  private(set) var http = ""
  private let program: String
  private var process: Process?

  /// - Parameters:
  ///   - bin: folder of the programs.
  ///   - folder: an empty folder on the disk that is to be measured.
  init(_ kind: Kind, bin: String, folder: String) {
    self.kind = kind
    program = bin + "/" + kind.rawValue
    self.folder = folder
  }

  /// Runs a command to its end and gives what it prints as JSON.
  @discardableResult
  func run(_ arguments: [String]) throws -> JSONValue {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments + ["--data", folder, "--json"]
    process.standardOutput = output
    try process.run()
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchError("\(kind.rawValue) \(arguments[0]) ended with \(process.terminationStatus)")
    }
    return (try? JSONValue.read(bytes)) ?? .null
  }

  /// Sets up a hub with the sample event; now, for at another time nobody of whom nodes tell would have been let in
  /// by the door's hours.
  ///
  /// - Parameter seeds: folder of the sample event.
  func initialise(seeds: String) throws {
    try run([
      "init", "--event", seeds + "/event.json", "--address", "127.0.0.1:7575", "--start", "now",
    ])
  }

  /// Starts the daemon; returns once it serves.
  func serve() throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    let listen = kind == .hub ? ["--listen", "127.0.0.1:0"] : []
    process.arguments =
      ["serve", "--http", "127.0.0.1:0", "--data", folder, "--json"] + listen
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    self.process = process
    var line: [UInt8] = []
    while line.last != 0x0A {
      let more = [UInt8](output.fileHandleForReading.availableData)
      guard !more.isEmpty else {
        throw BenchError("\(kind.rawValue) serve ended before it was ready")
      }
      line += more
    }
    guard let ready = try? JSONValue.read(line), let http = ready["http"]?.string else {
      throw BenchError("\(kind.rawValue) serve did not say where it serves")
    }
    address = ready["sync"]?.string ?? ""
    self.http = http
  }

  /// Resident memory, MiB.
  var residentMiB: Double {
    guard let process,
      let text = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    else { return 0 }
    for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
      let number = line.split(separator: " ").compactMap { Double($0) }.first
      return (number ?? 0) / 1024
    }
    return 0
  }

  func stop() {
    guard let process else { return }
    process.terminate()
    process.waitUntilExit()
    self.process = nil
  }
}
