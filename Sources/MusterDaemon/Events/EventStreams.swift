public import MusterNet
public import MusterSync
import MusterTrust

/// Server-sent events (`GET /api/v1/events`): says what has changed, so that pages read again only that.
///
/// While anybody listens it looks twice a second at what there is and sends an event for each kind that
/// is not as it was: what changes a hundred times between two looks is told once. Each event has an id,
/// and who comes back with `Last-Event-ID` gets what was missed; where that is not known any more, after
/// a restart or too long, a `reset` says to read everything again.
public final class EventStreams {
  /// One kind of thing that a page shows.
  public struct View {
    /// The event's name.
    public let kind: String
    /// Another number when something has changed.
    public let version: Int
    /// What the event says.
    public let data: JSONValue

    /// Makes a view.
    public init(_ kind: String, version: Int, _ data: JSONValue) {
      self.kind = kind
      self.version = version
      self.data = data
    }
  }

  /// So many may listen at once.
  public static let mostStreams = 32
  /// So many of one login: nobody keeps the others out with pages that were left open.
  public static let mostOfOne = 8
  /// So many events can be missed and still be told.
  public static let keptEvents = 256
  /// How often it looks, ms.
  public static let lookEveryMs = 500
  /// A word that says nothing comes after so many looks without one: 15 s, before proxies and the server
  /// itself take the connection for dead.
  private static let looksOfSilence = 30

  private final class Listener {
    let stream = HTTPStream()
    let name: String?
    let mayListen: () -> Bool
    var silence = 0

    init(_ name: String?, _ mayListen: @escaping () -> Bool) {
      self.name = name
      self.mayListen = mayListen
    }
  }

  private let loop: any Planner
  private let views: () -> [View]
  /// Tells ids of this run from those of another.
  private let run = String(Randomness.nonce(), radix: 36)
  private var known: [String: Int] = [:]
  private var events: [[UInt8]] = []
  /// The number of the last event.
  private var number = 0
  private var listeners: [Listener] = []
  private var timer: (any Planned)?

  /// Makes streams of what the closure sees.
  public init(loop: any Planner, views: @escaping () -> [View]) {
    self.loop = loop
    self.views = views
  }

  /// How many listen.
  public var count: Int { listeners.count }

  /// Begins a stream.
  ///
  /// - Parameters:
  ///   - name: who listens; nil for who has the data folder.
  ///   - mayListen: asked at each look, for sessions end.
  public func open(
    _ request: HTTPRequest, by name: String?, while mayListen: @escaping () -> Bool
  ) -> HTTPResponse {
    guard request.method != .head else { return HTTPResponse(200, type: "text/event-stream") }
    guard request.method == .get else { return .notAllowed(use: [.get, .head]) }
    let isOneTooMany = name != nil && listeners.count { $0.name == name } >= Self.mostOfOne
    guard listeners.count < Self.mostStreams, !isOneTooMany else {
      let those =
        isOneTooMany ? "\(Self.mostOfOne) pages of this login" : "\(Self.mostStreams) pages"
      var refusal = HTTPResponse.problem(
        503, detail: "\(those) listen here already: close one, or try again later.")
      refusal.headers.append(("Retry-After", "10"))
      return refusal
    }
    tell(look())
    let listener = Listener(name, mayListen)
    listener.stream.onClose = { [weak self, weak listener] in
      self?.listeners.removeAll { $0 === listener }
      self?.rest()
    }
    listeners.append(listener)
    if timer == nil {
      timer = loop.plan(everyMs: Self.lookEveryMs) { [weak self] in self?.turn() }
    }
    var response = HTTPResponse(
      200, type: "text/event-stream", body: beginning(after: request.header("Last-Event-ID")))
    response.stream = listener.stream
    return response
  }

  /// Ends all streams.
  public func close() { for listener in listeners { listener.stream.close() } }

  /// What a reader is told first: what it has missed, or that nobody knows that any more; one who has
  /// seen nothing yet, only from where it goes on.
  private func beginning(after last: String?) -> [UInt8] {
    guard let last else { return Array("id: \(id(number))\n\n".utf8) }
    let parts = last.split(separator: "-")
    guard parts.count == 2, parts[0] == run, let seen = Int(parts[1]),
      (number - events.count...number).contains(seen)
    else { return Array("id: \(id(number))\nevent: reset\ndata: {}\n\n".utf8) }
    // Never empty, so that the reader knows at once that it is heard.
    return Array(":\n\n".utf8) + events.suffix(number - seen).flatMap { $0 }
  }

  private func id(_ number: Int) -> String { "\(run)-\(number)" }

  private func rest() {
    guard listeners.isEmpty else { return }
    timer?.cancel()
    timer = nil
  }

  private func turn() {
    let news = look()
    tell(news)
    for listener in listeners {
      listener.silence = news.isEmpty ? listener.silence + 1 : 0
      guard listener.silence >= Self.looksOfSilence else { continue }
      listener.silence = 0
      listener.stream.send(Array(":\n\n".utf8))
    }
  }

  /// Events for what is not as it was.
  private func look() -> [[UInt8]] {
    var news: [[UInt8]] = []
    for view in views() {
      guard let last = known.updateValue(view.version, forKey: view.kind) else { continue }
      guard last != view.version else { continue }
      number += 1
      let event = "id: \(id(number))\nevent: \(view.kind)\ndata: \(view.data.compact)\n\n"
      news.append(Array(event.utf8))
    }
    events += news
    events.removeFirst(max(0, events.count - Self.keptEvents))
    return news
  }

  /// Tells all who may still listen, and ends the others.
  private func tell(_ events: [[UInt8]]) {
    for listener in listeners {
      guard listener.mayListen() else {
        listener.stream.close()
        continue
      }
      for event in events { listener.stream.send(event) }
    }
  }
}
