import ComplexModule
import QState
import TestSupport
import Testing

@Suite struct TiledProgramTests {
  @Test("on tiles of every size a program makes the state that it makes on the whole")
  func forward() throws {
    for options in Self.kinds {
      try Self.forward(Double.self, options, tolerance: 1e-13)
      try Self.forward(Float.self, options, tolerance: 1e-5)
    }
  }

  private static func forward<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ options: KernelOptions, tolerance: Scalar
  ) throws {
    var random = TestRandom(seed: 1)
    for qubits in 3...6 {
      let (program, angles) = Self.program(qubits, steps: 40, &random)
      func state(_ tileQubits: Int, threads: Int) throws -> [Complex<Scalar>] {
        var (state, own) = (try StateVector<Scalar>(qubits: qubits), options)
        own.threads = threads
        try ProgramRunner<Scalar>(program, angles: angles, options: own, tileQubits: tileQubits)
          .run(on: &state)
        return state.amplitudes
      }
      let expected = try state(qubits, threads: 1)
      for tileQubits in 1..<qubits {
        let tiled = try state(tileQubits, threads: 3)
        for (a, b) in zip(tiled, expected) { #expect((a - b).length < tolerance) }
        #expect(tiled == (try state(tileQubits, threads: 1)), "the number of threads shows")
      }
    }
  }

  @Test("on tiles of every size derivatives are those on the whole, for several states at once")
  func backward() throws {
    for options in Self.kinds {
      try Self.backward(Double.self, options, tolerance: 1e-12)
      try Self.backward(Float.self, options, tolerance: 1e-4)
    }
  }

  private static func backward<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ options: KernelOptions, tolerance: Double
  ) throws {
    var random = TestRandom(seed: 2)
    for qubits in 3...6 {
      let (program, angles) = Self.program(qubits, steps: 40, &random)
      let observables = [
        [
          PauliTerm(0.7, PauliMasks([.x, .z], on: [0, 2])),
          PauliTerm(-1, PauliMasks([.y], on: [1])),
        ],
        [PauliTerm(1, PauliMasks([.z], on: [qubits - 1]))],
      ]
      func derivatives(_ rows: Range<Int>, _ tileQubits: Int, threads: Int) throws -> [[Double]] {
        var own = options
        own.threads = threads
        let runner = try ProgramRunner<Scalar>(
          program, angles: angles, options: own, tileQubits: tileQubits)
        var ket = try StateVector<Scalar>(qubits: qubits)
        try runner.run(on: &ket)
        var bras = try rows.map { try runner.applying(observables[$0], to: ket) }
        return try runner.pullBack(ket: &ket, bras: &bras)
      }
      let expected = try derivatives(0..<2, qubits, threads: 1)
      #expect(expected.joined().contains { abs($0) > 0.1 })
      for tileQubits in 1..<qubits {
        let tiled = try derivatives(0..<2, tileQubits, threads: 3)
        for (a, b) in zip(tiled.joined(), expected.joined()) {
          #expect(abs(a - b) < tolerance, "\(options) \(qubits) \(tileQubits)")
        }
        #expect(tiled == (try derivatives(0..<2, tileQubits, threads: 1)))
        #expect([tiled[1]] == (try derivatives(1..<2, tileQubits, threads: 2)))
      }
    }
  }

  @Test("derivatives are how the value changes with the angle")
  func differences() throws {
    var random = TestRandom(seed: 3)
    let drawn = Self.program(5, steps: 60, &random)
    let angles = drawn.angles
    let steps = drawn.0.steps.map { step in
      var step = step
      step.isDifferentiable = !drawn.0.slotsAndQubits(of: step).slots.isEmpty
      return step
    }
    let program = ParametricProgram(
      qubitCount: 5, slotCount: angles.count, steps: steps, factors: drawn.0.factors)
    let observable = [PauliTerm(1, PauliMasks([.y, .x], on: [1, 4]))]
    func value(_ angles: [Double]) throws -> Double {
      var state = try StateVector<Double>(qubits: 5)
      try ProgramRunner<Double>(program, angles: angles, tileQubits: 5).run(on: &state)
      return try state.expectations(of: [observable[0].masks])[0]
    }
    let runner = try ProgramRunner<Double>(program, angles: angles, tileQubits: 3)
    var ket = try StateVector<Double>(qubits: 5)
    try runner.run(on: &ket)
    var bras = [try runner.applying(observable, to: ket)]
    let slots = try runner.pullBack(ket: &ket, bras: &bras)[0]
    for slot in angles.indices {
      func shifted(_ by: Double) throws -> Double {
        var shifted = angles
        shifted[slot] += by
        return try value(shifted)
      }
      let h = 1e-3
      let difference =
        try (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)
      #expect(abs(slots[slot] - difference) < 1e-9)
    }
  }

  @Test("a step that throws at a checkpoint ends the work with its error")
  func checkpoint() throws {
    var random = TestRandom(seed: 4)
    let (program, angles) = Self.program(6, steps: 30, &random)
    for tileQubits in [3, 6] {
      let runner = try ProgramRunner<Double>(program, angles: angles, tileQubits: tileQubits)
      var ket = try StateVector<Double>(qubits: 6)
      var bras = [ket]
      #expect(throws: QuantumError.cancelled) {
        try runner.pullBack(ket: &ket, bras: &bras) { () throws(QuantumError) in throw .cancelled }
      }
    }
  }

  @Test("a layered ansatz on 20 qubits goes back in few stages")
  func stages() {
    var (steps, factors) = ([ParametricProgram.Step](), [ParametricProgram.Factor]())
    for _ in 0..<5 {
      for qubit in 0..<20 {
        factors.append(.rotation(.y, slot: factors.count))
        let run = ParametricProgram.Action.run(
          qubit: qubit, factors: factors.count - 1..<factors.count)
        steps.append(.init(run, controls: .none, isDifferentiable: true))
      }
      for qubit in 0..<20 {
        steps.append(
          .init(
            .fixed(.flip, targets: [(qubit + 1) % 20]), controls: Controls(on: [qubit]),
            isDifferentiable: false))
      }
    }
    let program = ParametricProgram(
      qubitCount: 20, slotCount: factors.count, steps: steps, factors: factors)
    let stages = ProgramStages(
      program, order: steps.indices.reversed(), tileQubits: 13, runQubits: 6)
    #expect(stages.count <= 13, "\(stages.count) stages")
  }

  /// Kernel sets, each with small slices.
  private static var kinds: [KernelOptions] {
    KernelOptions.everyKind.filter { $0.set != .blas }
  }

  /// Steps of every kind, most with derivatives, half of them under control.
  private static func program(
    _ qubits: Int, steps count: Int, _ random: inout TestRandom
  ) -> (ParametricProgram, angles: [Double]) {
    var (steps, factors) = ([ParametricProgram.Step](), [ParametricProgram.Factor]())
    var slots = 0
    func slot() -> Int {
      slots += 1
      return slots - 1
    }
    for _ in 0..<count {
      let order = random.qubits(qubits, among: qubits)
      let action: ParametricProgram.Action
      var (used, isDifferentiable) = (1, Bool.random(using: &random))
      switch Int.random(in: 0..<9, using: &random) {
      case 0:
        let first = factors.count
        for axis in [Pauli.z, .y, .x] { factors.append(.rotation(axis, slot: slot())) }
        action = .run(qubit: order[0], factors: first..<factors.count)
      case 1:
        factors.append(.rotation(.z, slot: slot()))
        action = .run(qubit: order[0], factors: factors.count - 1..<factors.count)
      case 2:
        used = 0
        action = .phase(slot: slot())
      case 3:
        used = 3
        let paulis = (0..<3).map { _ in [Pauli.x, .y, .z].randomElement(using: &random) ?? .x }
        action = .pauli(PauliMasks(paulis, on: Array(order.prefix(3))), slot: slot())
      case 4:
        used = 2
        action = .pauli(PauliMasks([.z, .z], on: Array(order.prefix(2))), slot: slot())
      case 5:
        isDifferentiable = false
        action = .fixed(.flip, targets: [order[0]])
      case 6:
        (used, isDifferentiable) = (2, false)
        action = .fixed(.swap, targets: Array(order.prefix(2)))
      case 7:
        (used, isDifferentiable) = (2, false)
        let phases = (0..<4).map { _ in
          Complex(length: 1, phase: Double.random(in: -3...3, using: &random))
        }
        action = .fixed(.diagonal(phases), targets: Array(order.prefix(2)))
      default:
        used = 2
        let targets = Array(order.prefix(2))
        let generator = [PauliTerm(1, PauliMasks([.x, .x], on: targets))]
        let gate = ParametricProgram.GeneralGate(
          name: "xx", slots: slots..<slots + 1, generators: { _ in [generator] }
        ) { angles throws(QuantumError) in
          let (c, s) = (Complex(Double.cos(angles[0] / 2)), Complex(0, -Double.sin(angles[0] / 2)))
          let o = Complex<Double>.zero
          return try ComplexMatrix(
            rows: 4, columns: 4,
            elements: [c, o, o, s, o, c, s, o, o, s, c, o, s, o, o, c])
        }
        slots += 1
        action = .general(gate, targets: targets)
      }
      let free = order.dropFirst(used)
      let isControlled = used == 0 || Bool.random(using: &random)
      let controls = Controls(
        free.prefix(isControlled ? 1 : 0).map { ($0, Bool.random(using: &random)) })
      steps.append(.init(action, controls: controls, isDifferentiable: isDifferentiable))
    }
    let program = ParametricProgram(
      qubitCount: qubits, slotCount: slots, steps: steps, factors: factors)
    return (program, (0..<slots).map { _ in Double.random(in: -3...3, using: &random) })
  }
}
