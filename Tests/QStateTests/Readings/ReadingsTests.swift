import ComplexModule
import RealModule
import Synchronization
import TestSupport
import Testing

@testable import QState

@Suite("Readings of a state's qubits")
struct ReadingsTests {
  /// The probabilities by their definition.
  private static func reference(_ amplitudes: [Complex<Double>], _ qubits: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: 1 << qubits.count)
    for (index, amplitude) in amplitudes.enumerated() {
      var reading = 0
      for (bit, qubit) in qubits.enumerated() { reading |= (index >> qubit & 1) << bit }
      result[reading] += amplitude.lengthSquared
    }
    return result
  }

  /// What the blocks hold, in order of readings; a reading that is in no block or in two is -1.
  private static func blocks(of readings: any Readings) -> [Double] {
    let found = Mutex<[Double?]>(Array(repeating: nil, count: 1 << readings.bitCount))
    let isOrdered = Mutex(true)
    readings.forEachBlock { block in
      found.withLock { found in
        for element in block.probabilities.indices {
          let reading = block.reading(at: element)
          found[reading] = found[reading] == nil ? block.probabilities[element] : -1
          if reading < block.first { isOrdered.withLock { $0 = false } }
        }
      }
      if block.probabilities.max() != block.largest { isOrdered.withLock { $0 = false } }
    }
    #expect(isOrdered.withLock { $0 }, "the first is the smallest, the largest the most probable")
    return found.withLock { $0.map { $0 ?? -1 } }
  }

  private static func runs(of readings: any Readings) -> [Double] {
    var all: [Double] = []
    readings.forEachRun { first, probabilities in
      #expect(first == all.count, "runs ascend and leave nothing out")
      all += probabilities
    }
    return all
  }

  private static func check<Scalar: StateScalar>(
    _ state: StateVector<Scalar>, _ qubits: [Int], each step: Int = 1
  ) throws {
    let expected = reference(state.wide, qubits)
    let readings = StateReadings(
      state: state, qubits: qubits, kernels: try KernelSet.selected(), threads: WorkerPool.threads)
    let blocks = blocks(of: readings)
    #expect(blocks.count == expected.count)
    let error = zip(blocks, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(error < 1e-14, "qubits \(qubits) of \(state.qubitCount)")
    let runsAgree = runs(of: readings) == blocks
    #expect(runsAgree, "qubits \(qubits) of \(state.qubitCount)")
    let singlesAgree = stride(from: 0, to: expected.count, by: step)
      .allSatisfy { readings[$0] == blocks[$0] }
    #expect(singlesAgree, "qubits \(qubits) of \(state.qubitCount)")
    for limit in [0, 1e-12, 0.5 / Double(expected.count), 1 / Double(expected.count), 2] {
      #expect(readings.count(from: limit) == blocks.count { $0 >= limit })
    }
    // An array has the same bits wherever the state would be held otherwise.
    let listed = try state.readings(of: qubits, holdsState: false)
    let isListed = listed is ListedReadings
    #expect(isListed)
    if Scalar.precision.holdsState(of: state.qubitCount, reading: qubits.count) {
      let isSame = Self.blocks(of: listed) == blocks && runs(of: listed) == blocks
      #expect(isSame, "qubits \(qubits) of \(state.qubitCount)")
      #expect(listed.count(from: 1e-4) == readings.count(from: 1e-4))
    }
  }

  @Test("Every ordered choice of qubits of small states", arguments: 0...5)
  func everyChoice(qubitCount: Int) throws {
    var random = RandomStream(seed: 75, stream: UInt64(qubitCount))
    let amplitudes = random.state(qubits: qubitCount)
    for count in 0...qubitCount {
      for qubits in placements(of: count, among: qubitCount) {
        try Self.check(StateVector<Double>(rounding: amplitudes), qubits)
        try Self.check(StateVector<Float>(rounding: amplitudes), qubits)
      }
    }
  }

  @Test(
    "Any qubits in any order, below, above and across the blocks",
    arguments: [6, 8, 11, 12, 13, 14, 15])
  func anyChoice(qubitCount: Int) throws {
    var random = TestRandom(seed: UInt64(qubitCount))
    let amplitudes = random.state(qubits: qubitCount)
    let double = try StateVector<Double>(rounding: amplitudes)
    let single = try StateVector<Float>(rounding: amplitudes)
    let all = Array(0..<qubitCount)
    var choices = [all, all.reversed(), Array(all.dropFirst(2)), Array(all.dropLast(3))]
    for left in 0...4 {
      choices.append(random.qubits(qubitCount - left, among: qubitCount))
    }
    for qubits in choices {
      try Self.check(double, qubits, each: max(1, 1 << max(0, qubits.count - 5)) + 1)
      try Self.check(single, qubits, each: max(1, 1 << max(0, qubits.count - 5)) + 1)
    }
  }

  @Test("The same bits at every number of threads")
  func threads() throws {
    var random = TestRandom(seed: 76)
    let state = try StateVector<Double>(rounding: random.state(qubits: 16))
    for left in 0...2 {
      let qubits = random.qubits(16 - left, among: 16)
      let results = try atThreadCounts {
        let readings = try state.readings(of: qubits)
        let isHeld = readings is StateReadings<Double>
        #expect(isHeld)
        return (Self.blocks(of: readings), Self.runs(of: readings), readings.count(from: 1e-5))
      }
      let areSame = results.allSatisfy { $0 == results[0] }
      #expect(areSame)
    }
  }

  @Test("A state is held in place of an array of more than a sixteenth of its bytes")
  func choice() throws {
    for qubitCount in 0...9 {
      let double = try StateVector<Double>(qubits: qubitCount)
      let single = try StateVector<Float>(qubits: qubitCount)
      for count in 0...qubitCount {
        let qubits = Array(0..<count)
        let bytes = 8 << count
        #expect(
          try double.readings(of: qubits) is StateReadings<Double>
            == (bytes * 16 > 16 << qubitCount))
        #expect(
          try single.readings(of: qubits) is StateReadings<Float> == (bytes * 16 > 8 << qubitCount))
      }
    }
  }

  @Test("Holding a state copies nothing")
  func noCopy() throws {
    let state = try StateVector<Double>(qubits: 8)
    let readings = try #require(
      try state.readings(of: [7, 0, 1, 2, 6, 3]) as? StateReadings<Double>)
    #expect(readings.state.storage === state.storage)
  }

  @Test("Runs end at the first error of the body")
  func errors() throws {
    struct Stop: Error {}
    var random = RandomStream(seed: 77)
    let state = try StateVector<Double>(rounding: random.state(qubits: 3))
    for readings in [
      try state.readings(of: [0, 1, 2]), try state.readings(of: [2], holdsState: false),
    ] {
      #expect(throws: Stop.self) {
        try readings.forEachRun { _, _ throws(Stop) in throw Stop() }
      }
    }
  }

  @Test("Qubits out of range or named twice are refused")
  func misuse() throws {
    let state = try StateVector<Double>(qubits: 3)
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 3, qubitCount: 3)) {
      try state.readings(of: [0, 3])
    }
    #expect(throws: QuantumError.duplicateQubit(1)) { try state.readings(of: [1, 0, 1]) }
  }
}
