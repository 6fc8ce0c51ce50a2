import MusterCommand
import MusterDaemon
import MusterSync

@testable import MusterNet

/// What must hold of whatever a daemon answers.
enum Answer {
  /// An answer can be written, and is read as the same by whoever is as strict.
  static func check(_ value: JSONValue) {
    let written = value.written
    guard let again = try? JSONValue.read(written) else {
      fatalError("no strict JSON: " + String(decoding: written, as: UTF8.self))
    }
    hold(again.written == written, "not the same again")
  }

  /// A refusal blames what was asked, never the daemon, and says so in a line that can be shown.
  static func check(_ failure: Failure) {
    let words = failure.message
    hold(!words.isEmpty && isShown(words), "not to be shown: \(words)")
    switch failure.exitCode {
    case .refused, .usage, .badData, .unavailable: break
    default: fatalError("\(failure.exitCode): \(words)")
    }
    hold(400..<500 ~= failure.status || failure.status == 503, "\(failure.status)")
    check(Control.problem(failure))
  }

  /// A response has a body of strict JSON, and is no fault of the daemon's.
  static func check(_ response: HTTPResponse) {
    hold(200..<500 ~= response.status || response.status == 503, "status \(response.status)")
    guard !response.body.isEmpty else { return }
    guard let body = try? JSONValue.read(response.body) else {
      fatalError("no strict JSON: " + String(decoding: response.body, as: UTF8.self))
    }
    check(body)
  }

  /// A request as the server would hand it on; nil for a target that it would refuse.
  static func request(
    _ method: HTTPMethod, _ target: [UInt8], key: String?, body: [UInt8]
  ) -> HTTPRequest? {
    guard let target = HTTPTarget(String(decoding: target, as: UTF8.self)) else { return nil }
    var headers = [(name: "Content-Type", value: "application/json")]
    if let key, !key.isEmpty { headers.append((name: "Idempotency-Key", value: key)) }
    return HTTPRequest(
      method, path: target.segments, query: target.query, headers: headers, body: body)
  }
}
