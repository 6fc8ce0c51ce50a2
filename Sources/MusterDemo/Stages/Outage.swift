internal import Glibc
internal import MusterSync

extension Demo {
  /// Somebody is blocked where one point cannot hear it, and the hub dies in the midst of work.
  func loseTheCentre() throws(DemoError) {
    let asleep = points[cast.asleep]
    screen.stage(
      "The hub dies",
      "The laptop at \(asleep.id) is switched off. The centre blocks one person; then the hub is killed (SIGKILL) in the midst of check-ins. Nobody at the points has to do anything."
    )
    asleep.node?.signal(SIGTERM)
    guard let node = asleep.node, try node.waitForEnd(withinMs: 10_000) else {
      throw .broken("the node of \(asleep.id) did not end within 10 s of SIGTERM")
    }
    guard let blocked = cast.blocked else { return }
    cast.blockOp = try hubCommand("block", blocked.id, "--why", "shown at the demo")["op"]?.string
    let place = try hubStatus()["place"]?.integer ?? 0
    let hasHeard = try Patience.wait(withinMs: 10_000) { () throws(DemoError) in
      try nodeStatus(cast.informed)["place"]?.integer ?? 0 >= place
    }
    guard hasHeard else { throw .broken("\(points[cast.informed].id) did not hear of the block") }
    screen.done("\(asleep.id) is off; \(blocked.id) is blocked, and every other point has heard it")

    // The first half of those who come late, so that some acts are on a node's disk and not yet at
    // the hub when it dies.
    var errands: [Errand] = []
    for place in points.indices where place != cast.asleep {
      let late = Guests(people[place]).late
      for person in late.prefix(late.count / 2) where person != cast.doubled {
        if place == cast.killed || place == cast.misled { continue }
        errands.append(errand(.admit(person), at: place))
      }
    }
    var crowd = Crowd(errands, points, journal)
    try crowd.run { done in
      if done == errands.count / 2 { hub?.killNow() }
      screen.live("checked in: \(done) of \(errands.count)")
    }
    hub?.killNow()
    hubDesk = nil
    screen.done(
      "hub killed after \(errands.count / 2) of \(errands.count) check-ins; the others went on")
  }

  /// The points go on without a hub.
  func workAlone() throws(DemoError) {
    screen.stage(
      "\(points.count) points work alone",
      "Check-ins, check-outs, slips taken back, walk-ins; a ticket used in two countries; a blocked person admitted by the one point that cannot know; a node killed in a burst; a laptop with a wrong clock restarted twice."
    )
    try startNodes([cast.asleep])
    try admitTheBlocked()
    try useATicketAtHome()
    try killANode()
    try restartTheMisled()
    try useItAbroad()
    try doTheRest()
    try leaveAbroad()
    var waiting = 0
    for place in points.indices { waiting += Int(try nodeStatus(place)["pending"]?.integer ?? 0) }
    figures.waiting = waiting
    screen.done(
      "\(Figures.count(waiting)) ops wait at \(points.count) nodes; \(Figures.count(journal.acts.count)) acts acknowledged so far"
    )
  }

  private func admitTheBlocked() throws(DemoError) {
    guard let blocked = cast.blocked else { return }
    let abroad = errand(.turnAway(blocked), at: cast.informed, isOffline: true)
    try run([abroad], "turned away")
    let home = errand(.admit(blocked), at: cast.asleep, isOffline: true)
    try run([home], "admitted")
    cast.admissionOp = home.op
    screen.done(
      "\(blocked.id) was turned away at \(points[cast.informed].id), which knew, and let in at \(points[cast.asleep].id), which could not"
    )
  }

  /// One ticket, three moments with other work between them: so far apart that the clocks of two
  /// points, each known to some tens of ms, leave no doubt of the order.
  private func useATicketAtHome() throws(DemoError) {
    guard let doubled = cast.doubled else { return }
    let home = errand(.admit(doubled), at: cast.doubleHome, isOffline: true)
    try run([home], "at home")
    cast.doubleOps = [home.op].compactMap(\.self)
  }

