import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import QState

@Suite struct BLASBackendTests {
  /// The back end's largest error against the expected amplitudes.
  func error<Scalar: StateScalar>(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls,
    on state: [Complex<Scalar>], expected: [Complex<Double>]
  ) -> Double {
    var amplitudes = state
    amplitudes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      BLASBackend.apply(
        operation, targets: targets, controls: controls, to: base,
        qubitCount: buffer.count.trailingZeroBitCount)
    }
    var largest = 0.0
    for index in expected.indices {
      let actual = Complex(Double(amplitudes[index].real), Double(amplitudes[index].imaginary))
      largest = max(largest, (actual - expected[index]).length)
    }
    return largest
  }

  /// Both precisions against the definition. Amplitudes are at most 1 and each becomes a sum of 2^k
  /// products for k targets.
  func expectAgreement(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls,
    state: [Complex<Double>], single: [Complex<Float>]
  ) {
    let matrix = DenseReference.matrix(operation, targets: targets.count)
    let expected = DenseReference.apply(matrix, targets: targets, controls: controls, to: state)
    let double = error(operation, targets, controls, on: state, expected: expected)
    let float = error(operation, targets, controls, on: single, expected: expected)
    let terms = Double(matrix.rows + 4)
    if !(double < terms * .ulpOfOne && float < terms * Double(Float.ulpOfOne)) {
      Issue.record("\(operation) on \(targets), \(controls): \(double), \(float)")
    }
  }

  @Test(
    "Every shape, target placement and set of controls up to five qubits", arguments: 0...5, 0...5)
  func everyPlacement(qubits: Int, targetCount: Int) {
    guard targetCount <= qubits else { return }
    var random = RandomStream(seed: 41, stream: UInt64(8 * qubits + targetCount))
    let state = random.state(qubits: qubits)
    let single = state.map { Complex(Float($0.real), Float($0.imaginary)) }
    for targets in placements(of: targetCount, among: qubits) {
      let operations = random.operations(targets: targetCount)
      for controls in everyControls(qubits, besides: targets) {
        for operation in operations {
          expectAgreement(operation, targets, controls, state: state, single: single)
        }
      }
    }
  }

  @Test("Vectors longer than one call's, strided or contiguous, are cut and joined right")
  func largeStates() {
    var random = RandomStream(seed: 42)
    let state = random.state(qubits: 12)
    let single = state.map { Complex(Float($0.real), Float($0.imaginary)) }
    let cases: [([Int], Controls)] = [
      ([], .none), ([0], .none), ([11], .none), ([7], .none), ([3], Controls(on: [5])),
      ([0, 11], .none), ([11, 0], Controls(on: [6])), ([2, 1], .none),
      ([0, 1, 2], .none), ([9, 10, 11], .none), ([4, 9, 1], Controls(on: [7, 0])),
      ([11, 0, 6, 2], .none), ([10, 3, 5, 7, 1], Controls(mask: 1 << 4, values: 0)),
    ]
    for (targets, controls) in cases {
      for operation in random.operations(targets: targets.count) {
        expectAgreement(operation, targets, controls, state: state, single: single)
      }
    }
  }

  @Test("A dense operator on all of eight qubits is a matrix-vector product")
  func wholeRegister() {
    var random = RandomStream(seed: 43)
    let state = random.state(qubits: 8)
    let single = state.map { Complex(Float($0.real), Float($0.imaginary)) }
    let matrix = Complex(1.0 / 16) * random.matrix(rows: 256, columns: 256)
    let operation = StateOperation.dense(matrix)
    let targets = (0..<8).shuffled(using: &random)
    expectAgreement(operation, targets, .none, state: state, single: single)
  }

  @Test("Slices visit every free index once, whatever is fixed")
  func slices() {
    for qubits in 0...8 {
      for fixed in 0..<UInt64(1) << UInt64(qubits) {
        for longest in [1, 4, 1 << 10] {
          let slices = AmplitudeSlices(qubitCount: qubits, fixed: fixed, longest: longest)
          #expect(slices.length <= longest)
          var seen = [Int](repeating: 0, count: 1 << qubits)
          var vectors = 0
          slices.forEachStart { start in
            vectors += 1
            for place in 0..<slices.length { seen[start + place * slices.stride] += 1 }
          }
          #expect(vectors == slices.vectorCount)
          let expected = seen.indices.map { UInt64($0) & fixed == 0 ? 1 : 0 }
          if seen != expected { Issue.record("\(qubits) qubits, \(fixed) fixed, \(longest)") }
        }
      }
    }
  }

  @Test("Strides stay within OpenBLAS's 32 bits on states beyond 2^31 amplitudes")
  func hugeStates() {
    let even: UInt64 = 0x5555_5555
    let slices = AmplitudeSlices(qubitCount: 36, fixed: even, longest: 1 << 10)
    #expect(slices.stride <= 1 << 30)
    #expect(slices.length * slices.stride <= 1 << 31)
  }
}
