import MusterCommand
public import MusterNet

nonisolated extension Failure {
  /// The network's failure, or that of the folder's lock.
  public init(_ error: NetError) {
    switch error {
    case .badAddress: self.init(.usage, status: 400, error.message)
    case .locked, .alreadyServed: self.init(.tryLater, status: 503, error.message)
    case .pathTooLong, .badIdentity: self.init(.configuration, status: 500, error.message)
    case .file, .readOnly: self.init(.inputOutput, status: 500, error.message)
    default: self.init(.unavailable, status: 503, error.message)
    }
  }

  /// Does what may fail in the network, and says its failure as this one.
  public static func connecting<Value>(
    _ body: () throws(NetError) -> Value
  ) throws(Failure) -> Value {
    do throws(NetError) { return try body() } catch { throw Failure(error) }
  }
}
