import Circuits
import ComplexModule
import RealModule
import TestSupport
import Testing

/// A state for each group of qubits must give what one state of all qubits gives.
@Suite("Groups of qubits that nothing ties together")
struct GroupTests {
  private func simulator(
    separates: Bool, keepsState: Bool = true, precision: Simulator.Precision = .double,
    level: OptimizationLevel = .full
  ) -> Simulator {
    var configuration = Simulator.Configuration()
    configuration.separatesGroups = separates
    configuration.keepsFinalState = keepsState
    configuration.precision = precision
    configuration.optimization = level
    return Simulator(configuration)
  }

  /// Eighty gates, each rounding a few units in the last place.
  private func tolerance(_ precision: Simulator.Precision) -> Double {
    precision == .double ? 1e-13 : 1e-4
  }

  @Test("States, amplitudes and distributions are those of one state", arguments: 0..<10)
  func unitaryCircuits(seed: Int) throws {
    var circuits = GroupedCircuits(seed: UInt64(seed))
    let circuit = try circuits.unitary(qubits: 11)
    for precision in Simulator.Precision.allCases {
      let tolerance = tolerance(precision)
      let one = try simulator(separates: false, precision: precision).run(circuit)
      let many = try simulator(separates: true, precision: precision).run(circuit)
      let (whole, product) = (try #require(one.finalState), try #require(many.finalState))
      #expect(whole.factors.count == 1 && product.factors.count > 1)
      #expect(whole.qubits == product.qubits && many.gateCount == one.gateCount)
      let joined = try product.joined()
      var largest = 0.0
      for index in 0..<(1 << whole.qubits.count) {
        largest = max(largest, (whole[index] - product[index]).length)
        largest = max(largest, (whole[index] - joined.amplitudes[index]).length)
      }
      for index in stride(from: 0, to: 1 << circuit.qubitCount, by: 37) {
        let bits = BitString(UInt64(index), count: circuit.qubitCount)
        let difference = try whole.amplitude(of: bits) - product.amplitude(of: bits)
        largest = max(largest, difference.length)
      }
      #expect(largest < tolerance)
      try expectSame(try #require(one.probabilities), try #require(many.probabilities), tolerance)
    }
    #expect(
      try circuit.stateVector().amplitudes.count == 1 << circuit.qubitCount)
  }

  private func expectSame(
    _ one: Distribution, _ many: Distribution, _ tolerance: Double
  ) throws {
    #expect(one.bitCount == many.bitCount)
    var last: BitString?
    var isSorted = true
    var largest = 0.0
    many.forEachOutcome { outcome in
      largest = max(largest, abs(one[outcome.bits] - outcome.probability))
      if let last, last >= outcome.bits { isSorted = false }
      last = outcome.bits
    }
    one.forEachOutcome { outcome in
      largest = max(largest, abs(many[outcome.bits] - outcome.probability))
    }
    #expect(isSorted && largest < tolerance)
    for count in [1, 5, 40] {
      let (a, b) = (one.top(count), many.top(count))
      #expect(a.count == b.count)
      for (left, right) in zip(a, b) {
        #expect(abs(left.probability - right.probability) < tolerance)
        #expect(abs(one[right.bits] - right.probability) < tolerance)
      }
    }
  }

  @Test(
    "Measurements, resets and conditions give one state's distribution, bits shared or not",
    arguments: 0..<20)
  func dynamicCircuits(seed: Int) throws {
    var circuits = GroupedCircuits(seed: UInt64(500 + seed))
    let circuit = try circuits.dynamic(links: seed % 2 == 0)
    for keepsState in [false, true] {
      let one = try simulator(separates: false, keepsState: keepsState).run(circuit)
      let many = try simulator(separates: true, keepsState: keepsState).run(circuit)
      try expectSame(
        try #require(one.probabilities), try #require(many.probabilities), tolerance(.double))
      #expect((one.finalState == nil) == (many.finalState == nil))
    }
  }

  @Test(
    "Samples follow the exact distribution, jointly, and repeat with their seed", arguments: 0..<6)
  func samples(seed: Int) throws {
    var circuits = GroupedCircuits(seed: UInt64(900 + seed))
    let circuit =
      seed % 2 == 0 ? try circuits.dynamic(links: true) : try circuits.unitary()
    let exact = try #require(
      try simulator(separates: false, keepsState: false).run(circuit).probabilities)
    let shots = 10_000
    let result = try simulator(separates: true, keepsState: false)
      .run(circuit, shots: shots, seed: 11)
    let counts = try #require(result.counts)
    #expect(counts.reduce(0) { $0 + $1.count } == shots)
    for outcome in counts {
      let probability = exact[outcome.bits]
      let mean = Double(shots) * probability
      // Six standard deviations, and room for the few of outcomes that are rare.
      let room = 6 * (mean * (1 - probability)).squareRoot() + 6
      #expect(abs(Double(outcome.count) - mean) <= room, "\(outcome.bits)")
    }
    // Bits of different groups are independent: every pair of bits has its joint distribution.
    for a in 0..<exact.bitCount {
      for b in 0..<a {
        var expected = 0.0
        exact.forEachOutcome { if $0.bits[a] && $0.bits[b] { expected += $0.probability } }
        let came = counts.reduce(0) { $0 + ($1.bits[a] && $1.bits[b] ? $1.count : 0) }
        let deviation = (expected * max(0, 1 - expected) / Double(shots)).squareRoot()
        #expect(abs(Double(came) / Double(shots) - expected) <= 6 * deviation + 1e-9)
      }
    }
    for threads in [1, 2, 3] {
      var again = simulator(separates: true, keepsState: false)
      again.configuration.threads = threads
      #expect(try again.run(circuit, shots: shots, seed: 11).counts == counts)
    }
    #expect(try simulator(separates: true).run(circuit, shots: shots, seed: 12).counts != counts)
  }

  @Test("Expectation values, variances and covariances multiply over groups", arguments: 0..<6)
  func observables(seed: Int) throws {
    var circuits = GroupedCircuits(seed: UInt64(1_300 + seed))
    // Wide enough that the groups are not joined for variances.
    let circuit = try circuits.unitary(qubits: seed < 4 ? 11 : 21, gates: 60)
    var random = TestRandom(seed: UInt64(seed))
    let sums = (0..<3).map { _ in
      PauliSum(
        (0..<5).map { _ in
          let qubits = random.qubits(
            Int.random(in: 0...4, using: &random), among: circuit.qubitCount)
          let paulis = qubits.map { _ in [Pauli.x, .y, .z].randomElement(using: &random)! }
          return PauliSum.Term(
            Complex(Double.random(in: -1...1, using: &random)), PauliString(paulis, on: qubits))
        })
    }
    let one = try simulator(separates: false).observe(sums, in: circuit)
    let many = try simulator(separates: true).observe(sums, in: circuit)
    #expect(many.state.factors.count > 1)
    let tolerance = tolerance(.double)
    for (a, b) in zip(try one.expectations(), try many.expectations()) {
      #expect(abs(a - b) < tolerance)
    }
    let variances = zip(try one.variances(), try many.variances())
    for (a, b) in variances { #expect(abs(a - b) < tolerance) }
    for (a, b) in zip(try one.covariances().joined(), try many.covariances().joined()) {
      #expect(abs(a - b) < tolerance)
    }
    let exact = try one.expectations()
    let estimates = try many.estimates(shots: 4_000, seed: 3)
    for (value, estimate) in zip(exact, estimates) {
      #expect(abs(value - estimate.value) <= 6 * estimate.standardError + 1e-12)
    }
    #expect(try many.estimates(shots: 4_000, seed: 3) == estimates)
  }

  // MARK: Beyond one state

  /// Group g is qubits g, g + groups, g + 2·groups, …: a GHZ state of its own.
  private func ghzGroups(_ groups: Int, of size: Int) -> Circuit {
    var circuit = Circuit(qubits: groups * size)
    for group in 0..<groups {
      circuit.h(group)
      for k in 1..<size { circuit.cx(group + (k - 1) * groups, group + k * groups) }
    }
    return circuit
  }

  @Test("Sixty qubits in groups of ten have 64 outcomes, listed, sampled and most probable first")
  func ghz() throws {
    let circuit = ghzGroups(6, of: 10)
    let result = try simulator(separates: true, keepsState: true).run(circuit)
    let distribution = try #require(result.probabilities)
    #expect(distribution.outcomeCount == 64)
    var total = 0.0
    distribution.forEachOutcome { outcome in
      total += outcome.probability
      #expect(abs(outcome.probability - 1.0 / 64) < 1e-15)
      for qubit in 6..<60 { #expect(outcome.bits[qubit] == outcome.bits[qubit - 6]) }
    }
    #expect(abs(total - 1) < 1e-13)
    // Equally likely ones come in order of bits.
    #expect(distribution.top(5) == Array(distribution.outcomes.prefix(5)))
    let state = try #require(result.finalState)
    #expect(state.factors.count == 6)
    #expect(abs(try state.amplitude(of: distribution.top(1)[0].bits).real - 0.125) < 1e-15)
    let counts = try #require(
      try simulator(separates: true, keepsState: false).run(circuit, shots: 6_400, seed: 1).counts)
    #expect(counts.count == 64)
    for outcome in counts { #expect(abs(outcome.count - 100) < 60) }
    #expect(result.why == "60 qubits in 6 groups of at most 10 fit in 96 KiB")
    let value = try circuit.expectation(of: Z(0) * Z(6) * Z(1) * Z(7) + X(3))
    #expect(abs(value - 1) < 1e-13)
    #expect(throws: QuantumError.self) { try circuit.stateVector() }
  }

  @Test("Of 2^40 equally likely outcomes the first in order of bits are found, and none are listed")
  func uniform() throws {
    var circuit = Circuit(qubits: 40)
    for qubit in 0..<40 { circuit.h(qubit) }
    let distribution = try #require(
      try simulator(separates: true, keepsState: false).run(circuit).probabilities)
    #expect(distribution.outcomeCount == 1 << 40)
    let top = distribution.top(16)
    #expect(top.map { $0.bits.unsignedValue } == (0..<16).map { UInt64($0) })
    for outcome in top { #expect(abs(outcome.probability * 0x1p40 - 1) < 1e-12) }
    #expect(abs(distribution[BitString(UInt64(1) << 39, count: 40)] * 0x1p40 - 1) < 1e-12)
    #expect(throws: QuantumError.self) { try circuit.probabilities() }
    #expect(throws: QuantumError.self) {
      try simulator(separates: false, keepsState: false).run(circuit)
    }
  }

  @Test("A thousand qubits in product states cost a thousand small states")
  func thousand() throws {
    var circuit = Circuit(qubits: 1_000, bits: 1_000)
    for qubit in 0..<1_000 {
      circuit.ry(.value(0.002 * Double(qubit)), qubit)
      circuit.measure(qubit, into: 999 - qubit)
    }
    let result = try simulator(separates: true, keepsState: false).run(circuit)
    let distribution = try #require(result.probabilities)
    #expect(distribution.outcomeCount == .max)
    let best = try #require(distribution.top(3).first)
    var expected = 1.0
    for qubit in 0..<1_000 {
      let one = Double.sin(0.001 * Double(qubit)) * Double.sin(0.001 * Double(qubit))
      expected *= max(one, 1 - one)
      #expect(best.bits[999 - qubit] == (one > 0.5))
    }
    #expect(abs(best.probability / expected - 1) < 1e-9)
    let shots = 2_000
    let counts = try #require(
      try simulator(separates: true, keepsState: false).run(circuit, shots: shots, seed: 5).counts)
    for qubit in stride(from: 0, to: 1_000, by: 50) {
      let one = Double.sin(0.001 * Double(qubit)) * Double.sin(0.001 * Double(qubit))
      let came = counts.reduce(0) { $0 + ($1.bits[999 - qubit] ? $1.count : 0) }
      let deviation = (one * (1 - one) * Double(shots)).squareRoot()
      #expect(abs(Double(came) - one * Double(shots)) <= 6 * deviation + 1e-9)
    }
  }

  @Test("The plan's bytes are those of the largest group, or of all that are kept")
  func plan() throws {
    let circuit = ghzGroups(3, of: 12)
    let outcomes = try simulator(separates: true, keepsState: false).plan(circuit)
    #expect(outcomes.groups == [12, 12, 12] && outcomes.stateQubits == 12)
    #expect(outcomes.stateBytes == 16 << 12)
    #expect(outcomes.distributionBytes == 0, "read from the states")
    #expect(try simulator(separates: true).plan(circuit).stateBytes == 3 * 16 << 12)
    #expect(try simulator(separates: false).plan(circuit).stateBytes == 16 << 36)

    var limited = simulator(separates: true)
    limited.configuration.memoryLimit = 2 * 16 << 12
    #expect(
      throws: QuantumError.insufficientMemory(
        qubits: 36, bytesNeeded: 3 * 16 << 12, bytesAvailable: 2 * 16 << 12)
    ) { try limited.run(circuit) }
    limited.configuration.keepsFinalState = false
    // The states of the groups before the last make room and leave their probabilities.
    #expect(try limited.plan(circuit).distributionBytes == 2 * 8 << 12)
    let roomy = try #require(
      try simulator(separates: true, keepsState: false).run(circuit).probabilities)
    let narrow = try #require(try limited.run(circuit).probabilities)
    #expect(narrow.outcomeCount == 8 && narrow.outcomes == roomy.outcomes)
  }

  @Test(
    "Errors name an instruction by its place in the whole circuit, values only those that exist")
  func errors() throws {
    var circuit = Circuit(qubits: 12)
    for qubit in 0..<12 { circuit.h(qubit) }
    circuit.rx(.parameter(Parameter("a")), 3)
    circuit.rx(.value(.nan), 7)
    do {
      _ = try Simulator().run(circuit)
      Issue.record("a parameter without a value was accepted")
    } catch QuantumError.located(let error, let place) {
      #expect(error == .unboundParameter("a") && place == "instruction 12 (rx)")
    }
    do {
      _ = try Simulator().run(circuit, parameters: ["a": 1])
      Issue.record("an angle that is no number was accepted")
    } catch QuantumError.located(_, let place) {
      #expect(place == "instruction 13 (rx)")
    }
    #expect(throws: QuantumError.unknownParameter(name: "b", known: ["a"])) {
      try Simulator().run(circuit, parameters: ["a": 1, "b": 2])
    }
  }

  @Test("More shots than are put together at once are counted")
  func manyShots() throws {
    var circuit = Circuit(qubits: 12)
    for qubit in 0..<12 where qubit < 2 { circuit.h(qubit) }
    for qubit in 2..<12 { circuit.x(qubit) }
    let shots = 1_500_000
    let counts = try #require(
      try simulator(separates: true, keepsState: false).run(circuit, shots: shots, seed: 2).counts)
    #expect(counts.count == 4)
    for outcome in counts { #expect(abs(outcome.count - shots / 4) < 4_000) }
    #expect(counts.reduce(0) { $0 + $1.count } == shots)
  }
}

