internal import Glibc
internal import MusterSync
internal import MusterTrust

/// Seals full segments beside the main thread: hashing, signing and compressing cost as much as
/// everything else that is done to an op.
///
/// Segments go in by ``seal(_:after:)`` in the order of the log and come out by ``finish()`` in the
/// same, which waits for the last. What comes out does not depend on when the thread runs; it shares
/// nothing else with the main thread, and has a hasher and a compressor of its own. Until the first
/// segment is full there is no thread at all.
nonisolated final class SealingThread {
  private let desk: SealingDesk
  private var thread: pthread_t?

  init(signer: SegmentBuilder.Signer) { desk = SealingDesk(signer: signer) }

  /// Whether segments were handed in since the last ``finish()``.
  private(set) var isBusy = false

  /// Takes a full segment, and leaves an empty one in its place.
  ///
  /// - Parameter position: the end of the log before it; looked at only when nothing is under way.
  func seal(_ builder: inout SegmentBuilder, after position: LogPosition) {
    desk.put(&builder, after: isBusy ? nil : position)
    isBusy = true
    if thread == nil { start() }
    // No thread to be had: the work is done here.
    if thread == nil { while desk.sealNext() {} }
  }

  /// Waits for all that was handed in.
  func finish() -> [SegmentBuilder.Sealed] {
    guard isBusy else { return [] }
    isBusy = false
    return desk.takeAll()
  }

  private func start() {
    var made = pthread_t()
    let desk = unsafe Unmanaged.passRetained(desk)
    let code = unsafe pthread_create(
      &made, nil,
      { desk in
        guard let desk = unsafe desk else { return nil }
        unsafe Unmanaged<SealingDesk>.fromOpaque(desk).takeRetainedValue().work()
        return nil
      }, desk.toOpaque())
    if code == 0 { thread = made } else { unsafe desk.release() }
  }

  deinit {
    desk.end()
    if let thread { _ = pthread_join(thread, nil) }
  }
}

/// What the main thread and the sealing thread hand each other, under one lock.
@safe private nonisolated final class SealingDesk: @unchecked Sendable {
  private struct Job {
    var builder: SegmentBuilder
    var position: LogPosition?
  }

  private let signer: SegmentBuilder.Signer
  private let hasher = Hasher256()
  private let deflate = Deflate()
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  /// The end of what was sealed last; only who seals looks at it.
  private var position: LogPosition?

  // Under the lock.
  private var jobs: [Job] = []
  private var unfinished = 0
  private var sealed: [SegmentBuilder.Sealed] = []
  private var spare: [SegmentBuilder] = []
  private var isEnding = false

  init(signer: SegmentBuilder.Signer) {
    self.signer = signer
    unsafe lock = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(changed, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(lock)
    unsafe changed.deallocate()
    unsafe lock.deallocate()
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe _ = pthread_mutex_unlock(lock) }
    return body()
  }

  private func wait() { unsafe _ = pthread_cond_wait(changed, lock) }

  private func tell() { unsafe _ = pthread_cond_broadcast(changed) }

  func put(_ builder: inout SegmentBuilder, after position: LogPosition?) {
    locked {
      jobs.append(Job(builder: builder, position: position))
      builder = spare.popLast() ?? SegmentBuilder()
      unfinished += 1
      tell()
    }
  }

  func takeAll() -> [SegmentBuilder.Sealed] {
    locked {
      while unfinished > 0 { wait() }
      defer { sealed.removeAll() }
      return sealed
    }
  }

  func end() {
    locked {
      isEnding = true
      tell()
    }
  }

  /// The sealing thread's life.
  func work() {
    while locked({
      while jobs.isEmpty, !isEnding { wait() }
      return !jobs.isEmpty
    }) { _ = sealNext() }
  }

  /// Seals the segment that came first; false when none waits.
  func sealNext() -> Bool {
    guard var job = locked({ jobs.isEmpty ? nil : jobs.removeFirst() }),
      let before = job.position ?? position
    else { return false }
    let made = job.builder.seal(after: before, signer: signer, hasher: hasher, deflate: deflate)
    position = made.header.end
    locked {
      sealed.append(made)
      spare.append(job.builder)
      unfinished -= 1
      tell()
    }
    return true
  }
}
