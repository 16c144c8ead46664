import Circuits
import TestSupport
import Testing

/// Every derivative against independent formulas, with every gate of the table.
@Suite struct GateTableGradientTests {
  /// Random circuits that together have every gate of the table twice, each parameter its own.
  private static func randomCircuits(seed: UInt64) throws -> [Circuit] {
    var random = TestRandom(seed: seed)
    let records = (GateTable.records + GateTable.records).shuffled(using: &random)
    var circuits: [Circuit] = []
    for start in stride(from: 0, to: records.count, by: 9) {
      var circuit = Circuit(qubits: 5)
      for qubit in 0..<5 { circuit.ry(.value(random.angle() + 0.2), qubit) }
      for record in records[start..<min(start + 9, records.count)] {
        let angles = record.parameterNames.indices.map {
          Angle.parameter(Parameter("p\(circuit.instructions.count).\($0)"))
        }
        circuit.append(
          try StandardGate(record, angles), to: random.qubits(record.qubitCount, among: 5))
        circuit.rx(.value(random.angle()), Int.random(in: 0..<5, using: &random))
      }
      circuits.append(circuit)
    }
    return circuits
  }

  /// A sum of strings, a projector, a Hermitian matrix, a single string, and a number.
  private static func observables() throws -> [PauliSum] {
    var random = TestRandom(seed: 9)
    var elements = Array(repeating: Complex<Double>.zero, count: 64)
    for row in 0..<8 {
      for column in 0...row {
        let value = Complex(
          Double.random(in: -1...1, using: &random),
          row == column ? 0 : Double.random(in: -1...1, using: &random))
        elements[row * 8 + column] = value
        elements[column * 8 + row] = value.conjugate
      }
    }
    let matrix = try ComplexMatrix(rows: 8, columns: 8, elements: elements)
    return [
      0.7 * Z(0) * X(1) - 0.4 * Y(2) + 1.3 * X(0) * Y(3) * Z(4) + 0.2 * Z(1) + 0.1,
      try PauliSum(projectorOnto: 5, on: [3, 0, 4]),
      try PauliSum(hermitian: matrix, on: [1, 4, 2]),
      Y(4) * Y(0), 3 * I,
    ]
  }

  @Test("adjoint, parameter-shift and central-difference gradients agree for every gate")
  func gradients() throws {
    let observables = try Self.observables()
    for (number, circuit) in try Self.randomCircuits(seed: 1).enumerated() {
      var random = TestRandom(seed: UInt64(number))
      let values = circuit.parameters.map { _ in random.angle() }
      let prepared = try DifferentiableCircuit(circuit)
      let (found, adjoint) = try prepared.valuesAndJacobian(of: observables, at: values)
      let shifted = try prepared.parameterShiftJacobian(of: observables, at: values)
      let differences = try prepared.finiteDifferenceJacobian(of: observables, at: values)
      for (row, observable) in observables.enumerated() {
        let direct = try expectation(of: observable, in: circuit, at: values)
        #expect(abs(found[row] - direct) < 1e-12)
        let scale = adjoint[row].reduce(1) { max($0, abs($1)) }
        for index in values.indices {
          let name = "circuit \(number), observable \(row), \(circuit.parameters[index])"
          #expect(abs(adjoint[row][index] - shifted[row][index]) <= 1e-10 * scale, "\(name)")
          #expect(abs(adjoint[row][index] - differences[row][index]) <= 1e-10 * scale, "\(name)")
        }
      }
    }
  }

  @Test("gradients by every kernel set and number of threads are those of one")
  func kernels() throws {
    let observables = try Self.observables()
    let circuit = try Self.randomCircuits(seed: 2)[0]
    let values = circuit.parameters.indices.map { 0.3 + 0.7 * Double($0) }
    let expected = try DifferentiableCircuit(circuit).valuesAndJacobian(
      of: observables, at: values)
    for set in KernelSet.available {
      for threads in [1, 3] {
        var configuration = Simulator.Configuration()
        configuration.kernels = set
        configuration.threads = threads
        let found = try DifferentiableCircuit(circuit, configuration: configuration)
          .valuesAndJacobian(of: observables, at: values)
        for (x, y) in zip(found.jacobian.joined(), expected.jacobian.joined()) {
          #expect(abs(x - y) < 1e-12, "\(set)")
        }
      }
    }
  }

