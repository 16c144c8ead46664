import Testing

@testable import QState

@Suite struct KernelsTests {
  /// A dense operation on k targets adds 2^k products of numbers of order 1, each rounded, so its
  /// error is below 2^k · 4 units in the last place of 1.
  static func tolerance<Scalar: StateScalar>(_ scalar: Scalar.Type, targets: Int) -> Double {
    Double(4 << targets) * Double(Scalar.ulpOfOne)
  }

  /// The largest difference from the reference, over every available kernel set.
  static func check<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ operation: StateOperation, _ targets: [Int], _ controls: Controls,
    from start: [Complex<Double>], to expected: [Complex<Double>]
  ) throws {
    let amplitudes = start.map { Complex(Scalar($0.real), Scalar($0.imaginary)) }
    for set in KernelSet.available {
      var state = try StateVector<Scalar>(amplitudes: amplitudes)
      try state.applyUnchecked(
        operation, to: targets, controls: controls, using: KernelOptions(set: set, threads: 1))
      var worst = 0.0
      state.withUnsafeAmplitudes { result in
        for (index, amplitude) in result.enumerated() {
          let real = Double(amplitude.real) - expected[index].real
          let imaginary = Double(amplitude.imaginary) - expected[index].imaginary
          worst = max(worst, abs(real), abs(imaginary))
        }
      }
      // Written so that a result that is no number fails too.
      if !(worst <= tolerance(scalar, targets: targets.count)) {
        Issue.record(
          """
          \(set) \(Scalar.precision): \(operation) on \(targets), controls \
          \(controls.mask)=\(controls.values), \(start.count) amplitudes: off by \(worst)
          """)
      }
    }
  }

  static func check(
    _ shape: OperationShape, _ targets: [Int], _ controls: Controls, from start: [Complex<Double>],
    _ random: inout TestRandom
  ) throws {
    let operation = shape.operation(targetCount: targets.count, &random)
    let expected = Reference.apply(operation, to: targets, controls: controls, on: start)
    try check(Double.self, operation, targets, controls, from: start, to: expected)
    try check(Float.self, operation, targets, controls, from: start, to: expected)
  }

  @Test(
    "Every operation equals its matrix at every placement of targets and controls up to 4 qubits",
    arguments: OperationShape.allCases)
  func everyPlacement(shape: OperationShape) throws {
    var random = TestRandom(seed: 1)
    for qubits in 0...4 {
      let start = random.state(qubits: qubits)
      for count in shape.targetCounts where count <= qubits {
        for targets in orderedPlacements(count, of: qubits) {
          for controls in allControls(besides: targets, of: qubits) {
            try Self.check(shape, targets, controls, from: start, &random)
          }
        }
      }
    }
  }

  @Test(
    "Every operation equals its matrix at every placement of targets on 5 qubits, with all controls",
    arguments: OperationShape.allCases)
  func everyPlacementOnFiveQubits(shape: OperationShape) throws {
    var random = TestRandom(seed: 2)
    let start = random.state(qubits: 5)
    for count in shape.targetCounts {
      for targets in orderedPlacements(count, of: 5) {
        for controls in allControls(besides: targets, of: 5) {
          try Self.check(shape, targets, controls, from: start, &random)
        }
      }
    }
  }

  @Test(
    "Every operation equals its matrix on 6 to 9 qubits, targets and controls in and above vectors",
    arguments: OperationShape.allCases)
  func sampledPlacements(shape: OperationShape) throws {
    var random = TestRandom(seed: 3)
    for qubits in 6...9 {
      let start = random.state(qubits: qubits)
      for count in shape.targetCounts {
        for _ in 0..<40 {
          let order = Array(0..<qubits).shuffled(using: &random)
          let controlCount = Int.random(in: 0...min(3, qubits - count), using: &random)
          let controls = Controls(
            order[count..<count + controlCount].map { ($0, Bool.random(using: &random)) })
          try Self.check(shape, Array(order[..<count]), controls, from: start, &random)
        }
      }
    }
  }
}
