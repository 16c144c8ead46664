import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Standard gates")
struct StandardGatesTests {
  @Test("Every gate's matrix is the textbook one", arguments: GateTable.records.map(\.name))
  func matrixIsTextbook(_ name: String) throws {
    for angles in try angleSets(name) {
      let gate = try StandardGate(named: name, angles.map { .value($0) })
      let matrix = ReferenceMatrix(try gate.matrix())
      let textbook = try #require(textbookMatrix(name, angles))
      #expect(matrix.size == 1 << gate.qubitCount)
      #expect(matrix.distance(to: textbook) < rounding(angles), "\(name)\(angles)")
    }
  }

  @Test("The textbook table and the gate table hold the same names")
  func tablesAgree() {
    #expect(Set(textbookGateNames) == Set(GateTable.records.map(\.name)))
  }

  @Test("A gate after its inverse is the identity", arguments: GateTable.records.map(\.name))
  func inverse(_ name: String) throws {
    for angles in try angleSets(name) {
      let gate = try StandardGate(named: name, angles.map { .value($0) })
      let product = ReferenceMatrix(try gate.inverse.matrix()) * ReferenceMatrix(try gate.matrix())
      #expect(product.distance(to: .identity(product.size)) < rounding(angles))
    }
  }

  @Test("The inverse of the inverse is the gate", arguments: GateTable.records.map(\.name))
  func doubleInverse(_ name: String) throws {
    for angles in try angleSets(name) {
      let gate = try StandardGate(named: name, angles.map { .value($0) })
      let twice = gate.inverse.inverse
      #expect(twice.name == gate.name)
      #expect(twice.symbols == gate.symbols)
      for (a, b) in zip(try twice.angles(), angles) { #expect(abs(a - b) < rounding(angles)) }
    }
  }

  @Test(
    "Controlled gates are blocks, for every value of the controls",
    arguments: GateTable.records.map(\.name))
  func controlled(_ name: String) throws {
    for angles in try angleSets(name).prefix(2) {
      let gate = try StandardGate(named: name, angles.map { .value($0) })
      let textbook = try #require(textbookMatrix(name, angles))
      for values in [1, 2].flatMap(truthValues) where gate.qubitCount + values.count <= 5 {
        let controlled = gate.controlled(on: values)
        #expect(controlled.qubitCount == gate.qubitCount + values.count)
        let matrix = ReferenceMatrix(try controlled.matrix())
        let expected = textbook.controlled(on: values)
        #expect(matrix.distance(to: expected) < rounding(angles), "\(name) on \(values)")
        let inverse = ReferenceMatrix(try controlled.inverse.matrix())
        #expect(inverse.distance(to: expected.adjoint) < rounding(angles))
      }
    }
  }

  @Test(
    "Whole powers are products, half a power squares to the gate",
    arguments: GateTable.records.map(\.name))
  func powers(_ name: String) throws {
    for angles in try angleSets(name) {
      let gate = try StandardGate(named: name, angles.map { .value($0) })
      let matrix = ReferenceMatrix(try gate.matrix())
      let inverse = matrix.adjoint
      let tolerance = 4 * rounding(angles)
      let whole: [(Double, ReferenceMatrix)] = [
        (0, .identity(matrix.size)), (1, matrix), (2, matrix * matrix),
        (3, matrix * matrix * matrix), (-1, inverse), (-2, inverse * inverse),
      ]
      for (exponent, expected) in whole {
        let power = ReferenceMatrix(try gate.power(exponent).matrix())
        #expect(power.distance(to: expected) < tolerance, "\(name)\(angles)^\(exponent)")
      }
      let half = ReferenceMatrix(try gate.power(0.5).matrix())
      #expect((half * half).distance(to: matrix) < tolerance, "\(name)\(angles)^0.5")
      let third = ReferenceMatrix(try gate.power(1.0 / 3).matrix())
      #expect((third * third * third).distance(to: matrix) < tolerance, "\(name)\(angles)^(1/3)")
      // The principal root has its eigenvalues in the right half plane: root + root† ≥ 0, which
      // 2x2 minors of real diagonals show on the diagonal.
      for index in 0..<half.size { #expect(half.rows[index][index].real > -tolerance) }
    }
  }

  @Test(
    "A gate's definition in steps is the gate, phase included",
    arguments: GateTable.records.filter { $0.definition != nil }.map(\.name))
  func definition(_ name: String) throws {
    let record = try #require(GateTable.record(named: name))
    let definition = try #require(record.definition)
    let formal = record.parameterNames.map { Parameter($0) }
    let composite = try CompositeGate.Definition(
      name, parameters: formal, qubits: record.qubitCount,
      body: definition(formal.map { .parameter($0) }))
    for angles in try angleSets(name) {
      let values = angles.map { Angle.value($0) }
      let steps = ReferenceMatrix(try CompositeGate(composite, values).matrix())
      let gate = ReferenceMatrix(try StandardGate(record, values).matrix())
      #expect(steps.distance(to: gate) < 2 * rounding(angles), "\(name)\(angles)")
    }
  }

  @Test("Every gate has a method that appends it with its parameters and qubits in order")
  func methods() throws {
    #expect(Set(gateMethods.keys) == Set(GateTable.records.map(\.name)))
    for record in GateTable.records {
      let angles = record.parameterNames.indices.map { Angle.value(0.1 + Double($0)) }
      let qubits = Array((0..<record.qubitCount).map { 5 - $0 })
      var circuit = Circuit(qubits: 6)
      gateMethods[record.name]?(&circuit, angles, qubits)
      try circuit.validate()
      let instruction = try #require(circuit.instructions.first)
      guard case .gate(let gate) = instruction.operation else {
        Issue.record("\(record.name) appended no gate")
        continue
      }
      #expect(gate.name == record.name)
      #expect(gate.parameters == angles)
      #expect(instruction.qubits == qubits)
      #expect(gate.symbols.count == record.qubitCount)
    }
  }

  @Test("mcx, mcz and mcp take any number of controls and use the table where it has the gate")
  func manyControls() throws {
    let names = [
      "mcx": ["x", "cx", "ccx", "c3x", "c4x", "mcx"], "mcz": ["z", "cz", "ccz", "c3z"],
      "mcp": ["p", "cp", "mcp"],
    ]
    for (method, expected) in names {
      for (count, name) in expected.enumerated() {
        var circuit = Circuit(qubits: 8)
        let controls = Array(1..<(1 + count))
        switch method {
        case "mcx": circuit.mcx(controls, 0)
        case "mcz": circuit.mcz(controls, 0)
        default: circuit.mcp(0.3, controls, 0)
        }
        try circuit.validate()
        let instruction = try #require(circuit.instructions.first)
        guard case .gate(let gate) = instruction.operation else { continue }
        #expect(gate.name == name)
        #expect(instruction.qubits == controls + [0])
      }
    }
  }

  @Test("A controlled global phase is a phase gate, and a controlled general gate is cu")
  func controlledPhase() throws {
    #expect(StandardGate.gphase(0.3).controlled().name == "p")
    #expect(StandardGate.gphase(0.3).controlled(2).name == "cp")
    #expect(StandardGate.gphase(0.3).controlled(3).name == "mcp")
    let cu = StandardGate.u(0.1, 0.2, 0.3).controlled()
    #expect(cu.name == "cu")
    #expect(cu.parameters == [0.1, 0.2, 0.3, 0])
    #expect(StandardGate.u3(0.1, 0.2, 0.3).controlled().name == "cu3")
  }

  @Test(
    "A wrong number of parameters is refused with both numbers",
    arguments: GateTable.records.map(\.name))
  func wrongParameterCount(_ name: String) throws {
    let record = try #require(GateTable.record(named: name))
    let expected = record.parameterNames.count
    let error = QuantumError.wrongParameterCount(gate: name, expected: expected, got: expected + 1)
    let tooMany = [Angle](repeating: 0.1, count: expected + 1)
    #expect(throws: error) { try StandardGate(record, tooMany) }
    #expect(throws: error) { try StandardGate(named: name, tooMany) }
    let gate = try StandardGate(record, .init(repeating: 0.1, count: expected))
    #expect(throws: error) { try gate.replacingParameters(tooMany).matrix() }
    #expect(throws: error) { try gate.replacingParameters(tooMany).inverse.matrix() }
    #expect(throws: error) { try gate.replacingParameters(tooMany).controlled(2).matrix() }
    #expect(throws: error) { try gate.action(.init(repeating: 0.1, count: expected + 1)) }
  }

  @Test("A parameter without a value, or with one that is not finite, is refused by name")
  func badParameters() throws {
    let gate = StandardGate.rx(.parameter(Parameter("theta")))
    #expect(throws: QuantumError.unboundParameter("theta")) { try gate.matrix() }
    #expect(
      throws: QuantumError.notFinite(what: "parameter 1 of rx", value: .infinity)
    ) { try gate.matrix { _ in .infinity } }
    #expect(throws: QuantumError.self) { try StandardGate.u(0, 0, .value(.nan)).matrix() }
    let bound = try gate.matrix { $0.name == "theta" ? 0.3 : nil }
    #expect(bound == (try StandardGate.rx(0.3).matrix()))
  }
}

/// Angles for a gate: zeros, multiples of π/2, values beyond a turn, and generic ones.
func angleSets(_ name: String) throws -> [[Double]] {
  let count = try #require(GateTable.record(named: name)).parameterNames.count
  if count == 0 { return [[]] }
  let sets: [[Double]] = [
    [0.3, -1.1, 2.5, 0.7], [0, 0, 0, 0], [.pi, .pi / 2, -.pi, .pi], [2 * .pi, 0.1, 7, -2 * .pi],
    [-4.4, 12.5, -0.2, 5], [-.pi / 2, .pi, .pi, -.pi / 4],
  ]
  return sets.map { Array($0.prefix(count)) }
}

/// What rounding may do to the elements of a matrix of at most twenty factors: a few units in the last
/// place of 1, and of the angles.
func rounding(_ angles: [Double]) -> Double {
  angles.reduce(20) { $0 + 4 * abs($1) } * Double.ulpOfOne
}
