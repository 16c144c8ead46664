import ComplexModule
import QState
import TestSupport
import Testing

@Suite struct ProgramRunnerTests {
  @Test("matrix elements of Pauli strings are right for every kernel set, precision and control")
  func matrixElements() throws {
    try forEveryKind { options in
      try Self.matrixElements(Double.self, options, tolerance: 1e-13)
      try Self.matrixElements(Float.self, options, tolerance: 1e-5)
    }
  }

  private static func matrixElements<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ options: KernelOptions, tolerance: Double
  ) throws {
    var random = TestRandom(seed: 1)
    for qubits in 1...6 {
      let (bra, ket) = (random.state(qubits: qubits), random.state(qubits: qubits))
      let program = ParametricProgram(qubitCount: qubits, slotCount: 0, steps: [], factors: [])
      let runner = try ProgramRunner<Scalar>(program, angles: [], options: options)
      for _ in 0..<60 {
        let all: UInt64 = 1 << UInt64(qubits)
        let masks = PauliMasks(
          flip: .random(in: 0..<all, using: &random), sign: .random(in: 0..<all, using: &random))
        let mask = UInt64.random(in: 0..<all, using: &random) & ~(masks.flip | masks.sign)
        let controls = Controls(mask: mask, values: .random(in: 0..<all, using: &random))
        let got = try element(masks, controls, bra, ket, runner)
        let expected = reference(masks, controls, bra, ket)
        #expect((got - expected).length < tolerance, "\(options) \(qubits) \(masks) \(controls)")
      }
    }
  }

  private static func element<Scalar: StateScalar>(
    _ masks: PauliMasks, _ controls: Controls, _ bra: [Complex<Double>], _ ket: [Complex<Double>],
    _ runner: ProgramRunner<Scalar>
  ) throws -> Complex<Double> {
    func narrowed(_ z: [Complex<Double>]) -> [Complex<Scalar>] {
      z.map { Complex(Scalar($0.real), Scalar($0.imaginary)) }
    }
    return try narrowed(bra).withUnsafeBufferPointer { bra in
      try narrowed(ket).withUnsafeBufferPointer { ket in
        runner.matrixElement(
          of: masks, controls, try #require(bra.baseAddress), try #require(ket.baseAddress))
      }
    }
  }

  /// ⟨bra|P|ket⟩ with P's matrices one at a time.
  private static func reference(
    _ masks: PauliMasks, _ controls: Controls, _ bra: [Complex<Double>], _ ket: [Complex<Double>]
  ) -> Complex<Double> {
    var sum = Complex<Double>.zero
    for index in ket.indices where UInt64(index) & controls.mask == controls.values {
      var image = index
      var factor = Complex<Double>(1)
      for qubit in 0..<6 {
        let isOne = index >> qubit & 1 == 1
        switch (masks.flip >> UInt64(qubit) & 1, masks.sign >> UInt64(qubit) & 1) {
        case (1, 0): image ^= 1 << qubit
        case (1, 1):
          image ^= 1 << qubit
          factor *= isOne ? Complex(0, -1) : Complex(0, 1)
        case (0, 1): factor *= isOne ? -1 : 1
        default: break
        }
      }
      sum += bra[image].conjugate * factor * ket[index]
    }
    return sum
  }

  @Test("the three sums of a rotation are the matrix elements of X, Y and Z")
  func rotationSums() throws {
    try forEveryKind { options in
      try Self.rotationSums(Double.self, options, tolerance: 1e-13)
      try Self.rotationSums(Float.self, options, tolerance: 1e-5)
    }
  }

  private static func rotationSums<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ options: KernelOptions, tolerance: Double
  ) throws {
    var random = TestRandom(seed: 2)
    for qubits in 1...6 {
      let (bra, ket) = (random.state(qubits: qubits), random.state(qubits: qubits))
      for qubit in 0..<qubits {
        for _ in 0..<4 {
          let all: UInt64 = 1 << UInt64(qubits)
          let controls = Controls(
            mask: .random(in: 0..<all, using: &random) & ~(1 << UInt64(qubit)),
            values: .random(in: 0..<all, using: &random))
          for axis in [Pauli.x, .y, .z] {
            let program = ParametricProgram(
              qubitCount: qubits, slotCount: 1,
              steps: [
                .init(
                  .run(qubit: qubit, factors: 0..<1), controls: controls, isDifferentiable: true)
              ], factors: [.rotation(axis, slot: 0)])
            let runner = try ProgramRunner<Scalar>(program, angles: [0.3], options: options)
            var slots = [0.0]
            let (left, right) = (bra.map(Self.narrow(scalar)), ket.map(Self.narrow(scalar)))
            left.withUnsafeBufferPointer { left in
              right.withUnsafeBufferPointer { right in
                guard let l = left.baseAddress, let r = right.baseAddress else { return }
                runner.addDerivatives(of: 0, bra: l, ket: r, into: &slots)
              }
            }
            let expected = reference(PauliMasks([axis], on: [qubit]), controls, bra, ket).imaginary
            #expect(abs(slots[0] - expected) < tolerance, "\(options) \(axis) on \(qubit)")
          }
        }
      }
    }
  }

  private static func narrow<Scalar: StateScalar>(
    _ scalar: Scalar.Type
  ) -> (Complex<Double>) -> Complex<Scalar> {
    { Complex(Scalar($0.real), Scalar($0.imaginary)) }
  }

  private func forEveryKind(_ body: (KernelOptions) throws -> Void) rethrows {
    for options in KernelOptions.everyKind where options.set != .blas { try body(options) }
  }
}

@Suite struct QuaternionTests {
  @Test("products, inverses and pulled-back vectors are those of the matrices")
  func laws() {
    var random = TestRandom(seed: 3)
    for _ in 0..<50 {
      let (a, b) = (Self.random(&random), Self.random(&random))
      Self.expectEqual((a * b).matrix, Self.product(a.matrix, b.matrix))
      Self.expectEqual((a * a.inverse).matrix, Quaternion.one.matrix)
      let g = SIMD3<Double>.random(in: -1...1, using: &random)
      let pulled = a.pulledBack(g)
      Self.expectEqual(
        Self.combination(pulled),
        Self.product(a.inverse.matrix, Self.product(Self.combination(g), a.matrix)))
      let phase = Complex(length: 1, phase: Double.random(in: -3...3, using: &random))
      let m = a.matrix.map { $0 * phase }
      let back = Quaternion(m[0], m[1], m[2], m[3])
      let sign = (back.w * a.w + back.x * a.x + back.y * a.y + back.z * a.z) < 0 ? -1.0 : 1
      Self.expectEqual(back.matrix.map { $0 * Complex(sign) }, a.matrix)
    }
  }

  private static func random(_ random: inout TestRandom) -> Quaternion {
    [Pauli.x, .y, .z].reduce(.one) { product, axis in
      let angle = Double.random(in: -4...4, using: &random)
      return Quaternion(axis: axis, cosine: .cos(angle), sine: .sin(angle)) * product
    }
  }

  private static func combination(_ g: SIMD3<Double>) -> [Complex<Double>] {
    [Complex(g.z), Complex(g.x, -g.y), Complex(g.x, g.y), Complex(-g.z)]
  }

  private static func product(
    _ a: [Complex<Double>], _ b: [Complex<Double>]
  ) -> [Complex<Double>] {
    [
      a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
      a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
    ]
  }

  private static func expectEqual(_ a: [Complex<Double>], _ b: [Complex<Double>]) {
    for (x, y) in zip(a, b) { #expect((x - y).length < 1e-13) }
  }
}
