import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync
import MusterTrust

extension NodeFolder {
  /// Reads the key of this kind, or makes it: a node that never got an answer comes again with the
  /// same one.
  func keys() throws(Failure) -> (signing: SigningKey, seal: SealKey) {
    let signing = try Failure.trusting { () throws(TrustError) in
      try Self.seed(.signing, at: nodeKey)
    }
    let seal = try Failure.trusting { () throws(TrustError) in try Self.seed(.seal, at: sealKey) }
    return (SigningKey(seed: signing), SealKey(seed: seal))
  }

  private static func seed(_ kind: KeyFile.Kind, at path: String) throws(TrustError) -> Seed {
    do throws(TrustError) { return try KeyFile.read(kind, at: path) } catch {
      guard case .keyFileMissing = error else { throw error }
    }
    let seed = Seed.random()
    try KeyFile.write(seed, as: kind, at: path)
    return seed
  }

  /// Throws unless this is the folder of a node that has joined.
  func checkHasJoined() throws(Failure) {
    try FolderOwner.node.check(path)
    guard Files.exists(enrolment) else {
      throw .wrongFolder(
        path, for: .node,
        else: "\(path) holds no node that has joined: run muster-node join CODE --data \(path)")
    }
  }

  /// What the hub answered when the node joined.
  func readEnrolment() throws(Failure) -> Enrolment {
    try checkHasJoined()
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(enrolment, atMostBytes: 65_536)
    }
    guard let read = Enrolment(bytes) else {
      throw .configuration(
        "\(enrolment) is damaged. Restore it from a copy, or ask the hub for a new join code, move "
          + "it away and join again: nothing recorded here is lost.")
    }
    return read
  }

  /// Opens the node of this folder; the caller holds the folder's lock.
  func open() throws(Failure) -> Node {
    let enrolment = try readEnrolment()
    let seed = try Failure.trusting { () throws(TrustError) in
      try KeyFile.read(.signing, at: nodeKey)
    }
    let key = SigningKey(seed: seed)
    guard key.publicKey == enrolment.admission.key else {
      throw .configuration(
        "\(nodeKey) is not the key with which this node joined: restore the right one.")
    }
    return try Node(folder: self, enrolment: enrolment, key: key)
  }
}
