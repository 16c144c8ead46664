import Circuits
import TestSupport
import Testing

@Suite struct BatchedCircuitTests {
  private static let observables = [
    Z(0), 0.7 * Z(0) * X(1) - 0.4 * Y(2), 1.3 * X(0) * Y(1) * Z(2) + 0.2 * Z(1) + 0.1, PauliSum(),
  ]

  @Test("every gate of the table gives each sample the values and derivatives of a single run")
  func gatesOfTheTable() throws {
    var random = TestRandom(seed: 1)
    for record in GateTable.records where record.qubitCount > 0 && record.qubitCount <= 3 {
      for isInput in [false, true] {
        for placement in placements(of: record.qubitCount, among: 3) {
          var circuit = Circuit(qubits: 3)
          let angles = record.parameterNames.indices.map {
            Angle.parameter(Parameter(isInput ? "x\($0)" : "w\($0)"))
          }
          Self.entangle(&circuit, named: "a")
          circuit.append(try StandardGate(record, angles), to: placement)
          Self.entangle(&circuit, named: "b")
          try Self.check(
            circuit, samples: 3, &random, "\(record.name) on \(placement), input \(isInput)")
        }
      }
    }
  }

  @Test("controlled gates and Pauli rotations agree with single runs")
  func otherGates() throws {
    var random = TestRandom(seed: 2)
    let gates: [any QuantumGate] = [
      StandardGate.ry(.parameter(Parameter("x"))).controlled(on: [false]),
      StandardGate.rxx(.parameter(Parameter("w"))).controlled(),
      StandardGate.iswap.controlled(), StandardGate.y.controlled(2),
      StandardGate.swap.controlled(on: [false]), StandardGate.t.controlled(2),
      PauliRotation([.y, .z, .x], .parameter(Parameter("x"))), PauliRotation([.z, .y], 0.3),
      PauliRotation([.x, .z], 0.7).controlled(),
    ]
    for gate in gates {
      for placement in placements(of: gate.qubitCount, among: 3) {
        var circuit = Circuit(qubits: 3)
        Self.entangle(&circuit, named: "a")
        circuit.append(gate, to: placement)
        Self.entangle(&circuit, named: "b")
        try Self.check(circuit, samples: 2, &random, "\(gate.name) on \(placement)")
      }
    }
  }

  @Test("inputs and weights in one expression obey the chain rule")
  func reuploading() throws {
    var random = TestRandom(seed: 3)
    var circuit = Circuit(qubits: 3)
    let x = circuit.parameters(count: 2, named: "x")
    let w = circuit.parameters(count: 6, named: "w")
    circuit.h(0)
    circuit.ry(w[0] * x[0] + w[1], 0)
    circuit.rz(x[1] * x[1], 1)
    circuit.cx(0, 1)
    circuit.crx(w[2] * Angle.Function.sin.of(x[0]), 1, 2)
    circuit.u(w[3], w[4] * x[0] / w[5], x[1], 2)
    circuit.rzz((x[0] - .pi) * (x[1] - .pi), 0, 2)
    try Self.check(circuit, samples: 37, &random, "re-uploading")
  }

  @Test("samples that fill groups and blocks unevenly keep their places")
  func counts() throws {
    var random = TestRandom(seed: 4)
    var circuit = Circuit(qubits: 2)
    let x = circuit.parameters(count: 2, named: "x")
    let w = circuit.parameters(count: 2, named: "w")
    circuit.rx(x[0], 0)
    circuit.ry(w[0], 1)
    circuit.cz(0, 1)
    circuit.ry(x[1], 0)
    circuit.cry(w[1], 0, 1)
    for samples in [1, 2, 7, 8, 9, 16, 63, 64, 65, 130] {
      try Self.check(
        circuit, observables: [Z(0), X(1)], samples: samples, &random, "\(samples) samples")
    }
    let batched = try BatchedCircuit(
      circuit, inputs: [Parameter("x[0]"), Parameter("x[1]")], observables: [Z(0)])
    #expect(try batched.values(inputs: [], weights: [1, 2]).isEmpty)
  }

