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
      "count", "says how many were counted here; alone, lists what is counted",
      arguments: [
        .init("INDICATOR", "what was counted, as in viewers", count: .optional),
        .init("VALUE", "the number that holds now, not what came on top", count: .optional),
      ],
      options: [by, lang],
      notes: ["A mistaken value is taken back like anything else: muster-node void OP"]),
    Command(
      "announcements", "shows what the centre announces",
      arguments: [
        .init("ack", "says that somebody has taken note of one", count: .optional),
        .init("ID", "its id, or the beginning of it", count: .optional),
      ],
      options: [by, lang]),
  ]
}
