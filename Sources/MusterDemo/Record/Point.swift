/// A gathering point, and the node that serves it.
final class Point {
  /// The point's id.
  let id: String
  /// Its country.
  let country: String
  /// The node's data folder.
  let dataPath: String
  /// Variables of its environment: where its clock is wrong, those that make it so.
  var environment: [(name: String, value: String)] = []
  /// The running node.
  private(set) var node: Child?
  /// Its HTTP address, `127.0.0.1:PORT`.
  private(set) var http = ""
  private var kept: Desk?
  /// By what the node knows its desks; kept while it is restarted.
  var cookie: String? { didSet { kept?.cookie = cookie } }

  /// A point whose node has not started.
  init(id: String, country: String, dataPath: String) {
    self.id = id
    self.country = country
    self.dataPath = dataPath
  }

  /// Takes note of the node that now serves it.
  func serve(_ node: Child) {
    self.node = node
    http = ""
    kept = nil
  }

  /// Takes note of where the node answers.
  func answers(at http: String) throws(DemoError) {
    self.http = http
    kept = try newDesk()
  }

  /// The desk that is always there.
  func desk() throws(DemoError) -> Desk {
    guard let kept else { throw .broken("the node of \(id) is not ready") }
    return kept
  }

  /// One more desk.
  func newDesk() throws(DemoError) -> Desk {
    guard let port = http.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw .broken("the node of \(id) says it answers at “\(http)”")
    }
    return Desk(port: port, cookie: cookie)
  }
}
