import MusterCore
import MusterTrust
import Testing

@testable import MusterNet

@Suite("Connections")
struct ConnectionTests {
  @Test("Both sides see the other's key and the same exporter")
  func identities() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    #expect(hub.peerKey == ends.nodeKey.publicKey)
    #expect(node.peerKey == ends.hubKey.publicKey)
    #expect(hub.exporter == node.exporter)
    #expect(hub.exporter.count == 32)
    #expect(hub.peerAddress.hasPrefix("127.0.0.1:"))
    #expect(node.peerAddress == ends.listener.address.description)
  }

  @Test("Two connections have different exporters")
  func exporters() throws {
    let ends = try Ends()
    defer { ends.end() }
    let first = try #require(ends.connect()).hub
    ends.hub = nil
    ends.node?.abort()
    ends.node = nil
    let second = try #require(ends.connect()).hub
    #expect(first.exporter != second.exporter)
  }

  @Test("A megabyte goes both ways, whole and in order")
  func megabyte() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    let up = noise(1_000_003, seed: 1)
    let down = noise(1_000_003, seed: 2)
    node.send(up)
    hub.send(down)
    ends.wait { ends.hubGot.count >= up.count && ends.nodeGot.count >= down.count }
    #expect(ends.hubGot == up)
    #expect(ends.nodeGot == down)
    #expect(hub.bytesIn == up.count)
    #expect(hub.bytesOut == down.count)
    #expect(hub.outputBytes == 0)
  }

  @Test("Shared bytes arrive on many connections, mixed with others, and are let go")
  func shared() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, _) = try #require(ends.connect())
    weak var released: SharedBytes?
    let segment = noise(60_000)
    do {
      let shared = SharedBytes(segment)
      released = shared
      hub.send([1, 2, 3])
      hub.send(shared: shared)
      hub.send(shared: shared)
      hub.send([4])
    }
    #expect(released != nil)
    ends.wait { ends.nodeGot.count >= 120_004 }
    #expect(ends.nodeGot == [1, 2, 3] + segment + segment + [4])
    ends.wait { released == nil }
    #expect(released == nil)
  }

  @Test("What was queued before a close arrives, then both sides end, once")
  func orderlyClose() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    let bytes = noise(1_500_000)
    hub.send(bytes)
    hub.close()
    hub.send([9])
    #expect(!hub.isOpen)
    ends.wait { !ends.hubClosed.isEmpty && !ends.nodeClosed.isEmpty }
    #expect(ends.nodeGot == bytes)
    #expect(ends.hubClosed == [.closed])
    #expect(ends.nodeClosed == [.peer])
    node.close()
    node.abort()
    hub.abort()
    ends.loop.turn(atMostMs: 20)
    #expect(ends.hubClosed == [.closed])
    #expect(ends.nodeClosed == [.peer])
  }

  @Test("A close does not destroy what is still coming the other way")
  func closeWhileReceiving() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    node.send(noise(2_000_000))
    hub.send(Array("bye".utf8))
    hub.close()
    ends.wait { !ends.nodeClosed.isEmpty && !ends.hubClosed.isEmpty }
    #expect(ends.nodeGot == Array("bye".utf8))
    #expect(ends.nodeClosed == [.peer])
  }

  @Test("An abort ends both sides")
  func abort() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, _) = try #require(ends.connect())
    hub.send(noise(500_000))
    hub.abort()
    #expect(ends.hubClosed.isEmpty)
    ends.wait { !ends.hubClosed.isEmpty && !ends.nodeClosed.isEmpty }
    #expect(ends.hubClosed == [.aborted])
    #expect(ends.nodeClosed.count == 1)
  }

  @Test("A close gives up on a reader that does not read")
  func closeTimesOut() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    node.pauseReading()
    hub.send(noise(3_000_000))
    hub.close(withinMs: 100)
    ends.wait { !ends.hubClosed.isEmpty }
    #expect(ends.hubClosed == [.timedOut])
  }

  @Test("A slow reader makes the output grow, and reading again makes it writable")
  func backPressure() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    var writable = 0
    hub.onWritable = { writable += 1 }
    node.pauseReading()
    let bytes = noise(3_000_000)
    hub.send(bytes)
    ends.loop.run(atMostMs: 200) { false }
    #expect(hub.outputBytes > 1_000_000)
    #expect(ends.nodeGot.isEmpty)
    #expect(writable == 0)
    node.resumeReading()
    ends.wait { ends.nodeGot.count == bytes.count }
    #expect(ends.nodeGot == bytes)
    ends.wait { writable > 0 }
    #expect(writable == 1)
    #expect(hub.outputBytes == 0)
  }

  @Test("Small sends never ask for more")
  func quietWritable() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, _) = try #require(ends.connect())
    var writable = 0
    hub.onWritable = { writable += 1 }
    for _ in 0..<100 { hub.send(noise(500)) }
    ends.wait { ends.nodeGot.count == 50_000 }
    #expect(writable == 0)
  }

  @Test("Pausing in the middle of a record loses nothing")
  func pauseWithinRecord() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    var pieces = 0
    hub.onBytes = { [unowned hub] bytes in
      ends.hubGot += bytes
      pieces += 1
      hub.pauseReading()
      ends.loop.soon { hub.resumeReading() }
    }
    let bytes = noise(200_000)
    node.send(bytes)
    ends.wait { ends.hubGot.count == bytes.count }
    #expect(ends.hubGot == bytes)
    #expect(pieces > 2)
  }

  @Test("A connection may be closed from within any of its callbacks")
  func closeInside() throws {
    let ends = try Ends()
    defer { ends.end() }
    let (hub, node) = try #require(ends.connect())
    hub.onBytes = { [unowned hub] _ in hub.abort() }
    node.send([1])
    ends.wait { !ends.hubClosed.isEmpty && !ends.nodeClosed.isEmpty }
    #expect(ends.hubClosed == [.aborted])
  }

  @Test("A connection that nobody holds is freed when it ends")
  func freed() throws {
    let ends = try Ends()
    defer { ends.end() }
    weak let kept = try #require(ends.connect()).hub
    ends.hub = nil
    #expect(kept != nil)
    ends.node?.abort()
    ends.node = nil
    ends.wait { kept == nil }
    #expect(kept == nil)
  }
}
