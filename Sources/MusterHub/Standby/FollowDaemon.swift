import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// `muster-hub follow`: a standby at work until a signal ends it.
final class FollowDaemon {
  private let log = DaemonLog("muster-hub")
  private let lock: InstanceLock
  private let loop: EventLoop
  private let replica: Replica
  private let follower: Follower
  private var exit = ExitCode.done

  /// - Parameter hub: another address of the hub than the folder's, `host:port`.
  init(_ folder: HubFolder, hub: String?) throws(Failure) {
    guard let file = try StandbyFile.read(folder) else {
      throw .configuration(
        "\(folder.path) is no standby's folder: make one with muster-hub standby make.")
    }
    let keys = try HubKeys.read(from: folder)
    let addresses = try (hub.map { [$0] } ?? file.addresses).map { (text) throws(Failure) in
      try Failure.connecting { () throws(NetError) in try HostPort(text) }
    }
    lock = try Failure.connecting { () throws(NetError) in try InstanceLock(path: folder.lock) }
    let loop = try Failure.connecting { () throws(NetError) in try EventLoop() }
    self.loop = loop
    replica = try Failure.storing { () throws(StoreError) in
      try Replica(at: folder.database, event: keys.event, as: .standby)
    }
    let dialer = try Failure.connecting { () throws(NetError) in
      try TLSDialer(
        loop: loop,
        identity: TLSIdentity(
          certificateDER: keys.hub.selfSignedCertificateDER(),
          privateKeyDER: keys.hub.privateKeyDER()))
    }
    follower = Follower(
      replica: replica, keys: keys, file: file, addresses: addresses, loop: loop, dialer: dialer
    ) { [log] text in log(text) }
  }

  /// Follows until a signal comes or the disk fails.
  func run(isJSON: Bool) -> ExitCode {
    loop.onSignal { [loop] _ in loop.stop() }
    follower.onStorageFailure = { [weak self] failure in
      self?.log(failure.message)
      self?.exit = failure.exitCode
      self?.loop.stop()
    }
    follower.start()
    let place = replica.position.place
    Terminal.print(
      isJSON
        ? JSONValue.present(["ready": true, "place": .integer(place)]).compact
        : "ready: this standby has the log up to place \(place)")
    loop.run()
    guard exit == .done else { return exit }
    do throws(StoreError) {
      if replica.hasUncommitted { try replica.commit() }
      try replica.close()
      log("ended in order")
    } catch {
      log(error.message)
      return .inputOutput
    }
    return .done
  }
}
