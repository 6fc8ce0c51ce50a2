import MusterCommand
public import MusterTrust

nonisolated extension Failure {
  /// The failure of a key file or of a join code.
  public init(_ error: TrustError) {
    switch error {
    case .joinCodeHasNoAddress, .joinCodeAddress, .joinCodeCharacter, .joinCodeLength,
      .joinCodeCheck:
      self.init(.badData, status: 422, error.message)
    case .keyFileExists: self.init(.cannotCreate, status: 500, error.message)
    case .keyFileMissing, .keyFileForm, .keyFileOpenToOthers:
      self.init(.configuration, status: 500, error.message)
    case .keyFileSystem: self.init(.inputOutput, status: 500, error.message)
    }
  }

  /// Does what may fail with keys and codes, and says its failure as this one.
  public static func trusting<Value>(
    _ body: () throws(TrustError) -> Value
  ) throws(Failure) -> Value {
    do throws(TrustError) { return try body() } catch { throw Failure(error) }
  }
}