  private func useItAbroad() throws(DemoError) {
    guard let doubled = cast.doubled else { return }
    let abroad = errand(.admit(doubled), at: cast.abroad, isOffline: true)
    try run([abroad], "abroad")
    cast.doubleOps += [abroad.op].compactMap(\.self)
    screen.done(
      "the ticket of \(doubled.id) was used at \(points[cast.doubleHome].id) and at \(points[cast.abroad].id)"
    )
  }

  private func leaveAbroad() throws(DemoError) {
    guard let doubled = cast.doubled else { return }
    try run([errand(.leave(doubled), at: cast.abroad, isOffline: true)], "left")
  }

  /// Four desks ask at once; as the first is answered, the node is killed. Then each asks again with
  /// the key it had.
  private func killANode() throws(DemoError) {
    let point = points[cast.killed]
    let late = Guests(people[cast.killed]).late
    let burst = late.prefix(4).map { errand(.admit($0), at: cast.killed, isOffline: true) }
    let before = late.dropFirst(4).prefix(3)
    try run(before.map { errand(.admit($0), at: cast.killed, isOffline: true) }, "burst")

    var desks: [Desk] = []
    let asked = TrueTime.wallMs()
    for errand in burst {
      let desk = try point.newDesk()
      if let question = errand.question { try desk.send(question) }
      desks.append(desk)
    }
    var first: Answer?
    let isAnswered = try Patience.wait(withinMs: 10_000) { () throws(DemoError) in
      first = try desks[0].receive()
      return first != nil
    }
    point.node?.killNow()
    guard isAnswered else {
      throw .broken("the node of \(point.id) did not answer before it was killed")
    }
    try startNodes([cast.killed])
    for errand in burst {
      guard let question = errand.question else { continue }
      let answer = try point.desk().ask(question)
      errand.take(answer, asked: asked, answered: TrueTime.wallMs(), journal: journal)
    }
    if burst[0].op != first?.body?["op"]?.string {
      journal.note(surprise: "\(point.id): another op for the same key after it was killed")
    }
    try run(
      late.dropFirst(7).map { errand(.admit($0), at: cast.killed, isOffline: true) }, "burst")
    screen.done(
      "the node of \(point.id) was killed with \(burst.count) requests in flight, started again, and asked the same again"
    )
  }

  /// The misled node is killed and started with no hub to tell it the time, twice.
  private func restartTheMisled() throws(DemoError) {
    let late = Guests(people[cast.misled]).late
    let half = late.count / 2
    points[cast.misled].node?.killNow()
    try startNodes([cast.misled])
    try run(
      late.prefix(half).map { errand(.admit($0), at: cast.misled, isOffline: true) }, "misled")
    points[cast.misled].node?.killNow()
    try startNodes([cast.misled])
    try run(
      late.dropFirst(half).map { errand(.admit($0), at: cast.misled, isOffline: true) }, "misled")
    screen.done(
      "\(points[cast.misled].id), whose clock is \(WrongClock.words), was killed and restarted twice with no hub to ask the time"
    )
  }

  private func doTheRest() throws(DemoError) {
    var errands: [Errand] = []
    for place in points.indices {
      let guests = Guests(people[place])
      func add(_ deed: Errand.Deed) { errands.append(errand(deed, at: place, isOffline: true)) }
      if place != cast.killed, place != cast.misled {
        let rest =
          place == cast.asleep ? guests.late[...] : guests.late.dropFirst(guests.late.count / 2)
        for person in rest where person != cast.doubled && person != cast.blocked {
          add(.admit(person))
        }
      }
      for (index, person) in guests.early.enumerated() where index % 3 == 0 { add(.leave(person)) }
      for number in 1...2 { add(.walkIn("Guest \(number) of \(points[place].id)")) }
      if let absent = guests.absent.first {
        let slip = errand(.admit(absent), at: place, isOffline: true)
        errands.append(slip)
        add(.undo(slip))
      }
      if place % 8 == 0, let again = guests.early.dropFirst().first { add(.admitAgain(again)) }
      if place % 8 == 4, let person = guests.early.first {
        add(.scanDamaged(String(person.ticket.dropLast(8)) + "00000000"))
      }
    }
    try run(errands, "done")
    screen.done(
      "\(Figures.count(errands.count)) errands more: late comers, check-outs, walk-ins, slips taken back"
    )
  }
}
