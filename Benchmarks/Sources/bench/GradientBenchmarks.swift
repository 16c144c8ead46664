import Circuits

/// Times values with all derivatives: of one hardware-efficient ansatz, and of a classifier's circuit for
/// a thousand samples at once; and Hamiltonians of many terms.
struct GradientBenchmarks {
  var stopwatch: Stopwatch
  var threads: Int

  /// Milliseconds for value and gradient of the ansatz: half of what the best of four other simulators
  /// took on two cores of Zen 4 (8 and 12 qubits) or Zen 3 (16 and 20), whichever is less.
  static let ansatzGoals: [Int: Double] = [8: 0.08, 12: 0.62, 16: 9, 20: 235]
  /// Milliseconds for a thousand samples of the strongly entangling circuit: 1 µs a sample at 4 qubits,
  /// 10 µs at 8, and in proportion to amplitudes and gates between and beyond.
  static let batchGoals: [Int: Double] = [4: 1, 6: 3, 8: 10, 10: 40]
  /// Milliseconds for ⟨H⟩ of so many terms on 20 qubits: a fifth of what the best of three other
  /// simulators took on two cores of Zen 3.
  static let hamiltonianGoals: [Int: Double] = [100: 85, 1000: 785]

  func ansatz(qubits: Int, into report: inout Report) throws {
    var circuit = Circuit(qubits: qubits)
    let layers = 5
    let θ = circuit.parameters(count: 2 * qubits * layers, named: "θ")
    for layer in 0..<layers {
      for qubit in 0..<qubits {
        circuit.ry(θ[2 * (layer * qubits + qubit)], qubit)
        circuit.rz(θ[2 * (layer * qubits + qubit) + 1], qubit)
      }
      for qubit in 0..<qubits { circuit.cx(qubit, (qubit + 1) % qubits) }
    }
    let prepared = try DifferentiableCircuit(circuit)
    let values = θ.indices.map { 0.1 + 0.37 * Double($0 % 17) }
    let seconds = try stopwatch.samples {
      try elapsed { _ = try prepared.valueAndGradient(of: Z(0), at: values) }
    }.median
    report.add(
      Row(
        group: "Value and gradient", name: "hardware-efficient, 5 layers", precision: "double",
        qubits: qubits, threads: threads, value: seconds * 1000, unit: "ms",
        goal: Self.ansatzGoals[qubits]))
  }

  func batch(qubits: Int, into report: inout Report) throws {
    let (layers, samples) = (3, 1000)
    var circuit = Circuit(qubits: qubits)
    let x = circuit.parameters(count: qubits, named: "x")
    let w = circuit.parameters(count: 3 * qubits * layers, named: "w")
    for qubit in 0..<qubits { circuit.ry(x[qubit], qubit) }
    for layer in 0..<layers {
      for qubit in 0..<qubits {
        let first = 3 * (layer * qubits + qubit)
        circuit.rz(w[first], qubit)
        circuit.ry(w[first + 1], qubit)
        circuit.rz(w[first + 2], qubit)
      }
      let step = layer % (qubits - 1) + 1
      for qubit in 0..<qubits { circuit.cx(qubit, (qubit + step) % qubits) }
    }
    let inputs = (0..<qubits).map { Parameter("x[\($0)]") }
    let model = try BatchedCircuit(
      circuit, inputs: inputs, observables: (0..<qubits).map { Z($0) })
    let rows = (0..<samples * qubits).map { 0.01 * Double($0 % 311) }
    let weights = w.indices.map { 0.1 + 0.37 * Double($0 % 17) }
    let both = try stopwatch.samples {
      try elapsed {
        _ = try model.valuesAndGradient(inputs: rows, weights: weights) { _, values, derivatives in
          for k in values.indices { derivatives[k] = values[k] }
        }
      }
    }.median
    let forward = try stopwatch.samples {
      try elapsed { _ = try model.values(inputs: rows, weights: weights) }
    }.median
    report.add(
      Row(
        group: "Batches of 1000 samples", name: "strongly entangling, 3 layers",
        precision: "double", qubits: qubits, threads: threads, value: both * 1000, unit: "ms",
        goal: Self.batchGoals[qubits],
        also: [
          ("k gradients/s", Double(samples) / both / 1000),
          ("k values/s", Double(samples) / forward / 1000),
        ]))
  }

  /// Strings with I, X, Y or Z on each of 20 qubits, in the state of a layer of the ansatz.
  func hamiltonian(terms: Int, into report: inout Report) throws {
    let qubits = 20
    var circuit = Circuit(qubits: qubits)
    for qubit in 0..<qubits {
      circuit.ry(.value(0.1 + 0.37 * Double(qubit)), qubit)
      circuit.rz(.value(0.2 + 0.29 * Double(qubit)), qubit)
    }
    for qubit in 0..<qubits { circuit.cx(qubit, (qubit + 1) % qubits) }
    let state = try circuit.stateVector()
    var random = RandomStream(seed: UInt64(terms))
    var sum = PauliSum()
    for _ in 0..<terms {
      let paulis = (0..<qubits).map { _ in
        [Pauli.i, .x, .y, .z].randomElement(using: &random) ?? .i
      }
      sum += PauliSum(
        PauliString(paulis), times: Complex(Double.random(in: -1...1, using: &random)))
    }
    let seconds = try stopwatch.samples {
      try elapsed { _ = try state.expectation(of: sum) }
    }.median
    report.add(
      Row(
        group: "Hamiltonians of random strings", name: "\(terms) terms", precision: "double",
        qubits: qubits, threads: threads, value: seconds * 1000, unit: "ms",
        goal: Self.hamiltonianGoals[terms]))
  }

  private func elapsed(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
