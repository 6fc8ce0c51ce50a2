import Foundation
import MusterCore
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// 500,000 people with names in many scripts: how long does a desk wait for a search?
///
/// The people come into a hub's replica as the hub's own ops with private lines, and are searched as the
/// product does: by `Replica.search`. Names and queries are drawn from a fixed seed. Everything is in a
/// folder that is removed at the end.
struct Search {
  static let limit = 20

  let options: BenchOptions

  func run() throws -> SearchFigures {
    let folder = NSTemporaryDirectory() + "/muster-bench-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/muster.db"
    let begin = BootClock.microseconds()
    var names = InventedNames(seed: 1)
    var sample: [SearchQuery.Person] = []
    let replica = try fill(path) { index in
      let name = names.next()
      let id = "p-\(index)"
      if index % 97 == 0 { sample.append(SearchQuery.Person(id: id, name: name)) }
      return (id, name)
    }
    let built = Double(BootClock.microseconds() - begin) / 1_000_000
    var random = SplitMix(seed: 2)
    let queries = (0..<options.queries).map { _ in SearchQuery(of: sample, &random) }
    let times = try queries.map { try time($0, in: replica) }
    // Closing moves the write-ahead log into the file, which is measured then.
    try replica.close()
    return SearchFigures(
      people: options.people, times: times, secondsToBuild: built, databaseMiB: size(path))
  }

  /// A hub's replica with all people in it.
  private func fill(
    _ path: String, person: (Int) -> (id: String, name: String)
  ) throws -> Replica {
    let author = HubAuthor()
    let replica = try Replica(at: path, event: author.event, as: .hub)
    let life = author.life
    try replica.begin(life.start, life.signer, received: author.now)
    var next = 0
    while next < options.people {
      let last = min(next + 5000, options.people)
      let ops = (next..<last).map { index in
        let (id, name) = person(index)
        return author.put(id, name: name)
      }
      try replica.place(ops, received: author.now)
      try replica.commit()
      next = last
    }
    return replica
  }

  private func time(_ query: SearchQuery, in replica: Replica) throws -> SearchFigures.Time {
    let begin = (wall: BootClock.microseconds(), cpu: clock())
    _ = try replica.search(query.text, limit: Self.limit)
    let cpuMs = Double(clock() - begin.cpu) * 1000 / Double(CLOCKS_PER_SEC)
    let ms = Double(BootClock.microseconds() - begin.wall) / 1000
    return SearchFigures.Time(kind: query.kind, ms: ms, cpuMs: cpuMs)
  }

  private func size(_ path: String) -> Double {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let bytes = attributes?[.size] as? NSNumber
    return (bytes?.doubleValue ?? 0) / 1_048_576
  }
}
