internal import CEvent
internal import Glibc

/// What can go wrong on the way to a connection or a socket.
///
/// A connection that ends later says why with ``CloseReason`` instead.
public nonisolated enum NetError: Error, Equatable {
  /// libevent or OpenSSL could not be set up: memory, or a broken system library.
  case setup(String)
  /// The text is no `host:port`.
  case badAddress(String)
  /// The certificate or private key could not be read, or they do not belong together.
  case badIdentity
  /// The name could not be resolved.
  case unknownHost(String, String)
  /// Nothing could be bound at this address.
  case cannotListen(String, String)
  /// The path of a Unix socket does not fit into `sun_path` (107 bytes).
  case pathTooLong(String)
  /// Another process answers on this Unix socket.
  case alreadyServed(String)
  /// The connection could not be made.
  case cannotConnect(String, String)
  /// No connection, or no finished handshake, within the time limit (ms).
  case timedOut(String, Int)
  /// TLS failed: another version, another protocol, no certificate, or no TLS at all.
  case handshake(String, String)
  /// The attempt was cancelled by this side.
  case cancelled
  /// Another process holds the data folder.
  case locked(String, Int32)
  /// A file could not be opened or read.
  case file(String, String)
  /// A file cannot be opened for writing, for its file system takes nothing.
  case readOnly(String)

  /// What happened and what to do, for a person.
  public var message: String {
    switch self {
    case .setup(let what):
      "the network could not be set up (\(what)): restart, and check memory and system libraries"
    case .badAddress(let text):
      (try? HostPort(text)) == nil
        ? "\(text) is no address: write HOST:PORT, for example 192.168.1.20:7575 or [::1]:7575"
        : "\(text) names a host: to listen, write the number of an address of this machine, for example"
          + " 127.0.0.1:7575, 0.0.0.0:7575 or [::1]:7575"
    case .badIdentity:
      "the certificate and the private key cannot be used: restore the keys of this data folder"
    case .unknownHost(let host, let why):
      "the name \(host) was not found (\(why)): check the spelling, or use the number address"
    case .cannotListen(let address, let why):
      "cannot listen at \(address) (\(why)): choose another address or stop what uses it"
    case .pathTooLong(let path):
      "the socket path is longer than 107 bytes: choose a shorter data folder than \(path)"
    case .alreadyServed(let path):
      "another daemon already answers at \(path): stop it first"
    case .cannotConnect(let address, let why):
      "cannot connect to \(address) (\(why))"
    case .timedOut(let address, let ms):
      "\(address) did not answer within \(ms) ms"
    case .handshake(let address, let why):
      "no secure connection with \(address) (\(why)): is it a Muster hub or node?"
    case .cancelled:
      "the connection was no longer wanted"
    case .locked(let path, let pid):
      "another daemon\(pid > 0 ? " (process \(pid))" : "") uses \(path): stop it first"
    case .file(let path, let why):
      "\(path): \(why)"
    case .readOnly(let path):
      "\(path) cannot be written: its disk is mounted for reading only. Mount it for writing, and see in"
        + " the system's log whether it was the disk that failed; a copy of the folder elsewhere works too"
    }
  }

  /// The system's words for an `errno`.
  static func words(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