  @Test("gates of one's own and wide circuits run one sample after another")
  func fallBack() throws {
    struct Turn: QuantumGate {
      var parameters: [Angle]
      let name = "turn"
      let qubitCount = 1
      let generator: PauliSum? = X(0)
      func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
        try StandardGate.rx(.value(angles[0])).action(angles)
      }
    }
    var random = TestRandom(seed: 5)
    var own = Circuit(qubits: 3)
    own.append(Turn(parameters: [.parameter(Parameter("x"))]), to: [1])
    own.ry(.parameter(Parameter("w")), 1)
    try Self.check(own, samples: 5, &random, "own gate")
    var wide = Circuit(qubits: 13)
    for qubit in 0..<13 { wide.ry(.parameter(Parameter("w\(qubit)")), qubit) }
    for qubit in 0..<12 { wide.crx(.parameter(Parameter("x")), qubit, qubit + 1) }
    try Self.check(wide, samples: 2, &random, "wide")
  }

  @Test("a batch has the same bits at every number of threads")
  func threads() throws {
    var random = TestRandom(seed: 6)
    var circuit = Circuit(qubits: 5)
    Self.entangle(&circuit, named: "x")
    Self.entangle(&circuit, named: "w")
    let (inputs, weights) = Self.split(circuit)
    let batched = try BatchedCircuit(circuit, inputs: inputs, observables: [Z(0), X(1) * Y(2)])
    let rows = (0..<200 * inputs.count).map { _ in random.angle() }
    let point = weights.map { _ in random.angle() }
    var results: [[Double]] = []
    for threads in [1, 2, 5] {
      let result = try WorkerPool.withThreads(threads) { () throws(QuantumError) in
        try batched.valuesAndGradient(inputs: rows, weights: point, wantsInputGradient: true) {
          $2[0] = $1[0]
          $2[1] = Double($0)
        }
      }
      results.append(result.values + result.weights + result.inputs)
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test("every kernel set gives a batch the same values and derivatives")
  func kernelSets() throws {
    var random = TestRandom(seed: 7)
    var circuit = Circuit(qubits: 4)
    Self.entangle(&circuit, named: "x")
    circuit.rxx(.parameter(Parameter("w")), 1, 3)
    circuit.iswap(0, 2)
    circuit.cp(.parameter(Parameter("v")), 0, 1)
    Self.entangle(&circuit, named: "w")
    for set in KernelSet.available {
      try Self.check(circuit, samples: 20, &random, "\(set)", set: set)
    }
  }

  @Test("what does not fit is refused")
  func refusals() throws {
    var circuit = Circuit(qubits: 1)
    circuit.rx(.parameter(Parameter("x")), 0)
    circuit.ry(.parameter(Parameter("w")), 0)
    let x = Parameter("x")
    let batched = try BatchedCircuit(circuit, inputs: [x], observables: [Z(0)])
    #expect(batched.weights == [Parameter("w")])
    #expect(throws: QuantumError.wrongElementCount(what: "the weights", expected: 1, got: 0)) {
      try batched.values(inputs: [1], weights: [])
    }
    #expect(throws: QuantumError.self) { try batched.values(inputs: [.nan], weights: [1]) }
    #expect(throws: QuantumError.self) { try batched.values(inputs: [1], weights: [.infinity]) }
    #expect(throws: QuantumError.self) {
      try BatchedCircuit(circuit, inputs: [x, x], observables: [Z(0)])
    }
    #expect(throws: QuantumError.self) {
      try BatchedCircuit(circuit, inputs: [x], observables: [Z(1)])
    }
  }

  // MARK: Helpers

  /// A layer with an angle and an entangling gate on every qubit, all parameters of this name.
  private static func entangle(_ circuit: inout Circuit, named name: String) {
    for qubit in 0..<circuit.qubitCount {
      circuit.ry(.parameter(Parameter("\(name)y\(qubit)")), qubit)
      if qubit.isMultiple(of: 2) {
        circuit.h(qubit)
        circuit.rz(.parameter(Parameter("\(name)z\(qubit)")), qubit)
      }
    }
    for qubit in 1..<circuit.qubitCount { circuit.cx(qubit - 1, qubit) }
  }

  /// Parameters whose name starts with x are inputs.
  private static func split(_ circuit: Circuit) -> (inputs: [Parameter], weights: [Parameter]) {
    let all = circuit.parameters
    return (all.filter { $0.name.hasPrefix("x") }, all.filter { !$0.name.hasPrefix("x") })
  }

  private static func check(
    _ circuit: Circuit, observables: [PauliSum] = observables, samples: Int,
    _ random: inout TestRandom, _ name: String, set: KernelSet = .fastest
  ) throws {
    let (inputs, weights) = split(circuit)
    let batched = try BatchedCircuit(
      circuit, inputs: inputs, observables: observables, set: set)
    let samples = inputs.isEmpty ? 1 : samples
    let rows = (0..<samples * inputs.count).map { _ in Double.random(in: 0.2...2, using: &random) }
    let point = weights.map { _ in Double.random(in: 0.2...2, using: &random) }
    // The sum over samples of Σ_k c_k(sample) v_k² / 2.
    let result = try batched.valuesAndGradient(
      inputs: rows, weights: point, wantsInputGradient: true
    ) { sample, values, derivatives in
      for k in values.indices { derivatives[k] = Double(sample % 3 + k + 1) * values[k] }
    }
    #expect(try batched.values(inputs: rows, weights: point) == result.values)
    let withoutInputs = try batched.valuesAndGradient(inputs: rows, weights: point) {
      sample, values, derivatives in
      for k in values.indices { derivatives[k] = Double(sample % 3 + k + 1) * values[k] }
    }
    #expect(withoutInputs.inputs.isEmpty)

    let single = try DifferentiableCircuit(circuit, parameters: inputs + weights)
    var gradient = Array(repeating: 0.0, count: weights.count)
    for sample in 0..<samples {
      let row = Array(rows[(sample * inputs.count)..<((sample + 1) * inputs.count)])
      let (values, jacobian) = try single.valuesAndJacobian(of: observables, at: row + point)
      for (k, value) in values.enumerated() {
        #expect(abs(value - result.values[sample * observables.count + k]) < 1e-12, "\(name)")
        let weight = Double(sample % 3 + k + 1) * value
        for index in weights.indices {
          gradient[index] += weight * jacobian[k][inputs.count + index]
        }
      }
      for index in inputs.indices {
        var expected = 0.0
        for (k, value) in values.enumerated() {
          expected += Double(sample % 3 + k + 1) * value * jacobian[k][index]
        }
        let got = result.inputs[sample * inputs.count + index]
        #expect(abs(expected - got) < 1e-11, "\(name), input \(index) of sample \(sample)")
      }
    }
    for index in weights.indices {
      let limit = 1e-12 * Double(samples + 10)
      #expect(abs(gradient[index] - result.weights[index]) < limit, "\(name), weight \(index)")
      #expect(abs(gradient[index] - withoutInputs.weights[index]) < limit, "\(name)")
    }
  }
}
