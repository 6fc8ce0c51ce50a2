import Testing

@testable import MusterDaemon

@Suite struct DiskRoomTests {
  @Test("Room turns scarce below the bound and ample half as far above it")
  func turns() {
    var room = DiskRoom(keepFree: 100)
    #expect(!room.note(free: 100))
    #expect(room.note(free: 99))
    #expect(room.isScarce)
    #expect(!room.note(free: 149))
    #expect(room.isScarce)
    #expect(room.note(free: 150))
    #expect(!room.isScarce)
    #expect(!room.note(free: 100))
  }
}
