import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorReductionsTests {
  func checkSums<Scalar: StateScalar>(_ qubits: Int, _ type: Scalar.Type) throws {
    var random = RandomStream(seed: 61, stream: UInt64(qubits))
    let a = try StateVector<Scalar>(rounding: random.state(qubits: qubits))
    let b = try StateVector<Scalar>(rounding: random.state(qubits: qubits))
    let (left, right) = (a.wide, b.wide)
    var expected = Complex<Double>.zero
    var square = 0.0
    for index in left.indices {
      expected += left[index].conjugate * right[index]
      square += left[index].lengthSquared
    }
    // The sums are in double precision whatever the amplitudes are.
    #expect((try a.innerProduct(with: b) - expected).length < 1e-14)
    #expect(abs(a.norm() - square.squareRoot()) < 1e-14)
    #expect(abs(try a.fidelity(with: b) - expected.lengthSquared) < 1e-14)
    #expect(abs(try a.innerProduct(with: a).imaginary) < 1e-16)
    for qubit in 0..<qubits {
      var one = 0.0
      for index in left.indices where index >> qubit & 1 == 1 { one += left[index].lengthSquared }
      #expect(abs(try a.probability(ofOne: qubit) - one) < 1e-14)
      #expect(abs(a.weight(of: qubit, at: 0) - (square - one)) < 1e-14)
    }
    for index in left.indices.prefix(64) {
      #expect(abs(try a.probability(of: index) - left[index].lengthSquared) < 1e-16)
    }
  }

  @Test(
    "Norm, inner product and probabilities are the sums of their definitions", arguments: 0...14)
  func sums(qubits: Int) throws {
    try checkSums(qubits, Float.self)
    try checkSums(qubits, Double.self)
  }

  @Test("Every kernel set gives the same sums", arguments: KernelSet.available)
  func kernelSets(set: KernelSet) throws {
    var random = RandomStream(seed: 62)
    let state = try StateVector<Double>(rounding: random.state(qubits: 7))
    let single = try StateVector<Float>(rounding: random.state(qubits: 7))
    func check<Scalar: StateScalar>(_ state: StateVector<Scalar>) {
      let kernels = Reductions<Scalar>(set)
      let wide = state.wide
      for count in [1, 2, 3, 5, 8, 13, 64, 100, 128] {
        let square = wide[..<count].reduce(0) { $0 + $1.lengthSquared }
        state.withUnsafeAmplitudes { buffer in
          guard let base = buffer.baseAddress else { return }
          #expect(abs(kernels.normSquared(base, count: count) - square) < 1e-15)
          let product = kernels.innerProduct(base, base, count: count)
          #expect(abs(product.x - square) < 1e-15 && abs(product.y) < 1e-15)
          var probabilities = [Double](repeating: -1, count: count + 1)
          probabilities.withUnsafeMutableBufferPointer { result in
            guard let result = result.baseAddress else { return }
            kernels.probabilities(base, count: count, into: result)
          }
          for index in 0..<count {
            #expect(abs(probabilities[index] - wide[index].lengthSquared) < 1e-16)
          }
          #expect(probabilities[count] == -1, "nothing beyond the count is written")
        }
      }
    }
    check(state)
    check(single)
  }

  @Test("Sums have the same bits at every number of threads")
  func threads() throws {
    var random = RandomStream(seed: 63)
    let a = try StateVector<Double>(rounding: random.state(qubits: 16))
    let b = try StateVector<Double>(rounding: random.state(qubits: 16))
    let results = try atThreadCounts {
      [
        a.norm(), try a.innerProduct(with: b).real, try a.innerProduct(with: b).imaginary,
        try a.probability(ofOne: 3), try a.probability(ofOne: 15),
        try a.distanceUpToPhase(to: b),
      ]
    }
    for result in results { #expect(result == results[0]) }
  }

  @Test("Normalizing makes the norm 1, keeps directions and returns the norm before")
  func normalize() throws {
    var random = RandomStream(seed: 64)
    let amplitudes = random.state(qubits: 5)
    var state = try StateVector<Double>(rounding: amplitudes.map { Complex(3) * $0 })
    #expect(abs(try state.normalize() - 3) < 1e-14)
    for (actual, expected) in zip(state.wide, amplitudes) {
      #expect((actual - expected).length < 1e-15)
    }
    #expect(abs(state.norm() - 1) < 1e-15)
    for bad in [0, Double.nan, .infinity, .leastNonzeroMagnitude] {
      var state = try StateVector<Double>(rounding: [Complex(bad), 0])
      #expect(throws: QuantumError.self) { try state.normalize() }
    }
    var zero = try StateVector<Float>(rounding: [0, 0])
    #expect(throws: QuantumError.notNormalizable(norm: 0)) { try zero.normalize() }
  }

  @Test("The distance up to a phase is 0 for the same ray and the norm of the difference else")
  func distance() throws {
    var random = RandomStream(seed: 65)
    let amplitudes = random.state(qubits: 6)
    let phase = random.phase()
    let state = try StateVector<Double>(rounding: amplitudes)
    var turned = try StateVector<Double>(rounding: amplitudes.map { phase * $0 })
    #expect(try state.distanceUpToPhase(to: turned) < 1e-15)
    try turned.apply(.pauliRotation([.x], angle: 2e-9), to: [2])
    // A rotation by θ moves a state by θ/2 times the spread of its generator, at most 1.
    let moved = try state.distanceUpToPhase(to: turned)
    #expect(moved > 1e-10 && moved < 1.1e-9)
    let zero = try StateVector<Double>(qubits: 1)
    let one = try StateVector<Double>(qubits: 1, basisState: 1)
    #expect(abs(try zero.distanceUpToPhase(to: one) - 2.0.squareRoot()) < 1e-15)
  }

  @Test("Qubits, indices and partners that do not fit are refused")
  func misuse() throws {
    let state = try StateVector<Double>(qubits: 3)
    let other = try StateVector<Double>(qubits: 2)
    for qubit in [-1, 3] {
      #expect(throws: QuantumError.qubitOutOfRange(qubit: qubit, qubitCount: 3)) {
        try state.probability(ofOne: qubit)
      }
    }
    for index in [-1, 8] {
      #expect(
        throws: QuantumError.outOfRange(
          what: "the basis state", value: Double(index), range: "0..<8")
      ) { try state.probability(of: index) }
    }
    let error = QuantumError.wrongQubitCount(operation: "an inner product", expected: 3, got: 2)
    #expect(throws: error) { try state.innerProduct(with: other) }
    #expect(throws: error) { try state.fidelity(with: other) }
    #expect(throws: error) { try state.distanceUpToPhase(to: other) }
  }
}
