internal import MusterCore
internal import MusterTrust

nonisolated extension Identifier {
  /// Its 16 bytes, first to last.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    append(to: &bytes)
    return bytes
  }

  func append(to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: high >> shift))
    }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: low >> shift))
    }
  }

  /// Reads 16 bytes from a place in longer ones; zero where they end too soon.
  init(packed bytes: [UInt8], at start: Int = 0) {
    guard start + 16 <= bytes.count else {
      self.init(high: 0, low: 0)
      return
    }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in start..<start + 8 {
      high = high << 8 | UInt64(bytes[index])
      low = low << 8 | UInt64(bytes[index + 8])
    }
    self.init(high: high, low: low)
  }
}

nonisolated extension Statement {
  /// Binds the 16 bytes of an id.
  @discardableResult
  func bind(_ index: Int32, _ id: Identifier) -> Statement { bind(index, id.bytes) }

  /// Binds the 32 bytes of a digest.
  @discardableResult
  func bind(_ index: Int32, _ digest: Digest) -> Statement { bind(index, digest.bytes) }

  /// The column as an id; zero when it has another length.
  func identifier(_ column: Int32) -> Identifier { Identifier(packed: blob(column)) }

  /// The column as a digest.
  ///
  /// - Throws: ``StoreError/damaged(what:)`` when it has another length.
  func digest(_ column: Int32) throws(StoreError) -> Digest {
    guard let digest = Digest(bytes: blob(column).span) else {
      throw .damaged(what: "a digest that is not 32 bytes long")
    }
    return digest
  }
}
