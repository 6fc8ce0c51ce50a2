/// The state of the event, as the pure function of a set of placed ops that
/// `Protocol/5-state.md` lays down, kept up to date as ops come.
///
/// # Theory of operation
///
/// It knows every op it was given, as one flat record, and what follows from them. It does no I/O,
/// reads no clock and never looks at the order in which ops came: the same elements give the same
/// state, byte for byte.
///
/// Call ``place(_:_:)``, ``placeAgain(_:_:)`` and ``addPending(_:writer:n:received:)`` in any order
/// and as often as you like: they only append, link and mark what may have changed, in constant
/// time. Views settle first what is marked; ``settle()`` does it at a moment of your choosing. The
/// work of settling follows what changed: rights of machines, then what counts, then the times of
/// boots, then points and days, and last the participants who are touched by any of it.
///
/// Ops of one's own that are not placed yet stand in the views like any other, and never in the
/// canonical form.
///
/// Texts, machines, boots and writers are numbered as they come; nothing that leaves the fold
/// depends on those numbers.
public nonisolated struct Fold: Sendable {
  /// The event whose ops these are.
  public let event: EventID

  var records = Chunks<Record>()
  var index = OpIndex()
  var payloads = Payloads()
  var further: ContiguousArray<FurtherPlacement> = []
  /// The first of an op's chain in `further`.
  var firstFurther: [Int32: Int32] = [:]
  /// Ops that are named by others: the first of a chain in `references`.
  var referenced: [OpID: Int32] = [:]
  var references: ContiguousArray<(op: Int32, next: Int32)> = []

  var participants = Symbols()
  var places = Symbols()
  var countries = Symbols()
  var words = Symbols()

  var people = Chunks<Person>()
  var pointList: ContiguousArray<Point> = []
  var machines: ContiguousArray<Machine> = []
  var machineTable = Lookup()
  var boots: ContiguousArray<Boot> = []
  var bootTable = Lookup()
  var lastBoot = -1
  var writers: ContiguousArray<WriterEntry> = []
  var writerTable = Lookup()
  var lastWriter = -1

  /// Ops of kinds that are looked at as a whole, whether they count or not.
  var hubStarts: [Int32] = []
  var eventPuts: [Int32] = []
  var ticketKeyOps: [Int32] = []
  /// `resolve` ops by the first part of their subject.
  var resolves: [Int32: [Int32]] = [:]
  var rulesOps: [Int32] = []
  var countOps: [Int32] = []
  var sessionOps: [Int32] = []
  var announceOps: [Int32] = []
  var seenOps: [Int32] = []
  /// Merges by each participant whom they name.
  var mergeOps: [Int32: [Int32]] = [:]
  /// Ops whose authority follows from the home countries of several participants, by each of them.
  var homeBound: [Int32: [Int32]] = [:]
  /// Erases, whether they count or not; and those by the participant whom they name.
  var eraseOps: [Int32] = []
  var erasures: [Int32: [Int32]] = [:]
  /// Erases that have come to count, and ops that came while their line was erased, since
  /// ``takeErased()`` was asked.
  var freshErasures: ContiguousArray<Int32> = []
  /// Of a person of several participants all of them, by the one that names the person.
  var groups: [Int32: [Int32]] = [:]
  /// To which participant a reassign gave a check-in or check-out, by the op.
  var owners: [Int32: Int32] = [:]
  /// The same, by the participant.
  var guests: [Int32: [Int32]] = [:]
  /// Further points among whose visitors a participant is, each as ``Visit``.
  var furtherVisits: Set<Visit> = []
  /// Ops that were added as pending; those that were placed since are no longer.
  var pendingOps: ContiguousArray<Int32> = []

  /// The winning op of each part.
  var partWinners: [Int32] = []
  var days = Days()
  /// Rules of the event's doors, by the door.
  var doorTerms: [Int32: DoorTerms] = [:]

  // What is to be settled.
  var queue: ContiguousArray<Int32> = []
  var untimed: ContiguousArray<Int32> = []
  var edits: ContiguousArray<Int32> = []
  var dirtyMachines: ContiguousArray<Int32> = []
  var dirtyBoots: ContiguousArray<Int32> = []
  var dirtyPoints: ContiguousArray<Int32> = []
  var dirtyHomes: ContiguousArray<Int32> = []
  var dirtyPeople: ContiguousArray<Int32> = []
  var dirtyGroups: ContiguousArray<Int32> = []
  /// Check-ins and check-outs of which a reassign may speak, and ops of which a retime may.
  var dirtyOwners: ContiguousArray<Int32> = []
  var dirtyRetimes: ContiguousArray<Int32> = []
  /// Machines whose unmarked boots are to be placed.
  var dirtyTimelines: ContiguousArray<Int32> = []
  var areHubsDirty = false
  var arePartsDirty = false
  /// Whether pending ops are there, for the views, or not, for the canonical form.
  var includesPending = true
  var scratch: ContiguousArray<Int32> = []

  /// Participants of whom a put was timed anew since ``takeRetimed()`` was asked.
  var freshlyRetimed: ContiguousArray<Int32> = []
  /// How many ops are there, placed and pending.
  public var operationCount: Int { records.count }
  /// How many ops are not placed yet.
  public internal(set) var pendingCount = 0

  /// A fold of nothing.
  public init(event: EventID) { self.event = event }

  /// Whether the op is there, placed or pending.
  public func contains(_ op: OpID) -> Bool { find(op) != nil }

  /// The op's number here, from 0, in the order in which ops came; nil when it is not there.
  ///
  /// The op that comes next gets ``operationCount``. Numbers differ from one replica to the next:
  /// they are for what stands beside the fold, and is made anew with it.
  public func number(of op: OpID) -> Int? { find(op).map { Int($0) } }

  /// Brings all that follows up to date.
  public mutating func settle() {
    if areHubsDirty { settleHubs() }
    if !queue.isEmpty || !dirtyMachines.isEmpty || !dirtyHomes.isEmpty { settleAuthority() }
    if !dirtyBoots.isEmpty || !untimed.isEmpty || !dirtyRetimes.isEmpty { settleTimes() }
    if arePartsDirty { settleParts() }
    if !dirtyPoints.isEmpty { settlePoints() }
    if !dirtyGroups.isEmpty { settleGroups() }
    if !dirtyOwners.isEmpty { settleOwners() }
    if !dirtyPeople.isEmpty { settlePeople() }
  }

  /// Bytes that the fold holds, nearly: for the board and for tests of its bound.
  public var approximateBytes: Int {
    let symbols = participants.bytes + places.bytes + countries.bytes + words.bytes
    let entities =
      people.bytes + boots.capacity * MemoryLayout<Boot>.stride
      + pointList.capacity * MemoryLayout<Point>.stride
      + machines.capacity * MemoryLayout<Machine>.stride
    let queues =
      (queue.capacity + untimed.capacity + dirtyPeople.capacity + dirtyHomes.capacity
        + scratch.capacity) * 4
    let beside =
      payloads.ids.capacity * 16 + payloads.puts.bytes + payloads.digests.bytes
      + further.capacity * MemoryLayout<FurtherPlacement>.stride
    let visitors = pointList.reduce(0) { $0 + $1.visitors.capacity * 4 }
    return records.bytes + index.bytes + symbols + entities + queues + beside + visitors
  }

  @inline(__always)
  func find(_ id: OpID) -> Int32? {
    index.find(id) { records[$0].id == id }.map { Int32(truncatingIfNeeded: $0) }
  }

  /// Where an op's further placements begin, or −1.
  @inline(__always)
  func firstFurther(of op: Int32) -> Int32 {
    records[op].traits.contains(.placedAgain) ? firstFurther[op] ?? -1 : -1
  }

  /// The machine that made an op.
  @inline(__always)
  func machine(of op: Int32) -> Int32 { boots[Int(records[op].boot)].machine }

  /// Whether the op belongs to what is looked at now.
  @inline(__always)
  func exists(_ op: Int32) -> Bool {
    includesPending || !records[op].traits.contains(.pending)
  }

  /// Fold order: (ms, boot, mono, id).
  func precedes(_ left: Int32, _ right: Int32) -> Bool {
    if planted(.foldsAsTheyCame) { return left < right }
    let a = records[left]
    let b = records[right]
    if a.ms != b.ms { return a.ms < b.ms }
    if a.boot != b.boot {
      let first = boots[Int(a.boot)].id
      let second = boots[Int(b.boot)].id
      if first != second { return first < second }
    }
    if a.mono != b.mono { return a.mono < b.mono }
    return a.id < b.id
  }

  /// The op that is last in fold order, of one that may be −1 and one more.
  func later(_ left: Int32, _ right: Int32) -> Int32 {
    left < 0 || precedes(left, right) ? right : left
  }
}
