import MusterCommand
#if PLANTED_BUGS
  import MusterCore
#endif

extension SimProgram {
  #if PLANTED_BUGS
    static let planting: [Command.Option] = [
      .init("plant", value: "BUG", "with this mistake in the engines"),
      .init("until-caught", "end with the first run that fails"),
    ]
    static let plantedCommands = [PlantedTable.command]

    /// Lets this process make a mistake on purpose.
    static func plant(_ invocation: Invocation) throws(CommandError) {
      guard let name = invocation.value("plant") else { return }
      guard let bug = PlantedBug(rawValue: name) else {
        throw .usage("--plant: no mistake is called \(Terminal.plain(name))")
      }
      PlantedBug.planted = bug
    }
  #else
    static let planting: [Command.Option] = []
    static let plantedCommands: [Command] = []
  #endif
}
