public import MusterNet

/// What programs that look after a daemon ask of it, beside `/healthz`, which the server itself answers.
public struct Watched {
  private enum Question: String { case readyz, metrics }

  private let question: Question
  private let isReading: Bool

  /// Takes a request for one of these; nil for any other path.
  public init?(_ request: HTTPRequest) {
    guard request.path.count == 1, let question = Question(rawValue: request.path[0]) else {
      return nil
    }
    self.question = question
    isReading = request.method == .get || request.method == .head
  }

  /// The answer.
  public func answer(
    ready: @autoclosure () -> HTTPResponse, metrics: () throws(Failure) -> HTTPResponse
  ) throws(Failure) -> HTTPResponse {
    guard isReading else { return .notAllowed(use: [.get, .head]) }
    return switch question {
    case .readyz: ready()
    case .metrics: try metrics()
    }
  }
}
