/// The methods that reach a handler; every other one is answered with 501.
public nonisolated enum HTTPMethod: String, Sendable, CaseIterable {
  /// Read.
  case get = "GET"
  /// Read the headers only; the body of the answer is left out by the server.
  case head = "HEAD"
  /// Do or create something.
  case post = "POST"
  /// Put something in the place of what is there.
  case put = "PUT"
  /// Change something.
  case patch = "PATCH"
  /// Remove something.
  case delete = "DELETE"
  /// Ask what is possible.
  case options = "OPTIONS"

  /// Whether it only reads.
  public var isReading: Bool { self == .get || self == .head || self == .options }
}
