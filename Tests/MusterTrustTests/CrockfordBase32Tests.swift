import MusterTrust
import Testing

@Suite("Crockford base32")
struct CrockfordBase32Tests {
  @Test("Bytes of every length come back", arguments: 0..<40)
  func roundTrip(count: Int) {
    let bytes = Randomness.bytes(count)
    let text = CrockfordBase32.encode(bytes)
    #expect(text.count == (count * 8 + 4) / 5)
    #expect(CrockfordBase32.decode(text) == bytes)
  }

  @Test("What decodes has one spelling only")
  func oneSpelling() {
    for first in UInt8(0)...255 {
      for second in UInt8(0)...255 {
        guard let bytes = CrockfordBase32.decode([first, second]) else { continue }
        #expect(CrockfordBase32.encode(bytes) == [first, second])
      }
    }
    for text in ["0", "000", "000000", "01", "0o", "I0", "L0", "U0", "-0", "abcd"] {
      #expect(CrockfordBase32.decode(Array(text.utf8)) == nil, "\(text)")
    }
  }
}
