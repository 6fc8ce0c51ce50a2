import Testing

@testable import MusterDaemon

@Suite struct DiskRoomTests {
  @Test("Room turns scarce below the bound and ample half as far above it")
  func turns() {
    var room = DiskRoom(keepFree: 100)
    var seen: [String] = []
    for free: Int64 in [100, 99, 98, 149, 150, 100, 99] {
      let hasChanged = room.note(free: free)
      seen.append("\(free)\(hasChanged ? "!" : "") \(room.isScarce ? "scarce" : "ample")")
    }
    #expect(
      seen == [
        "100 ample", "99! scarce", "98 scarce", "149 scarce", "150! ample", "100 ample",
        "99! scarce",
      ])
  }
}