/// Groups that share nothing but classical bits.
@Suite("States that only bits tie together")
struct LinkedGroupTests {
  /// Far below the number of qubits at which a run decides so by itself.
  private func simulator(keepsState: Bool = false) -> Simulator {
    var configuration = Simulator.Configuration()
    configuration.deferralLimit = 8
    configuration.keepsFinalState = keepsState
    return Simulator(configuration)
  }

  @Test("Distributions are those of one state", arguments: 0..<16)
  func distributions(seed: Int) throws {
    var circuits = GroupedCircuits(seed: UInt64(2_000 + seed))
    let circuit = try circuits.dynamic(links: true)
    var whole = Simulator.Configuration()
    whole.separatesGroups = false
    let expected = try #require(try Simulator(whole).run(circuit).probabilities)
    for keepsState in [false, true] {
      let found = try #require(try simulator(keepsState: keepsState).run(circuit).probabilities)
      var largest = 0.0
      expected.forEachOutcome { largest = max(largest, abs(found[$0.bits] - $0.probability)) }
      found.forEachOutcome { largest = max(largest, abs(expected[$0.bits] - $0.probability)) }
      #expect(largest < 1e-12)
    }
    let shots = 20_000
    let counts = try #require(try simulator().run(circuit, shots: shots, seed: 4).counts)
    #expect(counts.reduce(0) { $0 + $1.count } == shots)
    for outcome in counts {
      let mean = Double(shots) * expected[outcome.bits]
      #expect(abs(Double(outcome.count) - mean) <= 6 * mean.squareRoot() + 6)
    }
    #expect(try simulator().run(circuit, shots: shots, seed: 4).counts == counts)
  }

