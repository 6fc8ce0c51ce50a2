import MusterCommand

/// Commands about the point as a whole.
extension NodeProgram {
  static let point = [
    Command(
      "ready", "says which items of the checklist are ready; alone, lists them",
      arguments: [.init("ITEM", "an item of the checklist", count: .any)],
      options: [
        .init("not", value: "ITEM", "this item is not ready after all", repeats: true), by, lang,
      ]),
    Command(
      "rehearse", "tries out what the day may bring: the link is cut, people come, it is back",
      options: [
        .init("patience", value: "SECONDS", "wait so long for each part (60)"), by, lang,
      ],
      notes: [
        "With practice people in a practice event: nothing of it comes into the real one, and the",
        "desk goes on meanwhile. Ends with 0 when all went well, and marks the checklist then.",
      ]),
    Command(
      "count", "says how many were counted here; alone, lists what is counted",
      arguments: [
        .init("INDICATOR", "what was counted, as in viewers", count: .optional),
        .init("VALUE", "the number that holds now, not what came on top", count: .optional),
      ],
      options: [by, lang],
      notes: ["A mistaken value is taken back like anything else: muster-node void OP"]),
    Command(
      "programme", "shows what is on, what comes next, and when, by the clock of the point",
      options: [lang]),
    Command(
      "paper", "records a paper list with the times that it states",
      arguments: [.init("FILE.csv", "the list, typed in")],
      options: [
        .init("date", value: "YYYY-MM-DD", "the day of times that say none"),
        .init("dry-run", "only say what would be recorded, and which conflicts it would make"),
        .init("anyway", "take times that are on no day of the event"),
        .init("encoding", value: "NAME", "what the file is written in, if not UTF-8"), by,
      ],
      notes: [
        "Columns: participant (id, or text of the ticket), time (14:05, 2026-11-07 14:05 by the",
        "clock of the point, or with an offset); if need be door, act (in or out), name (not read).",
        "All lines are recorded or none. The same list again adds nothing.",
      ]),
    Command(
      "roster", "the list of the point on paper",
      commands: [
        Command(
          "print", "writes the list as a document to print, with room for the hours",
          options: [
            .init("out", value: "FILE", "write it there, for this user alone"), lang,
          ],
          notes: [
            "Open it in a browser and print it on A4. It holds names.",
            "What is written on it comes back by muster-node paper.",
          ])
      ]),
    Command(
      "announcements", "shows what the centre announces",
      arguments: [
        .init("ack", "says that somebody has taken note of one", count: .optional),
        .init("ID", "its id, or the beginning of it", count: .optional),
      ],
      options: [by, lang]),
  ]
}
