import MusterModel
import Testing
@Test("Every mistake changes some state")
func mistakesMatter() {
  var n: [Mistake: [UInt64]] = [:]
  for seed: UInt64 in 0..<150 {
    let elements = Generator.elements(seed: seed)
    let right = ReferenceModel(elements).canonical 
    for m in Mistake.allCases where ReferenceModel(elements, mistake: m).canonical != right { n[m, default: []].append(seed) }
  }
  for m in Mistake.allCases { print("@", m, n[m]?.count ?? 0, n[m]?.first ?? 999) }
}
