import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@testable import Circuits
@testable import QState

/// Plans that others were made like: the same bits as plans made anew, and nothing decided again where
/// only numbers changed.
@Suite("Plans with new numbers")
struct TileRecipeTests {
  private let precisions: [StatePrecision] = [.double, .single]

  private func plan(
    _ circuit: Circuit, _ values: [String: Double], _ precision: StatePrecision,
    _ options: KernelOptions, _ level: OptimizationLevel, _ limits: TileLimits,
    like earlier: ExecutionPlan? = nil, keepsState: Bool = true
  ) throws -> ExecutionPlan {
    var program = try Program(circuit, values: values, keepsState: keepsState, mergeLimit: 58) {
      _ in
    }
    return ExecutionPlan(
      program, merged: program.takeMerged(), precision, options: options, level: level,
      limits: limits, like: earlier, keepsRecipes: true)
  }

  /// Whether all programs of a plan have the shape of those of another.
  private func isMadeLike(_ plan: ExecutionPlan, _ earlier: ExecutionPlan) -> Bool {
    let (programs, shapes) = (plan.programs, earlier.programs)
    return !programs.isEmpty && programs.count == shapes.count
      && zip(programs, shapes).allSatisfy { $0.shape != nil && $0.shape === $1.shape ?? $1 }
  }

  private func expectSameBits(
    _ plan: ExecutionPlan, _ other: ExecutionPlan, _ qubits: Int, _ precision: StatePrecision,
    _ options: KernelOptions, _ comment: Comment
  ) throws {
    func check<Scalar: StateScalar>(_: Scalar.Type) throws {
      let found = try plan.state(Scalar.self, qubits: qubits, options).amplitudes
      let expected = try other.state(Scalar.self, qubits: qubits, options).amplitudes
      // All numbers that are not finite are equal to one another.
      let isFinite = expected.allSatisfy { $0.isFinite }
      let isSame = zip(found, expected).allSatisfy {
        $0.real == $1.real && $0.real.sign == $1.real.sign && $0.imaginary == $1.imaginary
          && $0.imaginary.sign == $1.imaginary.sign
      }
      #expect(isFinite, comment)
      #expect(isSame, comment)
    }
    switch precision {
    case .double: try check(Double.self)
    case .single: try check(Float.self)
    }
  }

  /// Makes plans for several values, each like the one before, and compares them with plans made anew.
  ///
  /// - Returns: how many were made like the one before.
  @discardableResult
  private func check(
    _ circuit: Circuit, _ values: [[String: Double]], _ options: KernelOptions,
    _ level: OptimizationLevel, keepsState: Bool = true, _ comment: Comment,
    limits: (StatePrecision) -> TileLimits
  ) throws -> Int {
    var like = 0
    for precision in precisions {
      func plan(_ values: [String: Double], like earlier: ExecutionPlan?) throws -> ExecutionPlan {
        try self.plan(
          circuit, values, precision, options, level, limits(precision), like: earlier,
          keepsState: keepsState)
      }
      var earlier = try plan(values[0], like: nil)
      for values in values.dropFirst() {
        let found = try plan(values, like: earlier)
        try expectSameBits(
          found, plan(values, like: nil), circuit.qubitCount, precision, options, comment)
        if isMadeLike(found, earlier) { like += 1 }
        earlier = found
      }
    }
    return like
  }

