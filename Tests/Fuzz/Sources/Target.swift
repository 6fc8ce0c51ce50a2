/// What can be fuzzed; the raw values are the names that `run.sh` takes.
enum Target: String, CaseIterable {
  case frame, json, line, fold
  case privateLine = "private-line"
  case ticket
  case joinCode = "join-code"
  case csv, names, message, segment, bundle
  case eventFile = "event-file"
  case hubImport = "hub-import"
  case hubRequest = "hub-request"
  case nodePaper = "node-paper"
  case nodeRequest = "node-request"
  case http

  /// Feeds one input.
  func feed(_ bytes: [UInt8]) {
    switch self {
    case .frame: FrameTarget.feed(bytes)
    case .json: JSONTarget.feed(bytes)
    case .line: LineTarget.feed(bytes)
    case .fold: FoldTarget.feed(bytes)
    case .privateLine: PrivateLineTarget.feed(bytes)
    case .ticket: TicketTarget.feed(bytes)
    case .joinCode: JoinCodeTarget.feed(bytes)
    case .csv: CSVTarget.feed(bytes)
    case .names: NamesTarget.feed(bytes)
    case .message: MessageTarget.feed(bytes)
    case .segment: SegmentTarget.feed(bytes)
    case .bundle: BundleTarget.feed(bytes)
    case .eventFile: EventFileTarget.feed(bytes)
    case .hubImport: HubImportTarget.feed(bytes)
    case .hubRequest: HubRequestTarget.feed(bytes)
    case .nodePaper: NodePaperTarget.feed(bytes)
    case .nodeRequest: NodeRequestTarget.feed(bytes)
    case .http: HTTPHeadTarget.feed(bytes)
    }
  }
}
