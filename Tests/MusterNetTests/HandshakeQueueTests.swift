import Testing

@testable import MusterNet

@Suite("Who may shake hands")
struct HandshakeQueueTests {
  @Test("Each neighbour has at most half, and the rest wait in turn")
  func shares() {
    var queue = HandshakeQueue<Int>(limit: 4, waitingLimit: 8)
    #expect(queue.arrive(1, from: 7) == .start)
    #expect(queue.arrive(2, from: 7) == .start)
    #expect(queue.arrive(3, from: 7) == .wait)
    #expect(queue.next() == nil)
    #expect(queue.arrive(4, from: 8) == .start)
    #expect(queue.arrive(5, from: 9) == .start)
    #expect(queue.arrive(6, from: 9) == .wait)
    queue.finish(7)
    #expect(queue.next() == 3)
    queue.finish(8)
    #expect(queue.next() == 6)
    #expect(queue.next() == nil)
  }

  @Test("A neighbour that knocks a thousand times delays only itself")
  func fairness() {
    var queue = HandshakeQueue<Int>(limit: 2, waitingLimit: 100)
    #expect(queue.arrive(0, from: 7) == .start)
    for item in 1...50 { #expect(queue.arrive(item, from: 7) == .wait) }
    #expect(queue.arrive(51, from: 7) == .refuse)
    #expect(queue.arrive(100, from: 8) == .start)
    #expect(queue.arrive(101, from: 8) == .wait)
    queue.finish(7)
    queue.finish(8)
    #expect(queue.next() == 1)
    #expect(queue.next() == 101)
  }

  @Test("Whatever comes and goes, the limits hold and nobody is lost", arguments: 0..<10)
  func property(seed: UInt64) {
    var state = seed &+ 1
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var queue = HandshakeQueue<UInt64>(limit: 6, waitingLimit: 20)
    var running: [UInt64] = []
    var waiting = 0
    for _ in 0..<500 {
      if random(2) == 0 {
        let neighbour = random(5)
        switch queue.arrive(neighbour, from: neighbour) {
        case .start: running.append(neighbour)
        case .wait: waiting += 1
        case .refuse: #expect(waiting >= 10)
        }
      } else if !running.isEmpty {
        queue.finish(running.remove(at: Int(random(UInt64(running.count)))))
        while let next = queue.next() {
          running.append(next)
          waiting -= 1
        }
      }
      let shares = (0..<5).allSatisfy { neighbour in running.count { $0 == neighbour } <= 3 }
      let counts = queue.running == running.count && queue.waiting == waiting
      #expect(shares && counts && running.count <= 6 && waiting <= 20)
    }
    while !running.isEmpty {
      queue.finish(running.removeLast())
      while let next = queue.next() {
        running.append(next)
        waiting -= 1
      }
    }
    #expect(waiting == 0)
  }
}
