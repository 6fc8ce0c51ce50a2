import Testing

@Test("The house is built")
func house() { #expect(Bool(true)) }
