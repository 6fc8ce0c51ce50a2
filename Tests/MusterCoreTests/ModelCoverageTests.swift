import MusterModel
import Testing

/// What a line of some generated set must look like: how it begins and what it holds.
private nonisolated let wanted: [(String, String)] = [
  ("hub", ""), ("ticket-key", ""), ("node", ""), ("revoked", ""), ("participant", ""),
  ("repeat", ""), ("orphan", ""), ("refusal", ""), ("voided", ""), ("counted", ""),
  ("counted", #""outside""#), ("erased", #"["erased","op","#),
  ("erased", #"["erased","participant","#), ("part", #"["part","event","#),
  ("part", #"["part","day","#), ("part", #"ta\u0009b\u0000"#), ("part", #"q\"\\/"#),
  ("ignored", #""unknown-kind""#),
  ("ignored", #""unreadable""#), ("ignored", #""no-authority""#), ("point", ",true,"),
  ("point", ",false,"), ("point", "[],null,null"), ("participant", ",null,["),
  ("participant", #""]]"#), ("presence", ",null]"), ("presence", #""]]]"#), ("presence", #""],["#),
  ("conflict", #"],true,"admitted","#), ("conflict", #"],false,"confirm","#),
  ("conflict", #"],false,"void","#), ("conflict", #"],true,"point:p-"#),
  ("conflict", #"],false,"point:p-"#), ("conflict", #""edit-edit",["#),
  ("conflict", #"],true,"op:"#), ("conflict", #"],false,"op:"#),
  ("conflict", #"],true,"unnamed","#), ("conflict", #"],false,"match","#),
  ("rules", ""), ("part", #"["part","door","#), ("part", #"["part","session","#),
  ("session", #""planned",null,null]"#), ("session", #""running",""#),
  ("session", #""skipped",null,null]"#), ("session", #""ended",""#), ("session", #"["slots","#),
  ("session", "\"e\u{301}\""), ("session", "\"\u{E9}\""), ("ready", ""), ("count", ""),
  ("announcement", ""), ("seen", ",null]"), ("seen", #""]"#), ("merged", ""), ("reassigned", ""),
  ("retimed", ""), ("participant", #"["cancelled","#), ("participant", "\"e\u{301}\""),
]

@Test("Generated sets reach every form of every canonical line")
nonisolated func generatedSetsReachEveryLine() {
  var missing = wanted
  for seed: UInt64 in 0..<200 where !missing.isEmpty {
    let lines = ReferenceModel(Generator.elements(seed: seed)).lines
    missing.removeAll { name, part in
      lines.contains { $0.hasPrefix("[\"\(name)\",") && $0.hasSomewhere(part) }
    }
  }
  #expect(missing.isEmpty)
}

@Test("A seed names one set, and the model one state")
nonisolated func seedsAreStable() {
  for seed: UInt64 in 0..<5 {
    let once = ReferenceModel(Generator.elements(seed: seed)).canonical
    #expect(once == ReferenceModel(Generator.elements(seed: seed)).canonical)
  }
}

nonisolated extension String {
  /// `contains` without Foundation's reading of an empty text.
  fileprivate func hasSomewhere(_ part: String) -> Bool { part.isEmpty || utf8.contains(part.utf8) }
}
