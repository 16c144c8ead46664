import QState
import Testing

@testable import Gates

@Suite struct DecompositionTests {
  private func product(_ steps: [GateStep], qubitCount: Int) throws -> ComplexMatrix {
    try GateAction.sequence(steps).matrix(qubitCount: qubitCount)
  }

  private func check(_ gate: any QuantumGate) throws {
    let steps = try gate.decomposed()
    let deviation =
      (try product(steps, qubitCount: gate.qubitCount) - gate.matrix()).largestMagnitude
    // Rounding of one step, times the number of steps.
    #expect(deviation <= 8 * Double.ulpOfOne * Double(steps.count + 20), "\(gate.name)")
    #expect(
      steps.allSatisfy { ["u3", "u1", "h", "x", "cx", "gphase"].contains($0.gate.name) })
  }

  @Test("Every gate of the table, its inverse, a power, and under controls of both values")
  func table() throws {
    for record in GateTable.records {
      let angles = record.parameterNames.indices.map { Angle.value(0.3 + 0.7 * Double($0)) }
      let gate = try StandardGate(record, angles)
      try check(gate)
      try check(gate.inverse)
      try check(gate.power(0.5))
      try check(gate.controlled(on: [false]))
      if record.qubitCount <= 3 { try check(gate.controlled(on: [true, false])) }
    }
  }

  @Test(
    "Usual gates take no more cx than their best known circuits",
    arguments: [
      ("cx", 1), ("cz", 1), ("cy", 1), ("ch", 1), ("swap", 3), ("dcx", 2), ("ccx", 6), ("rzz", 2),
      ("rxx", 2), ("cp", 2), ("crz", 2), ("cry", 2), ("cu3", 2), ("cs", 2), ("ecr", 6),
    ])
  func counts(name: String, limit: Int) throws {
    let record = try #require(GateTable.record(named: name))
    let gate = try StandardGate(record, record.parameterNames.map { _ in 0.4 })
    let count = try gate.decomposed().filter { $0.gate.name == "cx" }.count
    #expect(count <= limit)
  }

  @Test("A composite gate is decomposed through its definition")
  func composite() throws {
    let theta = Parameter("theta")
    let definition = try CompositeGate.Definition(
      "mix", parameters: [theta], qubits: 3,
      body: [
        GateStep(StandardGate.ccx, [0, 1, 2]), GateStep(StandardGate.gphase(.parameter(theta)), []),
        GateStep(StandardGate.iswap, [2, 0]),
      ])
    let gate = try CompositeGate(definition, [0.3])
    try check(gate)
    try check(gate.inverse)
    try check(gate.controlled())
  }

  @Test("A parameter without a value is an error that names it")
  func unbound() {
    #expect(throws: QuantumError.unboundParameter("θ")) {
      try StandardGate.rx(.parameter(Parameter("θ"))).decomposed()
    }
    let gate = StandardGate.rx(.parameter(Parameter("θ")))
    #expect(throws: Never.self) { try gate.decomposed { _ in 0.5 } }
  }

  @Test("Sizes beyond the limits are errors")
  func limits() throws {
    let wide = GateAction.operation(.diagonal(Array(repeating: 1, count: 1 << 21)))
    #expect(throws: QuantumError.tooManyQubits(requested: 21, limit: 20)) {
      try wide.decomposed(qubitCount: 21)
    }
    #expect(throws: QuantumError.tooManyQubits(requested: 65, limit: 64)) {
      try GateAction.identity.decomposed(qubitCount: 65)
    }
  }
}
