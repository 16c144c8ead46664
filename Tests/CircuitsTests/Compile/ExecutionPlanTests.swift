import ComplexModule
import Gates
import RealModule
import Synchronization
import TestSupport
import Testing

@testable import Circuits
@testable import QState

/// Rearranged circuits against the slow reference: every level, kernel set and precision, and tiles
/// small enough that circuits of a few qubits take several stages.
@Suite("Execution plans")
struct ExecutionPlanTests {
  /// Rounding of so many gates on amplitudes of magnitude at most 1.
  private func tolerance<Scalar: StateScalar>(_ gates: Int, _: Scalar.Type) -> Double {
    Double(gates) * 30 * Double(Scalar.ulpOfOne)
  }

  private func state<Scalar: StateScalar>(
    after circuit: Circuit, as _: Scalar.Type, options: KernelOptions, level: OptimizationLevel,
    limits: TileLimits? = nil
  ) throws -> [Complex<Scalar>] {
    // Every qubit counts, touched or not, so that amplitudes compare as they are.
    var whole = circuit
    for qubit in 0..<circuit.qubitCount { whole.append(StandardGate.id, to: [qubit]) }
    // Both ways to a plan: over steps, and merged at once.
    let mergeLimit = level == .tiles ? 0 : ExecutionPlan.arrangedQubits(options, level)
    var program = try Program(whole, values: [:], mergeLimit: mergeLimit) { _ in }
    let plan = ExecutionPlan(
      program, merged: program.takeMerged(), Scalar.precision, options: options, level: level,
      limits: limits)
    return try plan.state(Scalar.self, qubits: program.qubits.count, options).amplitudes
  }