  @Test("inverses and whole powers of every gate, alone and under control, have gradients")
  func wrappers() throws {
    var random = TestRandom(seed: 3)
    let observable = try Self.observables()[0]
    for record in GateTable.records
    where !record.parameterNames.isEmpty && record.qubitCount < 4 {
      let angles = record.parameterNames.indices.map { Angle.parameter(Parameter("p\($0)")) }
      let gate = try StandardGate(record, angles)
      let powers: [any QuantumGate] = [
        gate.inverse, gate.power(-2), PowerGate(of: gate, exponent: 3), gate.power(0),
        PowerGate(of: gate, exponent: -1).controlled(on: [false]),
      ]
      for wrapped in powers {
        var circuit = Circuit(qubits: 5)
        for qubit in 0..<5 { circuit.u(.value(random.angle()), 0.4, 0.7, qubit) }
        circuit.append(wrapped, to: random.qubits(wrapped.qubitCount, among: 5))
        for qubit in 0..<5 { circuit.ry(.value(random.angle()), qubit) }
        let values = circuit.parameters.map { _ in random.angle() }
        let (value, exact) = try circuit.valueAndGradient(of: observable, at: values)
        #expect(abs(value - (try expectation(of: observable, in: circuit, at: values))) < 1e-12)
        let numerical = try gradient(
          of: observable, in: circuit, at: values, by: numericalDerivative)
        for (x, y) in zip(exact, numerical) { #expect(abs(x - y) < 1e-8, "\(wrapped.name)") }
      }
    }
  }

  // MARK: Second derivatives

  /// The second derivatives of `f` by the shift rule in both parameters.
  private static func secondDerivatives(
    _ f: ([Double]) throws -> Double, at values: [Double]
  ) throws -> [[Double]] {
    try values.indices.map { i in
      try values.indices.map { j in
        try shiftDerivative(
          of: { x in
            try shiftDerivative(
              of: { y in
                var shifted = values
                shifted[i] += x
                shifted[j] += y
                return try f(shifted)
              }, at: 0)
          }, at: 0)
      }
    }
  }

  /// For every gate with parameters a circuit of three to five qubits in which it stands in the middle.
  private static func circuitsWithOneGate() throws -> [(name: String, circuit: Circuit)] {
    var random = TestRandom(seed: 4)
    return try GateTable.records.filter { !$0.parameterNames.isEmpty }.map { record in
      let qubits = max(3, record.qubitCount)
      var circuit = Circuit(qubits: qubits)
      for qubit in 0..<qubits { circuit.u(.value(random.angle() + 0.1), 0.4, 0.7, qubit) }
      for qubit in 1..<qubits { circuit.cx(qubit - 1, qubit) }
      let angles = record.parameterNames.indices.map { Angle.parameter(Parameter("p\($0)")) }
      circuit.append(
        try StandardGate(record, angles), to: random.qubits(record.qubitCount, among: qubits))
      circuit.rx(.parameter(Parameter("last")), 1)
      for qubit in 0..<qubits { circuit.ry(.value(random.angle() + 0.3), qubit) }
      return (record.name, circuit)
    }
  }

  @Test("the Hessian with every gate is that of two parameter shifts")
  func hessians() throws {
    let observable = 0.7 * Z(0) * X(1) - 0.4 * Y(2) + 1.3 * X(0) * Y(1) * Z(2) + 0.2 * Z(1)
    for (name, circuit) in try Self.circuitsWithOneGate() {
      let values = circuit.parameters.indices.map { 0.4 + 0.9 * Double($0) }
      let hessian = try DifferentiableCircuit(circuit).hessian(of: observable, at: values)
      let terms = observable.terms
      let shifted = try Self.secondDerivatives(
        { point in
          let state = try circuit.bound(to: point).stateVector()
          return Self.sum(of: terms, in: state)
        }, at: values)
      for i in values.indices {
        for j in values.indices {
          #expect(abs(hessian[i][j] - shifted[i][j]) < 1e-8, "\(name), \(i), \(j)")
        }
      }
    }
  }

  /// ⟨O⟩ amplitude by amplitude.
  private static func sum(
    of terms: [PauliSum.Term], in state: StateVector<Double>
  ) -> Double {
    let amplitudes = state.amplitudes
    var sum = 0.0
    for term in terms {
      let (flips, signs) = (Int(term.string.flips.low), Int(term.string.signs.low))
      var phase = Complex<Double>(1)
      for _ in 0..<term.string.yCount { phase *= .i }
      for i in amplitudes.indices {
        let isOdd = !(i & signs).nonzeroBitCount.isMultiple(of: 2)
        let value = amplitudes[i ^ flips].conjugate * amplitudes[i] * phase * term.coefficient
        sum += isOdd ? -value.real : value.real
      }
    }
    return sum
  }

  @Test("the metric tensor with every gate is minus half the second derivative of the overlap")
  func metricTensors() throws {
    for (name, circuit) in try Self.circuitsWithOneGate() {
      let values = circuit.parameters.indices.map { 0.4 + 0.9 * Double($0) }
      let metric = try DifferentiableCircuit(circuit).metricTensor(at: values)
      let here = try circuit.bound(to: values).stateVector().amplitudes
      let overlap = try Self.secondDerivatives(
        { point in
          let there = try circuit.bound(to: point).stateVector().amplitudes
          return zip(here, there).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
            .lengthSquared
        }, at: values)
      for i in values.indices {
        for j in values.indices {
          #expect(abs(metric[i][j] + overlap[i][j] / 2) < 1e-8, "\(name), \(i), \(j)")
        }
      }
    }
  }
}
