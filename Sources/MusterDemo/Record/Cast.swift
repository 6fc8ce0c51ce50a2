/// Who plays what on the bad day.
struct Cast {
  /// The point whose laptop is off while the centre blocks somebody.
  var asleep = 0
  /// The point whose node is killed half-way through a burst.
  var killed = 0
  /// The point whose wall clock is years off.
  var misled = 0
  /// The point where a ticket is used that is also used at home.
  var abroad = 0
  /// The point that has heard of the block.
  var informed = 0

  /// Somebody whom the centre blocks, at home at ``asleep``.
  var blocked: Person?
  /// Somebody whose ticket is used in two countries, at home at ``doubleHome``.
  var doubled: Person?
  /// The home of ``doubled``.
  var doubleHome = 0

  /// The `participant.block` op.
  var blockOp: String?
  /// The check-in of ``blocked``.
  var admissionOp: String?
  /// The check-ins of ``doubled``, at home and abroad.
  var doubleOps: [String] = []

  /// Somebody of the press, and a delegate, at one point.
  var reporter: Person?
  var delegate: Person?
  /// The check-in of ``delegate`` that the rule spoke against.
  var anyway: String?
  /// Somebody who is changed on both sides, and the point's change.
  var edited: Person?
  var edit: String?
  /// Somebody on the roster, and the id under which the same person was registered at the door.
  var twin: Person?
  var walkIn: String?
}

/// Who comes to a point, and when.
struct Guests {
  /// They come while the hub is there.
  var early: ArraySlice<Person>
  /// They come while it is gone.
  var late: ArraySlice<Person>
  /// They do not come.
  var absent: ArraySlice<Person>

  /// Four in a hundred stay away and six come late, at least two of each where there are enough.
  init(_ people: [Person]) {
    let away = max(min(2, people.count / 4), people.count * 4 / 100)
    let late = max(min(2, people.count / 4), people.count * 6 / 100)
    absent = people[..<away]
    self.late = people[away..<(away + late)]
    early = people[(away + late)...]
  }
}
