import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import Circuits

@Suite("Distributions that are read from a state")
struct StateDistributionTests {
  /// Amplitudes that are small whole Gaussian numbers times a power of two: many outcomes are equally
  /// likely, some impossible, and no probability is rounded in either precision.
  private struct Lattice {
    let numbers: [(real: Int, imaginary: Int)]
    let scale: Double

    init(qubits: Int, _ random: inout TestRandom) {
      numbers = (0..<(1 << qubits)).map { _ in
        (Int.random(in: -1...1, using: &random), Int.random(in: -1...1, using: &random))
      }
      scale = Double(sign: .plus, exponent: -qubits / 2 - 1, significand: 1)
    }

    func probability(of index: Int) -> Double {
      let (real, imaginary) = numbers[index]
      return Double(real * real + imaginary * imaginary) * scale * scale
    }

    func state<Scalar: StateScalar>(_: Scalar.Type) throws -> StateVector<Scalar> {
      var state = try StateVector<Scalar>(qubits: numbers.count.trailingZeroBitCount)
      try state.withUnsafeMutableAmplitudes { amplitudes in
        for (index, number) in numbers.enumerated() {
          amplitudes[index] = Complex(
            Scalar(number.real) * Scalar(scale), Scalar(number.imaginary) * Scalar(scale))
        }
      }
      return state
    }
  }

  /// Qubits that fill bits of an outcome, some of them two, among bits that are always 0 or 1.
  private struct Reads {
    let sources: [(bit: Int, qubit: Int)]
    let base: BitString

    init(of qubits: [Int], _ random: inout TestRandom) {
      let extra = Int.random(in: 0...2, using: &random)
      let count = qubits.count + extra + 2
      var places = random.qubits(count, among: count)
      var base = BitString(zeros: count)
      base[places.removeLast()] = true
      places.removeLast()
      var sources = zip(places, qubits).map { (bit: $0, qubit: $1) }
      if let qubit = qubits.last {
        sources += places[qubits.count...].map { (bit: $0, qubit: qubit) }
      }
      self.sources = sources
      self.base = base
    }

    /// The outcome of a basis state.
    func bits(of index: Int) -> BitString {
      var bits = base
      for (bit, qubit) in sources { bits[bit] = index >> qubit & 1 == 1 }
      return bits
    }
  }

  private func check<Scalar: StateScalar>(
    _ lattice: Lattice, _ reads: Reads, _: Scalar.Type
  ) throws {
    let state = try lattice.state(Scalar.self)
    var table: [BitString: Double] = [:]
    for index in lattice.numbers.indices where lattice.probability(of: index) > 0 {
      table[reads.bits(of: index), default: 0] += lattice.probability(of: index)
    }
    let readout = Readout(base: reads.base, sources: reads.sources)
    let distribution = Distribution(try state.readings(of: readout.qubits), readout: readout)

    #expect(distribution.bitCount == reads.base.count)
    #expect(distribution.outcomeCount == table.count)
    let listed = distribution.outcomes
    #expect(listed.map(\.bits) == table.keys.sorted())
    #expect(listed.allSatisfy { $0.probability == table[$0.bits] })
    for number in stride(from: 0, to: listed.count, by: max(1, listed.count / 50)) {
      var bits = listed[number].bits
      #expect(distribution[bits] == table[bits])
      bits[reads.base.count - 1].toggle()
      #expect(distribution[bits] == table[bits] ?? 0)
    }
    let sorted = table.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    for count in [0, 1, 2, 3, 16, 500, sorted.count - 1, sorted.count, sorted.count + 1, .max] {
      let isRight = distribution.top(count).map(\.bits) == Array(sorted.prefix(max(0, count)))
      #expect(isRight, "\(count) of \(sorted.count) outcomes")
    }
  }

  @Test("Outcomes, their number, order and probabilities are the table's", arguments: 0...14)
  func table(qubitCount: Int) throws {
    var random = TestRandom(seed: UInt64(500 + qubitCount))
    for count in Set((0..<8).map { max(0, qubitCount - $0) }) {
      let lattice = Lattice(qubits: qubitCount, &random)
      let reads = Reads(of: random.qubits(count, among: qubitCount), &random)
      try check(lattice, reads, Double.self)
      try check(lattice, reads, Float.self)
    }
  }

