import Circuits
import ComplexModule
import TestSupport
import Testing

@Suite struct SecondDerivativeTests {
  private static let observable =
    0.7 * Z(0) * X(1) - 0.4 * Y(2) + 1.3 * X(0) * Y(1) * Z(2) + 0.2 * Z(1) + 0.1

  /// Circuits that have every kind of step, runs of several rotations, shared parameters and
  /// expressions; one has a qubit that nothing acts on.
  private static func circuits() throws -> [Circuit] {
    var random = TestRandom(seed: 1)
    return try (0..<6).map { number in
      var circuit = Circuit(qubits: number == 5 ? 4 : 3)
      let θ = circuit.parameters(count: 6, named: "θ")
      for qubit in 0..<3 { circuit.u(0.3 + Angle(Double(qubit)), 0.2, 1.1, qubit) }
      circuit.cx(0, 1)
      circuit.rx(θ[0], 0)
      circuit.h(0)
      circuit.rz(θ[1] * θ[0], 0)
      circuit.ry(θ[2], 0)
      circuit.cp(θ[3], 1, 2)
      circuit.rxx(θ[4], 0, 2)
      circuit.crx(θ[2] + 2 * θ[5], 2, 1)
      circuit.append(
        StandardGate.u(θ[5], Angle.Function.sin.of(θ[3]), θ[4]).controlled(on: [false]), to: [1, 0])
      let records = GateTable.records.filter { !$0.parameterNames.isEmpty && $0.qubitCount <= 3 }
      for _ in 0..<4 {
        let record = records[Int.random(in: records.indices, using: &random)]
        circuit.append(
          try StandardGate(
            record, record.parameterNames.map { _ in θ[Int.random(in: 0..<6, using: &random)] }),
          to: random.qubits(record.qubitCount, among: 3))
        circuit.ry(0.4, Int.random(in: 0..<3, using: &random))
      }
      return circuit
    }
  }

  private static func values() -> [Double] { [0.4, -1.2, 0.9, 2.1, -0.3, 1.7] }

  @Test("the product of the Hessian and a direction is the derivative of the gradient along it")
  func hessianVectorProducts() throws {
    let direction = [0.3, -0.7, 0.2, 0.9, -0.5, 0.4]
    for circuit in try Self.circuits() {
      let prepared = try DifferentiableCircuit(circuit)
      let product = try prepared.hessianVectorProduct(
        of: Self.observable, along: direction, at: Self.values())
      for index in 0..<6 {
        let numerical = try numericalDerivative(
          of: { t in
            let point = zip(Self.values(), direction).map { $0 + t * $1 }
            return try prepared.valueAndGradient(of: Self.observable, at: point).gradient[index]
          }, at: 0)
        #expect(abs(product[index] - numerical) < 1e-8)
      }
    }
  }

  @Test("the Hessian is symmetric and agrees with differences of values")
  func hessians() throws {
    for circuit in try Self.circuits() {
      let prepared = try DifferentiableCircuit(circuit)
      let hessian = try prepared.hessian(of: Self.observable, at: Self.values())
      for i in 0..<6 {
        let product = try prepared.hessianVectorProduct(
          of: Self.observable, along: (0..<6).map { $0 == i ? 1 : 0 }, at: Self.values())
        for j in 0..<6 {
          #expect(abs(hessian[i][j] - product[j]) < 1e-12)
          #expect(hessian[i][j] == hessian[j][i])
        }
      }
    }
  }