  @Test("Teleportation from group to group of forty qubits needs the memory of a group")
  func teleportation() throws {
    // Four groups of ten: a GHZ state in each, whose first qubit is measured and flips all of the next.
    var circuit = Circuit()
    circuit.addQubits(40, named: "q")
    for group in 0..<4 { circuit.addBits(1, named: "m\(group)") }
    circuit.addBits(40, named: "out")
    for group in 0..<4 {
      let qubits = (0..<10).map { 10 * group + $0 }
      circuit.h(qubits[0])
      for k in 1..<10 { circuit.cx(qubits[k - 1], qubits[k]) }
      if group > 0 {
        circuit.if(circuit.classicalRegisters[group - 1], equals: 1) { inner in
          for qubit in qubits { inner.x(qubit) }
        }
      }
      circuit.measure(qubits[0], into: group)
    }
    for qubit in 0..<40 { circuit.measure(qubit, into: 4 + qubit) }
    var configuration = Simulator.Configuration()
    configuration.keepsFinalState = false
    configuration.memoryLimit = 1 << 20
    let simulator = Simulator(configuration)
    #expect(try simulator.plan(circuit).groups == [10, 10, 10, 10])
    let distribution = try #require(try simulator.run(circuit).probabilities)
    #expect(distribution.outcomeCount == 16)
    distribution.forEachOutcome { outcome in
      #expect(abs(outcome.probability - 1.0 / 16) < 1e-14)
      for group in 0..<4 {
        for k in 0..<10 { #expect(outcome.bits[4 + 10 * group + k] == outcome.bits[group]) }
      }
    }
    let counts = try #require(try simulator.run(circuit, shots: 1_600, seed: 8).counts)
    #expect(counts.count == 16)
    for outcome in counts { #expect(abs(outcome.count - 100) < 60) }
  }

  @Test("Gates that no outcome depends on do not tie qubits together")
  func deadWork() throws {
    // Phases between the halves come after everything that changes probabilities.
    var circuit = Circuit(qubits: 44, bits: 44)
    for qubit in 0..<44 { circuit.ry(.value(0.1 + 0.05 * Double(qubit)), qubit) }
    for qubit in 1..<44 where qubit % 11 != 0 { circuit.cx(qubit - 1, qubit) }
    for qubit in 1..<44 { circuit.cp(0.3, qubit - 1, qubit) }
    for qubit in 0..<44 { circuit.measure(qubit, into: qubit) }
    var configuration = Simulator.Configuration()
    configuration.keepsFinalState = false
    let simulator = Simulator(configuration)
    #expect(try simulator.plan(circuit).groups == [11, 11, 11, 11])
    let top = try #require(try simulator.run(circuit).probabilities).top(4)
    #expect(top.count == 4 && top[0].probability >= top[3].probability)
    configuration.keepsFinalState = true
    #expect(throws: QuantumError.self) { try Simulator(configuration).run(circuit) }
  }
}