  private func check(_ circuit: Circuit, gates: Int, _ comment: Comment) throws {
    let expected = try ReferenceSimulator.state(after: circuit)
    let qubits = circuit.qubitCount
    for options in KernelOptions.everyKind {
      for level in OptimizationLevel.allCases {
        let double = try state(after: circuit, as: Double.self, options: options, level: level)
        #expect(
          maximumDistance(double, expected) < tolerance(gates, Double.self),
          "\(comment), \(options), \(level)")
        let single = try state(after: circuit, as: Float.self, options: options, level: level)
        #expect(
          maximumDistance(single, expected) < tolerance(gates, Float.self),
          "\(comment), \(options), \(level)")
      }
      var wholeTile = TileLimits.current(for: .double, qubitCount: qubits, set: options.set)
      wholeTile.listQubits = 0
      let passes = try state(
        after: circuit, as: Double.self, options: options, level: .full, limits: wholeTile)
      #expect(
        maximumDistance(passes, expected) < tolerance(gates, Double.self),
        "\(comment), \(options), one tile")
      var listed = TileLimits.current(for: .single, qubitCount: qubits, set: options.set)
      listed.fewestListQubitsOfPairs = 2
      let list = try state(
        after: circuit, as: Float.self, options: options, level: .full, limits: listed)
      #expect(
        maximumDistance(list, expected) < tolerance(gates, Float.self),
        "\(comment), \(options), a list with matrices on pairs")
      for extra in 0..<5 {
        let double = try state(
          after: circuit, as: Double.self, options: options, level: .full,
          limits: .few(qubits, options, extra: extra, .double))
        #expect(
          maximumDistance(double, expected) < tolerance(gates, Double.self),
          "\(comment), \(options), tiles \(extra)")
        let single = try state(
          after: circuit, as: Float.self, options: options, level: .full,
          limits: .few(qubits, options, extra: extra, .single))
        #expect(
          maximumDistance(single, expected) < tolerance(gates, Float.self),
          "\(comment), \(options), tiles \(extra)")
      }
    }
  }

  @Test("Random circuits over the whole gate table keep their state", arguments: 1...9)
  func wholeTable(_ qubits: Int) throws {
    for seed in 0..<3 {
      let circuit = try randomCircuit(
        qubits: qubits, gates: 50, seed: UInt64(1000 * qubits + seed))
      try check(circuit, gates: 50, "seed \(seed)")
    }
  }

  @Test("Circuits of one-qubit gates, cx, cz and swap keep their state", arguments: 2...10)
  func layers(_ qubits: Int) throws {
    for seed in 0..<3 {
      var random = TestRandom(seed: UInt64(10 * qubits + seed))
      var circuit = Circuit(qubits: qubits)
      for _ in 0..<60 {
        let pair = random.qubits(2, among: qubits)
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1: circuit.cx(pair[0], pair[1])
        case 2: circuit.cz(pair[0], pair[1])
        case 3: circuit.swap(pair[0], pair[1])
        case 4: circuit.h(pair[0])
        case 5: circuit.rz(.value(random.angle()), pair[0])
        case 6: circuit.cp(.value(random.angle()), pair[0], pair[1])
        default:
          circuit.u(
            .value(random.angle()), .value(random.angle()), .value(random.angle()), pair[0])
        }
      }
      try check(circuit, gates: 60, "seed \(seed)")
    }
  }

  @Test("Runs of gates on two qubits keep their state", arguments: 2...8)
  func pairs(_ qubits: Int) throws {
    for seed in 0..<3 {
      var random = TestRandom(seed: UInt64(100 * qubits + seed))
      var circuit = Circuit(qubits: qubits)
      for _ in 0..<12 {
        let pair = random.qubits(2, among: qubits)
        for _ in 0..<4 {
          switch Int.random(in: 0..<8, using: &random) {
          case 0: circuit.cx(pair[0], pair[1])
          case 1: circuit.cz(pair[0], pair[1])
          case 2: circuit.append(StandardGate.x.controlled(on: [false]), to: [pair[1], pair[0]])
          case 3: circuit.append(try randomGate(onTwo: &random), to: pair)
          case 4: circuit.rxx(.value(random.angle()), pair[0], pair[1])
          case 5: circuit.iswap(pair[1], pair[0])
          default: circuit.cx(pair[1], pair[0])
          }
          circuit.u(
            .value(random.angle()), .value(random.angle()), .value(random.angle()), pair[0])
          circuit.ry(.value(random.angle()), pair[1])
        }
      }
      try check(circuit, gates: 150, "seed \(seed)")
    }
  }

  /// A matrix on two qubits: the product of some gates.
  private func randomGate(onTwo random: inout TestRandom) throws -> MatrixGate {
    func turn() throws -> ReferenceMatrix {
      let gate = StandardGate.u(
        .value(random.angle()), .value(random.angle()), .value(random.angle()))
      return try ReferenceMatrix(of: gate)
    }
    let cx = try ReferenceMatrix(of: StandardGate.cx)
    var product = try ReferenceMatrix.kron(turn(), turn())
    for _ in 0..<3 { product = try ReferenceMatrix.kron(turn(), turn()) * cx * product }
    return try MatrixGate(
      ComplexMatrix(rows: 4, columns: 4, elements: product.rows.flatMap { $0 }), name: "block")
  }

  @Test("Phases among all qubits at once take several tables", arguments: [6, 9, 12])
  func manyPhases(_ qubits: Int) throws {
    var circuit = Circuit(qubits: qubits)
    for qubit in 0..<qubits { circuit.h(qubit) }
    for a in 0..<qubits {
      for b in 0..<a { circuit.rzz(.value(0.1 * Double(a + 1) + 0.01 * Double(b)), a, b) }
    }
    for qubit in 0..<qubits { circuit.rx(.value(0.3 * Double(qubit + 1)), qubit) }
    try check(circuit, gates: 2 * qubits + qubits * qubits / 2, "\(qubits) qubits")
  }

  @Test("What goes by itself comes first, and lists see all that it makes", arguments: 7...10)
  func wholeFirst(_ qubits: Int) throws {
    let h = try ReferenceMatrix(of: StandardGate.h)
    let cube = try MatrixGate(
      ComplexMatrix(
        rows: 8, columns: 8,
        elements: ReferenceMatrix.kron(h, ReferenceMatrix.kron(h, h)).rows.flatMap { $0 }),
      name: "cube")
    let five = PauliRotation([.x, .y, .x, .x, .y], 0.7)
    let six = StandardGate.x.controlled(on: Array(repeating: false, count: 6))
    for (gate, targets) in [
      (cube as any QuantumGate, [1, 2, 3]), (five, [1, 2, 3, 4, 6]), (six, [0, 1, 2, 3, 4, 5, 6]),
    ] {
      var circuit = Circuit(qubits: qubits)
      // Does nothing to |0…0⟩.
      circuit.p(0.4, qubits - 1)
      circuit.append(gate, to: targets)
      circuit.p(0.3, 3)
      circuit.h(0)
      circuit.cx(3, 1)
      circuit.ry(0.2, qubits - 1)
      try check(circuit, gates: 30, "\(gate.name)")
    }
  }

  @Test("Tiles in which a control is off are left alone, and no others", arguments: 0..<6)
  func idleTiles(_ control: Int) throws {
    let qubits = 6
    let others = (0..<qubits).filter { $0 != control }
    for value in [true, false] {
      var circuit = Circuit(qubits: qubits)
      for qubit in 0..<qubits { circuit.u(Angle(0.3 + Double(qubit)), 0.2, 0.9, qubit) }
      for qubit in others {
        circuit.append(StandardGate.x.controlled(on: [value]), to: [control, qubit])
      }
      try check(circuit, gates: 20, "flips, control \(control) on \(value)")
      for qubit in others {
        circuit.append(StandardGate.p(0.7).controlled(on: [value]), to: [control, qubit])
      }
      // Of all qubits but the control, nothing is known yet.
      var sparse = Circuit(qubits: qubits)
      sparse.h(control)
      for qubit in others {
        sparse.append(StandardGate.x.controlled(on: [value]), to: [control, qubit])
      }
      try check(circuit, gates: 30, "phases, control \(control) on \(value)")
      try check(sparse, gates: 10, "a sparse state, control \(control) on \(value)")
    }
  }

  @Test("A state of few qubits is worked on by one list", arguments: 1...10)
  func lists(_ qubits: Int) throws {
    var circuit = try randomCircuit(qubits: qubits, gates: 40, seed: UInt64(qubits), largest: 1)
    for qubit in 1..<max(qubits, 1) {
      circuit.cx(qubit - 1, qubit)
      circuit.cp(0.3, 0, qubit)
    }
    let program = try Program(circuit, values: [:]) { _ in }
    let plan = ExecutionPlan(
      program, .double, options: KernelOptions(set: .fastest, threads: 1), level: .full)
    #expect(plan.steps.count == 1)
    guard case .list? = plan.steps.first else {
      Issue.record("the step is no list")
      return
    }
  }

  @Test("The same bits come out at every number of threads", arguments: [13, 16])
  func threads(_ qubits: Int) throws {
    let circuit = try randomCircuit(qubits: qubits, gates: 80, seed: 5, largest: 3)
    let kernels = KernelSet.fastest
    let one = try state(
      after: circuit, as: Double.self,
      options: KernelOptions(set: kernels, threads: 1), level: .full)
    for threads in [2, 3, 8] {
      let many = try state(
        after: circuit, as: Double.self,
        options: KernelOptions(set: kernels, threads: threads, serialLimit: 64), level: .full)
      #expect(one == many, "\(threads) threads")
    }
  }

  @Test("What lies around the first tile is zero, whoever clears it", arguments: [15, 16], [1, 2])
  func memoryAroundTheFirstTile(_ qubits: Int, _ threads: Int) throws {
    // Smaller than what the system hands out as zeros, in both precisions.
    try check(Double.self, qubits: qubits, threads: threads)
    try check(Float.self, qubits: qubits + 1, threads: threads)

    func check<Scalar: StateScalar>(_: Scalar.Type, qubits: Int, threads: Int) throws {
      // Qubits in descending order, too: then the first tile is not the start of the memory.
      for order in [Array(0..<qubits), (0..<qubits).reversed()] {
        var circuit = Circuit(qubits: qubits)
        circuit.h(order[0])
        for (control, target) in zip(order, order.dropFirst()) { circuit.cx(control, target) }
        let found = try state(
          after: circuit, as: Scalar.self,
          options: KernelOptions(set: .fastest, threads: threads), level: .full)
        let root = Complex(Scalar(0.5.squareRoot()))
        #expect(found.first == root && found.last == root)
        #expect(found.dropFirst().dropLast().allSatisfy { $0 == 0 })
      }
    }
  }

  @Test(
    "Sparse states are whole, in memory of the system and in memory used before",
    arguments: 0..<6)
  func sparseStates(seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    // 2^18 amplitudes, the fewest that take memory straight from the system in both precisions, of
    // which few are not zero, so that most tiles are never worked on.
    let qubits = 18
    var circuit = Circuit(qubits: qubits)
    let order = random.qubits(qubits, among: qubits)
    // Every qubit counts, touched or not.
    for qubit in order { circuit.append(StandardGate.id, to: [qubit]) }
    circuit.h(order[0])
    for (a, b) in zip(order, order.dropFirst()) where Int.random(in: 0..<8, using: &random) > 0 {
      circuit.cx(a, b)
    }
    circuit.x(order[1])
    if seed.isMultiple(of: 2) { circuit.ry(0.3, order[2]) }
    circuit.cz(order[0], order[1])
    try checkSparse(circuit, as: Double.self, "seed \(seed)")
    try checkSparse(circuit, as: Float.self, "seed \(seed)")
  }

  /// The state of a plan in memory that nobody wrote, and in memory full of other numbers.
  private func checkSparse<Scalar: StateScalar>(
    _ circuit: Circuit, as _: Scalar.Type, _ comment: String
  ) throws {
    func amplitudes(_ level: OptimizationLevel) throws -> [Complex<Scalar>] {
      var simulator = Simulator()
      simulator.configuration.precision = Scalar.self == Double.self ? .double : .single
      simulator.configuration.optimization = level
      // Groups would be states too small to come from the system.
      simulator.configuration.separatesGroups = false
      let state = try #require(simulator.run(circuit).finalState).joined()
      let amplitudes: Any =
        switch state.amplitudes {
        case .double(let state): state.amplitudes
        case .single(let state): state.amplitudes
        }
      return try #require(amplitudes as? [Complex<Scalar>])
    }
    let expected = try amplitudes(.none)
    #expect(expected.count == 1 << circuit.qubitCount)
    SpareMemory.shared.release()
    let fresh = try amplitudes(.full)
    do {
      var used = try StateVector<Scalar>(blank: circuit.qubitCount)
      try used.withUnsafeMutableAmplitudes { $0.update(repeating: Complex(.nan, .nan)) }
    }
    let again = try amplitudes(.full)
    #expect(maximumDistance(fresh, expected) < 1e-6, "\(comment), memory of the system")
    // The same plan again: the same bits. A failure would describe arrays, element by element.
    let isSame = again == fresh
    #expect(isSame, "\(comment), memory used before")
  }

  @Test("Rotations that come to nothing leave no scale behind")
  func deepRealCircuit() throws {
    var circuit = Circuit(qubits: 3)
    // 3000 rotations in tangent form, each a factor of √2 that no phase table takes away.
    for _ in 0..<1000 {
      for qubit in 0..<3 { circuit.ry(.value(.pi / 2), qubit) }
      circuit.cx(0, 1)
      circuit.cx(1, 2)
    }
    try check(circuit, gates: 5000, "deep")
  }

  @Test("A long circuit on few qubits is several lists, between which a run can be stopped")
  func longLists() throws {
    var circuit = Circuit(qubits: 3)
    for _ in 0..<3000 {
      circuit.ry(.value(0.3), 0)
      circuit.cx(0, 1)
      circuit.cx(1, 2)
    }
    let options = try KernelOptions.current()
    let compiled = try CompiledCircuit(
      circuit, .double, values: [:], configuration: .init(), options: options
    ) { _ in }
    let lists = compiled.parts[0].schedule.count {
      if case .list = $0.step { true } else { false }
    }
    #expect(lists >= 2)

    var configuration = Simulator.Configuration()
    let asked = Mutex(0)
    configuration.isCancelled = {
      asked.withLock { count in
        count += 1
        return count > 2
      }
    }
    #expect(throws: QuantumError.cancelled) { try Simulator(configuration).run(circuit) }
  }
}
