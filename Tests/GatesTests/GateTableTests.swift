import Gates
import TestSupport
import Testing

@Suite("The gate table")
struct GateTableTests {
  @Test("No two gates share a name, an alias or a nickname")
  func uniqueNames() {
    let names = GateTable.records.flatMap { [$0.name] + $0.aliases + $0.nicknames }
    #expect(Set(names).count == names.count)
  }

  @Test("Every gate is found by its name and its aliases", arguments: GateTable.records.map(\.name))
  func lookup(_ name: String) throws {
    let record = try #require(GateTable.record(named: name))
    #expect(record.name == name)
    for alias in record.aliases { #expect(GateTable.record(named: alias) === record) }
    for nickname in record.nicknames {
      #expect(GateTable.record(named: nickname) == nil)
      #expect(GateTable.suggestion(for: nickname) == name)
    }
  }

  @Test(
    "Records describe themselves in one sentence and draw one symbol a qubit",
    arguments: GateTable.records.map(\.name))
  func descriptions(_ name: String) throws {
    let record = try #require(GateTable.record(named: name))
    #expect(record.summary.hasSuffix("."))
    #expect(record.summary.count < 120)
    #expect(record.symbols.count == record.qubitCount)
    #expect(Set(record.parameterNames).count == record.parameterNames.count)
  }

  @Test("The predefined names of OpenQASM 2's and 3's include files are there")
  func dialects() {
    let qelib1 = """
      u3 u2 u1 cx id u0 u p x y z h s sdg t tdg rx ry rz sx sxdg cz cy swap ch ccx cswap crx cry \
      crz cu1 cp cu3 csx cu rxx rzz rccx rc3x c3x c3sqrtx c4x
      """
    let stdgates = """
      p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu CX phase \
      cphase id u1 u2 u3 U gphase
      """
    let inQelib1 = Set(GateTable.records(in: .qelib1).map(\.name))
    #expect(inQelib1 == Set(qelib1.split(separator: " ").map(String.init)))
    let inStdgates = GateTable.records(in: .stdgates).flatMap { [$0.name] + $0.aliases }
    #expect(Set(inStdgates) == Set(stdgates.split(separator: " ").map(String.init) + ["u"]))
  }

  @Test(
    "A mistyped name is answered with the nearest known one",
    arguments: [
      ("H", "h"), ("CCX", "ccx"), ("cxx", "cx"), ("toffoli", "ccx"), ("cnot", "cx"),
      ("CNOT", "cx"), ("swpa", "swap"), ("sdgg", "sdg"), ("iswp", "iswap"), ("Rzz", "rzz"),
      ("xx_plus_y", "xx_plus_yy"), ("phse", "phase"),
    ])
  func suggestions(_ typed: String, _ expected: String) {
    #expect(GateTable.suggestion(for: typed) == expected)
    #expect(throws: QuantumError.unknownGate(name: typed, suggestion: expected)) {
      try StandardGate(named: typed)
    }
  }

  @Test(
    "A name like no other has no suggestion, at once at any length",
    arguments: ["", "frobnicate", "entangle", "q", String(repeating: "x", count: 200_000)])
  func noSuggestion(_ typed: String) {
    #expect(GateTable.suggestion(for: typed) == nil)
  }
}
