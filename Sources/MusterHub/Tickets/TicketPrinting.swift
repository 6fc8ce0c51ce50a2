import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync
import MusterTrust

/// Tickets for print and mail: an SVG for each participant, and a sheet with all of them.
enum TicketPrinting {
  private struct Row {
    var holder: TicketHolder
    var file: String
    var key: NameOrder.Key
  }

  /// Writes the tickets of everybody, or of a country, into a folder.
  ///
  /// - Returns: `{"folder", "sheet", "left_out", "tickets": [{"participant", "serial", "ticket",
  ///   "file"}]}`, in the order of the sheet; `left_out` counts who was erased or has cancelled.
  static func run(
    _ centre: Centre, country: String?, path: String
  ) throws(Failure) -> JSONValue {
    let commands = HubCommands(centre: centre)
    let issued = try commands.issued(country: country)
    let folder = try TicketFolder(path, outside: centre.folder)
    let names = TicketFolder.names(of: issued.map(\.participant))
    let ground = TicketGround(centre)
    let order = NameOrder(language: ground.language)
    var rows: [Row] = []
    for ticket in issued {
      guard let holder = try ground.holder(of: ticket), let file = names[ticket.participant] else {
        continue
      }
      rows.append(Row(holder: holder, file: file, key: order.key(of: holder.name ?? "")))
    }
    rows.sort { left, right in
      let places = (
        (left.holder.country ?? "", left.holder.point ?? ""),
        (right.holder.country ?? "", right.holder.point ?? "")
      )
      if places.0 != places.1 { return places.0 < places.1 }
      if left.key != right.key { return left.key < right.key }
      return left.holder.id < right.holder.id
    }
    folder.removeEarlier(but: Set(rows.map(\.file) + [TicketFolder.sheet]))
    try write(rows, folder, ground)
    return [
      "folder": .string(path), "sheet": .string("\(path)/\(TicketFolder.sheet)"),
      "left_out": .count(issued.count - rows.count),
      "tickets": .array(
        rows.map { row in
          [
            "participant": .string(row.holder.id),
            "serial": .integer(Int64(row.holder.ticket.serial)),
            "ticket": .string(row.holder.ticket.text), "file": .string(row.file),
          ]
        }),
    ]
  }

  private static func write(
    _ rows: [Row], _ folder: TicketFolder, _ ground: TicketGround
  ) throws(Failure) {
    let file = try Failure.commanding { () throws(CommandError) in
      try NewFile("\(folder.path)/\(TicketFolder.sheet)")
    }
    var sheet = try Failure.commanding { () throws(CommandError) in
      try TicketSheet(ground) { (text) throws(CommandError) in try file.write(Array(text.utf8)) }
    }
    for row in rows {
      let code = try QRCode(row.holder.ticket.text)
      do throws(CommandError) {
        let image = try NewFile("\(folder.path)/\(row.file)")
        try image.write(Array(TicketImage(row.holder, code).text.utf8))
        try image.keep(waits: false)
        try sheet.add(row.holder, code)
      } catch {
        throw Failure(error)
      }
    }
    do throws(CommandError) {
      try sheet.end()
      try file.keep()
    } catch {
      throw Failure(error)
    }
  }
}
