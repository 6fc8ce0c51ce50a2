import Glibc
import Testing

@testable import MusterNet

@Suite("The loop", .serialized)
struct EventLoopTests {
  @Test("Timers fire in the order of their times, a repeated one until it is cancelled")
  func timers() throws {
    let loop = try EventLoop()
    var fired: [String] = []
    loop.after(ms: 60) { fired.append("late") }
    loop.after(ms: 20) { fired.append("early") }
    let never = loop.after(ms: 30) { fired.append("never") }
    var repeated: Timer?
    repeated = loop.every(ms: 5) {
      fired.append("again")
      if fired.count(where: { $0 == "again" }) == 3 { repeated?.cancel() }
    }
    never.cancel()
    never.cancel()
    loop.run(atMostMs: 5_000) { fired.contains("late") }
    #expect(fired.filter { $0 != "again" } == ["early", "late"])
    #expect(fired.count(where: { $0 == "again" }) == 3)
    #expect(repeated?.isPlanned == false)
  }

  @Test("What is asked for soon comes in order, and in the next turn what it asks for itself")
  func soon() throws {
    let loop = try EventLoop()
    var order: [Int] = []
    loop.soon {
      order.append(1)
      loop.soon { order.append(3) }
    }
    loop.soon { order.append(2) }
    #expect(order.isEmpty)
    loop.turn(atMostMs: 1_000)
    #expect(order == [1, 2])
    loop.turn(atMostMs: 1_000)
    #expect(order == [1, 2, 3])
  }

  @Test("The loop runs until it is stopped")
  func stop() throws {
    let loop = try EventLoop()
    var count = 0
    loop.every(ms: 1) {
      count += 1
      if count == 3 { loop.stop() }
    }
    loop.run()
    #expect(count == 3)
  }

  @Test("A signal is a call, not an end")
  func signals() throws {
    let loop = try EventLoop()
    var came: [Int32] = []
    loop.onSignal { came.append($0) }
    kill(getpid(), SIGTERM)
    loop.run(atMostMs: 5_000) { !came.isEmpty }
    #expect(came == [SIGTERM])
  }

  @Test("The clocks run, and the boot has a name")
  func clocks() throws {
    let before = BootClock.microseconds()
    #expect(before > 0)
    #expect(BootClock.microseconds() >= before)
    #expect(BootClock.wallMilliseconds() > 1_700_000_000_000)
    #expect(try BootClock.bootID().utf8.count == 36)
  }

  @Test("A second daemon is told who holds the folder; the lock goes with its holder")
  func lock() throws {
    let path = "/tmp/muster-lock-\(getpid())"
    defer { _ = unsafe unlink(path) }
    var first: InstanceLock? = try InstanceLock(path: path)
    #expect(throws: NetError.locked(path, getpid())) { try InstanceLock(path: path) }
    #expect(first != nil)
    first = nil
    _ = try InstanceLock(path: path)
    #expect(throws: NetError.self) { try InstanceLock(path: "/nowhere/lock") }
  }

  @Test(
    "Addresses read as they are written",
    arguments: [
      ("127.0.0.1:7575", "127.0.0.1", 7_575), ("[::1]:0", "::1", 0),
      ("hub.example:65535", "hub.example", 65_535),
    ] as [(String, String, UInt16)])
  func addresses(text: String, host: String, port: UInt16) throws {
    let address = try HostPort(text)
    #expect(address == HostPort(host: host, port: port))
    #expect(address.description == text)
  }

  @Test(
    "What is no address is refused",
    arguments: [
      "", "a", ":1", "a:", "a:65536", "a:-1", "a:+1", "::1:1", "[]:1", "[a]:1", "a b:1", "a:1:2",
      "[::1:1", "::1]:1", "é:1", "a:000080",
    ])
  func badAddresses(text: String) {
    #expect(throws: NetError.badAddress(text)) { try HostPort(text) }
    #expect(NetError.badAddress(text).message.contains("is no address: write HOST:PORT"))
  }

  @Test("A name where a number is needed is told as one")
  func nameToListen() {
    #expect(
      NetError.badAddress("hub.local:80").message.hasPrefix("hub.local:80 names a host: to listen"))
  }

  @Test("An address is one neighbour, whichever way it comes")
  func neighbours() throws {
    func neighbour(_ host: String) throws -> UInt64 {
      try #require(SocketAddress(number: HostPort(host: host, port: 1))).neighbour
    }
    #expect(try neighbour("1.2.3.4") == neighbour("::ffff:1.2.3.4"))
    #expect(try neighbour("1.2.3.4") != neighbour("1.2.3.5"))
    #expect(try neighbour("2001:db8::1") == neighbour("2001:db8::ffff:1"))
    #expect(try neighbour("2001:db8::1") != neighbour("2001:db8:0:1::1"))
    #expect(SocketAddress(number: HostPort(host: "localhost", port: 1)) == nil)
  }
}
