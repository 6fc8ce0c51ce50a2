/// The answer to a request of an ``HTTPClient``.
public nonisolated struct HTTPReply: Sendable {
  /// 200–599.
  public let status: Int
  /// In order, names as they came.
  public let headers: [(name: String, value: String)]
  /// The whole body.
  public let body: [UInt8]

  /// Whether the status is 2xx.
  public var isSuccess: Bool { (200..<300).contains(status) }

  /// The body as text, bad UTF-8 replaced.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// The first header of this name, whatever its case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
