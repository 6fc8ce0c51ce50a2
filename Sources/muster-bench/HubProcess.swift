import Foundation
import MusterSync

/// The shipped `muster-hub`, run as its own process with default settings on data of its own.
final class HubProcess {
  let folder: String
  /// Where it serves nodes, `host:port`.
  private(set) var address = ""
  /// Where it answers HTTP, `host:port`.
  private(set) var http = ""
  private let program: String
  private var process: Process?

  /// - Parameters:
  ///   - bin: folder of the programs.
  ///   - folder: an empty folder on the disk that is to be measured.
  init(bin: String, folder: String) {
    program = bin + "/muster-hub"
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
      throw BenchError("muster-hub \(arguments[0]) ended with \(process.terminationStatus)")
    }
    return (try? JSONValue.read(bytes)) ?? .null
  }

  /// Sets up the sample event; now, for at another time nobody of whom nodes tell would have been let in
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
    process.arguments = [
      "serve", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", folder, "--json",
    ]
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    self.process = process
    var line: [UInt8] = []
    while line.last != 0x0A {
      let more = [UInt8](output.fileHandleForReading.availableData)
      guard !more.isEmpty else { throw BenchError("muster-hub serve ended before it was ready") }
      line += more
    }
    guard let ready = try? JSONValue.read(line), let address = ready["sync"]?.string else {
      throw BenchError("muster-hub serve did not say where it serves")
    }
    self.address = address
    http = ready["http"]?.string ?? ""
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
