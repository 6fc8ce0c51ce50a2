/// A machine, known by its key: a node, the hub, or both.
nonisolated struct Machine: Sendable {
  var id: KeyID
  var isHub = false
  var isDirty = false
  /// Its unmarked boots are to be placed again.
  var hasNewTimes = false
  var firstBoot: Int32 = -1
  /// Ops about this machine's rights; each is looked at only while it counts.
  var admissions: [Int32] = []
  var revocations: [Int32] = []
  var acceptances: [Int32] = []
  /// What its counting admissions allow.
  var rights: [Right] = []
  var isRevoked = false
  /// The smallest `at` of its counting admissions.
  var admittedAt: Int64?
}

/// What one admission allows.
nonisolated struct Right: Sendable {
  var point: Int32
  var country: Int32
}

/// One boot of one machine, with the ops made under it.
nonisolated struct Boot: Sendable {
  var id: OpID
  var machine: Int32
  var head: Int32 = -1
  var nextOfMachine: Int32 = -1
  /// `clock` ops that mark it.
  var markOps: [Int32] = []
  /// The marks that are kept, ascending in mono and time.
  var marks: ContiguousArray<MarkPayload> = []
  /// Its counting op with the smallest (mono, id), or −1.
  var first: Int32 = -1
  /// Its counting op with the largest (mono, id), or −1.
  var last: Int32 = -1
  /// The smallest (received − mono) of its counting ops, ms.
  var latestBase: Int64 = .max
  /// The boot that its own `boot` op names as the one before, or −1, while that op counts.
  var previous: Int32 = -1
  /// Of an unmarked boot: hub time at mono 0, ms, and its error.
  var base: Int64 = 0
  var err: Int64 = 0
  var isDirty = false
  /// Its marks are to be read again.
  var hasNewMarks = false
  /// `first` and `latestBase` are to be found again.
  var needsScan = false
  /// All its ops are to be timed again.
  var needsTimes = false
}

/// One writer: a machine and an epoch.
nonisolated struct WriterEntry: Sendable {
  var machine: Int32
  var epoch: Epoch
}

/// A gathering point.
nonisolated struct Point: Sendable {
  /// How many counting ops name it.
  var named: Int32 = 0
  /// Ops that set or open or close it, whether they count or not.
  var ops: [Int32] = []
  /// Counting closes in fold order.
  var closes: ContiguousArray<Int32> = []
  /// Whoever has ever been inside here, each once; some of them perhaps by ops that count no more.
  var visitors: ContiguousArray<Int32> = []
  /// For each of ``PointField`` the op that won, or −1.
  var winners: [6 of Int32] = [-1, -1, -1, -1, -1, -1]
  /// The latest opening or closing, or −1.
  var openOp: Int32 = -1
  var readyOp: Int32 = -1
  var isDirty = false
  /// Its closes changed: who was there is to be looked at.
  var hasNewCloses = false
}

/// A field of a point; raw values ascend with the names.
nonisolated enum PointField: Int, CaseIterable, Sendable {
  case capacity, contact, country, language, name, zone

  var name: StaticString {
    switch self {
    case .capacity: "capacity"
    case .contact: "contact"
    case .country: "country"
    case .language: "language"
    case .name: "name"
    case .zone: "zone"
    }
  }

  func isSet(in change: PointChange) -> Bool {
    switch self {
    case .capacity: change.capacity != nil
    case .contact: change.contact != nil
    case .country: change.country != nil
    case .language: change.language != nil
    case .name: change.name != nil
    case .zone: change.zone != nil
    }
  }
}

/// A participant.
nonisolated struct Person: Sendable {
  /// The last of the ops that name it, whether they count or not.
  var head: Int32 = -1
  /// How many counting ops name it.
  var named: Int32 = 0
  var home: Int32 = -1
  /// The public field `point`.
  var homePoint: Int32 = -1
  /// The first check-in that began an interval; of a person of several participants it stands at
  /// the one that names the person.
  var firstInterval: Int32 = -1
  /// Who names the person of several participants that this one is of, or −1.
  var name: Int32 = -1
  /// The first point among whose visitors the participant is, or −1.
  var visited: Int32 = -1
  var isDirty = false
  var isHomeDirty = false
  /// A put that counts and was not taken back stands.
  var isRegistered = false
  /// Intervals of one date overlap at two points.
  var isTwice = false
  /// A check-in has a fault.
  var isUnentitled = false
  /// Puts that did not see each other set one field otherwise.
  var isDisputed = false
  /// Is to be looked at for whom merges join it with.
  var isGroupDirty = false
}