  @Test("the Jacobian-vector product is the Jacobian times the vector")
  func jacobianVectorProducts() throws {
    let direction = [0.3, -0.7, 0.2, 0.9, -0.5, 0.4]
    let observables = [Z(0), X(1) * Y(2), Self.observable]
    for circuit in try Self.circuits() {
      let prepared = try DifferentiableCircuit(circuit)
      let (_, jacobian) = try prepared.valuesAndJacobian(of: observables, at: Self.values())
      let product = try prepared.jacobianVectorProduct(
        of: observables, along: direction, at: Self.values())
      for (row, value) in zip(jacobian, product) {
        let expected = zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(expected - value) < 1e-12)
      }
    }
  }

  @Test("the metric tensor is that of states differentiated numerically")
  func metricTensor() throws {
    for circuit in try Self.circuits() {
      let prepared = try DifferentiableCircuit(circuit)
      let metric = try prepared.metricTensor(at: Self.values())
      let state = try circuit.bound(to: Self.values()).stateVector().amplitudes
      let tangents = try (0..<6).map { index -> [Complex<Double>] in
        let parts = try numericalDerivatives(
          of: { x in
            var point = Self.values()
            point[index] = x
            return try circuit.bound(to: point).stateVector().amplitudes.flatMap {
              [$0.real, $0.imaginary]
            }
          }, at: Self.values()[index])
        return state.indices.map { Complex(parts[2 * $0], parts[2 * $0 + 1]) }
      }
      func inner(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Complex<Double> {
        zip(a, b).reduce(.zero) { $0 + $1.0.conjugate * $1.1 }
      }
      for i in 0..<6 {
        for j in 0..<6 {
          let expected =
            (inner(tangents[i], tangents[j])
            - inner(tangents[i], state) * inner(state, tangents[j])).real
          #expect(abs(metric[i][j] - expected) < 1e-8)
        }
      }
      let information = try prepared.quantumFisherInformation(at: Self.values())
      #expect(information[1][2] == 4 * metric[1][2])
      let blocks = try prepared.metricTensor(at: Self.values(), isBlockDiagonal: true)
      for i in 0..<6 {
        #expect(abs(blocks[i][i] - metric[i][i]) < 1e-13)
        for j in 0..<6 where blocks[i][j] != 0 { #expect(abs(blocks[i][j] - metric[i][j]) < 1e-13) }
      }
    }
  }

  @Test("layers of the block-diagonal metric tensor end where a qubit is met again")
  func layers() throws {
    var circuit = Circuit(qubits: 2)
    let θ = circuit.parameters(count: 4, named: "θ")
    for layer in 0..<2 {
      circuit.h(0)
      circuit.ry(θ[2 * layer], 0)
      circuit.rx(θ[2 * layer + 1], 1)
      circuit.cx(0, 1)
    }
    let prepared = try DifferentiableCircuit(circuit)
    let values = [0.3, 0.8, -0.4, 1.9]
    let full = try prepared.metricTensor(at: values)
    let blocks = try prepared.metricTensor(at: values, isBlockDiagonal: true)
    for i in 0..<4 {
      for j in 0..<4 {
        #expect(abs(blocks[i][j] - (i / 2 == j / 2 ? full[i][j] : 0)) < 1e-14)
      }
    }
  }

  @Test("probabilities have the derivatives of numerical differences, and weights combine them")
  func probabilities() throws {
    for circuit in try Self.circuits() {
      let prepared = try DifferentiableCircuit(circuit)
      let size = 1 << circuit.qubitCount
      let weights = (0..<size).map { Double($0 * $0 % 7) - 2 }
      let (probabilities, gradient) = try prepared.probabilitiesAndGradient(
        weights: weights, at: Self.values())
      let derivatives = try prepared.probabilityDerivatives(at: Self.values())
      let state = try circuit.bound(to: Self.values()).stateVector()
      for b in 0..<size {
        #expect(abs(probabilities[b] - state[b].lengthSquared) < 1e-13)
      }
      for index in 0..<6 {
        let numerical = try numericalDerivatives(
          of: { x in
            var point = Self.values()
            point[index] = x
            return try circuit.bound(to: point).stateVector().amplitudes.map(\.lengthSquared)
          }, at: Self.values()[index])
        for (x, y) in zip(derivatives[index], numerical) { #expect(abs(x - y) < 1e-8) }
        let sum = zip(weights, derivatives[index]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(sum - gradient[index]) < 1e-12)
      }
    }
  }

  @Test("the fidelity with a state and its gradient are those of the overlap")
  func fidelity() throws {
    var random = TestRandom(seed: 9)
    for circuit in try Self.circuits() {
      let prepared = try DifferentiableCircuit(circuit)
      let amplitudes = random.state(qubits: circuit.qubitCount)
      let target = try StateVector<Double>(amplitudes: amplitudes)
      func fidelity(_ point: [Double]) throws -> Double {
        let state = try circuit.bound(to: point).stateVector().amplitudes
        return zip(amplitudes, state).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
          .lengthSquared
      }
      let (value, gradient) = try prepared.fidelityAndGradient(with: target, at: Self.values())
      #expect(abs(value - (try fidelity(Self.values()))) < 1e-13)
      for index in 0..<6 {
        let numerical = try numericalDerivative(
          of: { x in
            var point = Self.values()
            point[index] = x
            return try fidelity(point)
          }, at: Self.values()[index])
        #expect(abs(gradient[index] - numerical) < 1e-8)
      }
    }
    let prepared = try DifferentiableCircuit(Self.circuits()[0])
    #expect(throws: QuantumError.self) {
      try prepared.fidelityAndGradient(with: StateVector(qubits: 2), at: Self.values())
    }
    #expect(throws: QuantumError.self) {
      try prepared.probabilitiesAndGradient(weights: [1], at: Self.values())
    }
    #expect(throws: QuantumError.self) {
      try prepared.hessianVectorProduct(of: Z(0), along: [1], at: Self.values())
    }
  }
}
