import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct ThreadsTests {
  static func bits<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ start: [Complex<Double>], _ operation: StateOperation,
    _ targets: [Int], _ controls: Controls, _ options: KernelOptions
  ) throws -> [Scalar] {
    var state = try StateVector<Scalar>(qubits: start.count.trailingZeroBitCount)
    try state.withUnsafeMutableAmplitudes { amplitudes in
      _ = amplitudes.update(from: start.map { Complex(Scalar($0.real), Scalar($0.imaginary)) })
    }
    try state.applyUnchecked(operation, to: targets, controls: controls, using: options)
    return state.amplitudes.flatMap { [$0.real, $0.imaginary] }
  }

  @Test(
    "One, two and three threads give the same bits, whatever the slices",
    arguments: KernelsTests.sets)
  func sameBits(set: KernelSet) throws {
    var random = RandomStream(seed: 3)
    for qubits in [3, 6, 9] {
      let start = random.state(qubits: qubits)
      for targetCount in 0...min(4, qubits) {
        for operation in KernelsTests.operations(targets: targetCount, &random) {
          let order = Array(0..<qubits).shuffled(using: &random)
          let targets = Array(order[..<targetCount])
          let controls = Controls(on: order[targetCount...].prefix(Int(2 * random.uniform())))
          let alone = KernelOptions(set: set, threads: 1)
          let double = try Self.bits(Double.self, start, operation, targets, controls, alone)
          let single = try Self.bits(Float.self, start, operation, targets, controls, alone)
          for threads in [2, 3] {
            for limit in [1, 16, 100] {
              let options = KernelOptions(set: set, threads: threads, serialLimit: limit)
              #expect(
                try Self.bits(Double.self, start, operation, targets, controls, options) == double)
              #expect(
                try Self.bits(Float.self, start, operation, targets, controls, options) == single)
            }
          }
        }
      }
    }
  }

  @Test("A state shared by several threads of the program is right on each of them")
  func severalUserThreads() async throws {
    var random = RandomStream(seed: 4)
    let start = random.state(qubits: 12)
    let operation = StateOperation.dense(random.unitary(4))
    let options = KernelOptions(set: .fastest, threads: 3, serialLimit: 64)
    let state = try StateVector<Double>(amplitudes: start)
    var expected = state
    for target in 0..<11 {
      try expected.applyUnchecked(operation, to: [target, 11], using: options)
    }
    let reference = expected.amplitudes
    let agreements = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var own = state
          for target in 0..<11 {
            guard (try? own.applyUnchecked(operation, to: [target, 11], using: options)) != nil
            else { return false }
          }
          return own.amplitudes == reference
        }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(agreements == Array(repeating: true, count: 8))
    #expect(state.amplitudes == start)
  }
}
