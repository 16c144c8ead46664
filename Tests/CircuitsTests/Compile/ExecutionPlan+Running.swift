import ComplexModule
import Gates
import Testing

@testable import Circuits
@testable import QState

extension ExecutionPlan {
  /// The state that the steps make of |0…0⟩; they must be unitary.
  func state<Scalar: StateScalar>(
    _: Scalar.Type, qubits: Int, _ options: KernelOptions
  ) throws -> StateVector<Scalar> {
    var state = try StateVector<Scalar>(qubits: qubits)
    if case .stage(let tiles, 0)? = steps.first, tiles.startsAtZero {
      // Whatever was in the memory must be overwritten.
      state = try StateVector(blank: qubits)
      try state.withUnsafeMutableAmplitudes { $0.update(repeating: Complex(.nan, .nan)) }
    }
    for step in steps + restoringSteps {
      switch step {
      case .stage(let tiles, let stage): try state.run(stage: stage, of: tiles)
      case .list(let list): try state.run(list)
      case .exchange(let exchange): try state.run(exchange, using: options)
      case .single(let step):
        guard case .apply(let unitary) = step.action else {
          Issue.record("a circuit of gates has other steps")
          continue
        }
        let (operation, targets, controls) = unitary.structure
        try state.applyUnchecked(operation, to: targets, controls: controls, using: options)
      }
    }
    return state
  }

  /// The tile programs among the steps, in order.
  var programs: [TileProgram] {
    steps.compactMap { step in
      if case .stage(let program, 0) = step { program } else { nil }
    }
  }
}

extension TileLimits {
  /// Tiles of a few qubits: the least that lanes and registers leave, and `extra` more.
  static func few(
    _ qubits: Int, _ options: KernelOptions, extra: Int, _ precision: StatePrecision
  ) -> TileLimits {
    var limits = TileLimits.current(for: precision, qubitCount: qubits, set: options.set)
    limits.runQubits = limits.laneBits + extra % 2
    limits.tileQubits = min(limits.runQubits + 1 + extra, qubits)
    limits.registers = 1 + extra % limits.registers
    // Runs on two qubits become pair rotations and matrices.
    limits.pairCost = extra % 2 == 0 ? .wide : .narrow
    limits.listQubits = 0
    return limits
  }
}
