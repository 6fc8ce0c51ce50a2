import Testing

@testable import MusterSim

@Suite struct SeedTests {
  @Test("The same seed gives the same run, event by event") func repeats() throws {
    let options = Options(seed: 7, nodes: 2, minutes: 10)
    let first = try Simulation.run(options)
    let second = try Simulation.run(options)
    #expect(first.violation == nil)
    #expect(first.trace == second.trace)
    #expect(first.events == second.events)
  }
}