  /// Gates on neighbours that tie all qubits together, then measurements of some of them in any order.
  private static func circuit(
    _ qubits: Int, measured: Int, _ random: inout TestRandom
  ) -> (gates: Circuit, places: [(qubit: Int, bit: Int)]) {
    var circuit = Circuit(qubits: qubits, bits: qubits)
    for layer in 0..<3 {
      for qubit in 0..<qubits {
        circuit.ry(.value(Double.random(in: 0...3, using: &random)), qubit)
        circuit.rz(.value(Double.random(in: 0...3, using: &random)), qubit)
      }
      for qubit in stride(from: layer % 2, to: qubits - 1, by: 2) { circuit.cx(qubit, qubit + 1) }
      circuit.swap(0, qubits - 1)
    }
    let places = zip(
      random.qubits(measured, among: qubits), random.qubits(measured, among: qubits))
    return (circuit, places.map { (qubit: $0, bit: $1) })
  }

  @Test(
    "A run's distribution is that of the final state's amplitudes, the same bits at any thread count",
    arguments: [2, 5, 11, 13, 15])
  func runs(qubitCount: Int) throws {
    var random = TestRandom(seed: UInt64(900 + qubitCount))
    for measured in [qubitCount, qubitCount - 1, max(1, qubitCount - 4), 1] {
      let (gates, places) = Self.circuit(qubitCount, measured: measured, &random)
      var circuit = gates
      for (qubit, bit) in places { circuit.measure(qubit, into: bit) }
      let amplitudes = try gates.stateVector().amplitudes
      var table = [Double](repeating: 0, count: 1 << qubitCount)
      for (index, amplitude) in amplitudes.enumerated() {
        var outcome = 0
        for (qubit, bit) in places { outcome |= (index >> qubit & 1) << bit }
        table[outcome] += amplitude.lengthSquared
      }
      for precision in Simulator.Precision.allCases {
        let tolerance = precision == .double ? 1e-14 : 1e-5
        for keepsState in [true, false] {
          var found: [([Distribution.Outcome], [Distribution.Outcome], Int)] = []
          for threads in [1, 2, 5] {
            var configuration = Simulator.Configuration()
            configuration.precision = precision
            configuration.keepsFinalState = keepsState
            configuration.threads = threads
            let result = try Simulator(configuration).run(circuit)
            let distribution = try #require(result.probabilities)
            found.append(
              (distribution.outcomes, distribution.top(40), distribution.outcomeCount))
          }
          let areSame = found.allSatisfy { $0 == found[0] }
          #expect(areSame)
          let (outcomes, top, count) = found[0]
          #expect(count == outcomes.count)
          #expect(top == Array(outcomes.sorted(by: Distribution.precedes).prefix(40)))
          var rest = table
          for outcome in outcomes {
            let index = Int(outcome.bits.unsignedValue ?? 0)
            #expect(abs(outcome.probability - table[index]) < tolerance)
            rest[index] = 0
          }
          #expect(rest.allSatisfy { $0 < Distribution.threshold + tolerance })
        }
      }
    }
  }

  @Test("A result's distribution shares the memory of its final state, which nothing copied")
  func sharing() throws {
    var random = TestRandom(seed: 7)
    var (circuit, places) = Self.circuit(12, measured: 12, &random)
    for (qubit, bit) in places { circuit.measure(qubit, into: bit) }
    var result = try Simulator().run(circuit)
    let before = try #require(result.probabilities).outcomes
    let factor = try #require(result.finalState).factors[0]
    guard case .double(var state) = factor.amplitudes else {
      Issue.record("not in double precision")
      return
    }
    #expect(state.copyCount == 0)
    // Changing the state leaves the distribution alone.
    result.finalState = nil
    try state.apply(.flip, to: [0])
    #expect(state.copyCount == 1)
    #expect(result.probabilities?.outcomes == before)
  }
}