  /// Values for the names of a circuit.
  private func values(
    _ circuit: Circuit, _ random: inout TestRandom, _ number: (inout TestRandom) -> Double
  ) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: circuit.parameters.map { ($0.name, number(&random)) })
  }

  /// Real rotations, phases, flips between them, and interactions.
  private func layers(_ qubits: Int, _ kind: Int) -> Circuit {
    var circuit = Circuit(qubits: qubits)
    let angles = circuit.parameters(count: 12 * qubits, named: "θ")
    var next = angles.makeIterator()
    func angle() -> Angle { next.next() ?? 0 }
    for layer in 0..<3 {
      for qubit in 0..<qubits {
        switch kind {
        case 0: circuit.ry(angle(), qubit)
        case 1:
          circuit.rx(angle(), qubit)
          circuit.rz(angle(), qubit)
        default: circuit.u(angle(), angle(), angle(), qubit)
        }
      }
      for qubit in 1..<qubits {
        switch (kind + layer) % 4 {
        case 0: circuit.cx(qubit - 1, qubit)
        case 1: circuit.cz(qubit - 1, qubit)
        case 2: circuit.rzz(angle(), qubit - 1, qubit)
        default: circuit.rxx(angle(), qubit - 1, qubit)
        }
      }
    }
    return circuit
  }

  @Test(
    "Layers of rotations and couplings never need another plan", arguments: [0, 1, 2],
    OptimizationLevel.allCases.filter { $0 > .none })
  func layers(_ kind: Int, _ level: OptimizationLevel) throws {
    let qubits = 7
    let circuit = layers(qubits, kind)
    var random = TestRandom(seed: UInt64(kind))
    for options in KernelOptions.everyKind where options.set != .blas {
      for extra in 0..<5 {
        let several = (0..<4).map { _ in
          values(circuit, &random) { .random(in: -3...3, using: &$0) }
        }
        let like = try check(circuit, several, options, level, "\(options), tiles \(extra)") {
          .few(qubits, options, extra: extra, $0)
        }
        #expect(like == precisions.count * 3, "\(options), tiles \(extra)")
      }
    }
  }

  @Test("Random circuits over the whole gate table", arguments: 3...8, [true, false])
  func wholeTable(_ qubits: Int, _ keepsState: Bool) throws {
    var random = TestRandom(seed: UInt64(qubits))
    var like = 0
    for seed in 0..<4 {
      let circuit = try randomCircuit(qubits: qubits, gates: 60, seed: UInt64(seed), largest: 3)
        .freeingAngles().circuit
      let several = (0..<3).map { _ in values(circuit, &random) { .random(in: -3...3, using: &$0) }
      }
      for options in KernelOptions.everyKind where options.set != .blas {
        for extra in [1, 4] {
          like += try check(
            circuit, several, options, .full, keepsState: keepsState,
            "\(options), tiles \(extra), seed \(seed)"
          ) { .few(qubits, options, extra: extra, $0) }
        }
      }
    }
    #expect(like > 0)
  }

  @Test("Numbers at which gates vanish, turn to flips or cancel")
  func specialNumbers() throws {
    let qubits = 6
    var random = TestRandom(seed: 4)
    for kind in 0..<3 {
      let circuit = layers(qubits, kind)
      let several = (0..<8).map { round in
        values(circuit, &random) { random in
          let quarter = Double(Int.random(in: -8...8, using: &random)) * .pi / 4
          return round.isMultiple(of: 2) ? quarter : .random(in: -3...3, using: &random)
        }
      }
      for options in KernelOptions.everyKind where options.set != .blas {
        let like = try check(circuit, several, options, .full, "\(kind), \(options)") {
          .few(qubits, options, extra: 2, $0)
        }
        #expect(like < precisions.count * 7)
      }
    }
  }

  @Test("Phases that meet cancel for some numbers, and the scale leaves its range for some")
  func decisions() throws {
    let qubits = 6
    var cancelling = Circuit(qubits: qubits)
    let θ = cancelling.parameters(count: 2, named: "θ")
    for qubit in 0..<qubits { cancelling.h(qubit) }
    cancelling.cp(θ[0], 0, 3)
    cancelling.h(5)
    cancelling.cp(θ[1], 0, 3)
    cancelling.ry(0.3, 0)
    cancelling.ry(0.4, 3)
    let pairs = [(0.5, 0.25), (0.5, -0.5), (1.5, -1.5), (0.5, 0.75), (0.25, 0.5)]
    let options = KernelOptions(set: .fastest, threads: 1)
    let like = try check(
      cancelling, pairs.map { ["θ[0]": $0.0, "θ[1]": $0.1] }, options, .tiles, "phases"
    ) { .few(qubits, options, extra: 3, $0) }
    #expect(like == precisions.count * 2)

    var scaling = Circuit(qubits: qubits)
    let angle = scaling.parameters(count: 1, named: "a")[0]
    for qubit in 0..<qubits { scaling.ry(0.3, qubit) }
    for _ in 0..<80 {
      // No phases, with which the scale would be applied anyway, and no runs on two qubits.
      scaling.ry(angle, 4)
      scaling.ccx(4, 5, 3)
    }
    let scales = try check(
      scaling, [0.1, 0.2, 1.5, 1.6, 0.1].map { ["a[0]": $0] }, options, .tiles, "scale"
    ) { .few(qubits, options, extra: 3, $0) }
    #expect(scales > 0 && scales < precisions.count * 4)
  }

  @Test("Wide gates that differ in the values of their controls are not taken for one another")
  func controlValues() throws {
    let qubits = 9
    var circuit = Circuit(qubits: qubits)
    let θ = circuit.parameters(count: 2, named: "θ")
    for qubit in 0..<qubits { circuit.h(qubit) }
    let others = Array(repeating: true, count: 7)
    circuit.append(StandardGate.p(θ[0]).controlled(on: others + [true]), to: Array(0..<qubits))
    circuit.append(
      StandardGate.p(θ[1]).controlled(on: [false] + others), to: Array((0..<qubits).reversed()))
    for options in KernelOptions.everyKind where options.set != .blas {
      let like = try check(
        circuit, [(0, 0.7), (0.7, 0), (0.8, 0)].map { ["θ[0]": $0.0, "θ[1]": $0.1] }, options,
        .tiles, "\(options)"
      ) { .few(qubits, options, extra: 2, $0) }
      #expect(like == precisions.count)
    }
  }

  @Test("Each state of a circuit of several groups is made like that of the run before")
  func groups() throws {
    var circuit = Circuit(qubits: 24)
    let θ = circuit.parameters(count: 24, named: "θ")
    for first in [0, 12] {
      for qubit in first..<first + 12 { circuit.ry(θ[qubit], qubit) }
      for qubit in first + 1..<first + 12 { circuit.cx(qubit - 1, qubit) }
    }
    let binding = AngleBinding(circuit)
    var random = TestRandom(seed: 3)
    var earlier: CompiledCircuit?
    for round in 0..<3 {
      let values = values(circuit, &random) { .random(in: 0.1...3, using: &$0) }
      let compiled = try CompiledCircuit(
        circuit, .double, values: values, bound: binding.gates(values), like: earlier,
        configuration: .init(), options: KernelOptions(set: .fastest, threads: 1)
      ) { _ in }
      let programs = compiled.components.flatMap(\.plan.programs)
      #expect(programs.count == 2)
      let refilled = programs.count { $0.shape != nil }
      #expect(refilled == (round > 0 ? 2 : 0))
      earlier = compiled
    }
  }

  @Test("A measurement in the middle leaves several programs to make like earlier ones")
  func severalPrograms() throws {
    var circuit = Circuit(qubits: 12, bits: 1)
    let θ = circuit.parameters(count: 24, named: "θ")
    for qubit in 0..<12 { circuit.ry(θ[qubit], qubit) }
    for qubit in 1..<12 { circuit.cx(qubit - 1, qubit) }
    circuit.measure(0, into: 0)
    circuit.reset(0)
    for qubit in 0..<12 { circuit.rx(θ[12 + qubit], qubit) }
    for qubit in 1..<12 { circuit.cz(qubit - 1, qubit) }
    let simulator = Simulator()
    var random = TestRandom(seed: 9)
    for _ in 0..<5 {
      let values = values(circuit, &random) { .random(in: -3...3, using: &$0) }
      let found = try simulator.run(circuit, parameters: values).probabilities
      let expected = try Simulator().run(circuit.bound(to: values)).probabilities
      #expect(try #require(found).outcomes == #require(expected).outcomes)
    }
  }
}
