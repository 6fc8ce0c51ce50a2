// Writes the manual pages and the completions of both programs into a folder, from the tables by which
// they read their command lines: muster-manual FOLDER DATE.
import MusterCommand
import MusterDaemon
import MusterHub
import MusterNode

let description = Command(
  "muster-manual", "writes manual pages and completions of both programs",
  arguments: [
    .init("FOLDER", "where to: man/man1, bash-completion/completions, zsh/site-functions in it"),
    .init("DATE", "the date of the pages, YYYY-MM-DD"),
  ])

let programs: [(Command, String)] = [
  (HubProgram.description, MusterHub.software), (NodeProgram.description, MusterNode.software),
]

/// Replaces a file of the folder.
func write(_ text: String, _ folder: String, _ name: String) throws(Failure) {
  try Failure.commanding { () throws(CommandError) in
    try Files.makeFolder(folder)
    try Files.write(Array(text.utf8), to: folder + "/" + name, mode: 0o644)
  }
}

let code = Program.run(
  description, Surroundings.words, environment: [:], version: MusterDaemon.version
) { invocation throws(Failure) in
  let folder = invocation.words[0]
  for (program, version) in programs {
    let page = Manual(
      program, version: version, date: invocation.words[1],
      others: programs.map(\.0.name).filter { $0 != program.name })
    let completion = Completion(program)
    try write(page.text, folder + "/man/man1", program.name + ".1")
    try write(completion.bash, folder + "/bash-completion/completions", program.name)
    try write(completion.zsh, folder + "/zsh/site-functions", "_" + program.name)
  }
  return .done
}
code.leave()
