import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import QState

@Suite struct KernelsTests {
  /// The kernel sets under test: BLAS has a suite of its own.
  static let sets = KernelSet.available.filter { $0 != .blas }

  /// A state to start from and room for its copies, in one precision.
  final class Bench<Scalar: StateScalar> {
    let start: [Complex<Scalar>]
    var state: StateVector<Scalar>

    init(_ start: [Complex<Double>]) throws {
      state = try StateVector(rounding: start)
      self.start = state.amplitudes
    }

    /// The largest difference of any number of the result from what is expected; infinite for a
    /// result that is no number.
    func error(
      _ operation: StateOperation, _ targets: [Int], _ controls: Controls, _ set: KernelSet,
      expected: [Double]
    ) throws -> Double {
      try state.withUnsafeMutableAmplitudes { amplitudes in
        start.withUnsafeBufferPointer { source in
          guard let from = source.baseAddress else { return }
          amplitudes.baseAddress?.update(from: from, count: source.count)
        }
      }
      try state.applyUnchecked(
        operation, to: targets, controls: controls, using: KernelOptions(set: set, threads: 1))
      return state.withUnsafeAmplitudes { result in
        let numbers = UnsafeRawBufferPointer(result)
        return Scalar.precision == .double
          ? KernelsTests.distance(numbers.bindMemory(to: Double.self), expected)
          : KernelsTests.distance(numbers.bindMemory(to: Float.self), expected)
      }
    }
  }

  // The same loop twice: generic code is many times slower in a debug build.

  static func distance(_ numbers: UnsafeBufferPointer<Double>, _ expected: [Double]) -> Double {
    var worst = 0.0
    for index in 0..<expected.count {
      let difference = abs(numbers[index] - expected[index])
      if !(difference <= worst) { worst = difference.isNaN ? .infinity : difference }
    }
    return worst
  }

  static func distance(_ numbers: UnsafeBufferPointer<Float>, _ expected: [Double]) -> Double {
    var worst = 0.0
    for index in 0..<expected.count {
      let difference = abs(Double(numbers[index]) - expected[index])
      if !(difference <= worst) { worst = difference.isNaN ? .infinity : difference }
    }
    return worst
  }

  struct Benches {
    let start: [Complex<Double>]
    let double: Bench<Double>
    let single: Bench<Float>

    init(_ start: [Complex<Double>]) throws {
      self.start = start
      double = try Bench(start)
      single = try Bench(start)
    }

    /// Every kernel set and both precisions against the definition. Amplitudes are at most 1 and each
    /// becomes a sum of 2^k products for k targets.
    func expectAgreement(
      _ operation: StateOperation, _ targets: [Int], _ controls: Controls
    ) throws {
      let matrix = DenseReference.matrix(operation, targets: targets.count)
      let result = DenseReference.apply(matrix, targets: targets, controls: controls, to: start)
      var expected: [Double] = []
      for amplitude in result { expected += [amplitude.real, amplitude.imaginary] }
      let terms = Double(matrix.rows + 4)
      for set in KernelsTests.sets {
        let double = try double.error(operation, targets, controls, set, expected: expected)
        let single = try single.error(operation, targets, controls, set, expected: expected)
        if !(double < terms * .ulpOfOne && single < terms * Double(Float.ulpOfOne)) {
          Issue.record(
            """
            \(set): \(operation) on \(targets), controls \(controls.mask)=\(controls.values), \
            \(start.count) amplitudes: off by \(double), \(single)
            """)
        }
      }
    }
  }

  /// The operations that BLAS is tested with, and those that only the kernels treat apart.
  static func operations(targets: Int, _ random: inout RandomStream) -> [StateOperation] {
    var result = random.operations(targets: targets)
    guard targets > 0 else { return result }
    let size = 1 << targets
    var real = ComplexMatrix.zeros(rows: size, columns: size)
    for index in 0..<size * size { real.elements[index] = Complex(2 * random.uniform() - 1) }
    result.append(.dense((1 / Complex(Double(size).squareRoot())) * real))
    let special = Int(random.uniform() * Double(size))
    result.append(.diagonal((0..<size).map { $0 == special ? random.phase() : 1 }))
    return result
  }

  @Test(
    "Every shape, target placement and set of controls up to five qubits", arguments: 0...5, 0...5)
  func everyPlacement(qubits: Int, targetCount: Int) throws {
    guard targetCount <= qubits else { return }
    var random = RandomStream(seed: 1, stream: UInt64(8 * qubits + targetCount))
    let benches = try Benches(random.state(qubits: qubits))
    for targets in placements(of: targetCount, among: qubits) {
      let operations = Self.operations(targets: targetCount, &random)
      let allControls = everyControls(qubits, besides: targets)
      for (index, operation) in operations.enumerated() {
        // Three and more targets have no code that depends on the kind of permutation or string:
        // their controls are shared out among the operations.
        for (turn, controls) in allControls.enumerated()
        where targetCount < 3 || turn % operations.count == index {
          try benches.expectAgreement(operation, targets, controls)
        }
      }
    }
  }

  @Test(
    "Targets and controls in and above the vectors on six to nine qubits", arguments: 6...9, 0...6)
  func sampledPlacements(qubits: Int, targetCount: Int) throws {
    var random = RandomStream(seed: 2, stream: UInt64(8 * qubits + targetCount))
    let benches = try Benches(random.state(qubits: qubits))
    for _ in 0..<12 {
      for operation in Self.operations(targets: targetCount, &random) {
        let order = Array(0..<qubits).shuffled(using: &random)
        let controlCount = Int(random.uniform() * Double(min(3, qubits - targetCount) + 1))
        let controls = Controls(
          order[targetCount..<targetCount + controlCount].map { ($0, random.uniform() < 0.5) })
        try benches.expectAgreement(operation, Array(order[..<targetCount]), controls)
      }
    }
  }
}
