/// Which qubits a step acts on, and how.
struct ProgramFootprint {
  /// Where it changes bits.
  var moved: UInt64 = 0
  /// Where it reads them.
  var still: UInt64 = 0
  /// Those without which it cannot run on a part of the state: of the others the values are known.
  var needed: UInt64 = 0

  func commutes(with other: ProgramFootprint) -> Bool {
    moved & (other.moved | other.still) == 0 && still & other.moved == 0
  }

  mutating func formUnion(_ other: ProgramFootprint) {
    moved |= other.moved
    still |= other.still
  }
}

extension ProgramFootprint {
  init(of step: ParametricProgram.Step, factors: [ParametricProgram.Factor]) {
    still = step.controls.mask
    switch step.action {
    case .run(let qubit, let range):
      let bit: UInt64 = 1 << UInt64(qubit)
      let isDiagonal = factors[range].allSatisfy {
        switch $0 {
        case .rotation(let axis, _): axis == .z
        case .fixed(let unitary): unitary.x == 0 && unitary.y == 0
        }
      }
      if isDiagonal { still |= bit } else { moved |= bit }
      needed = bit
    case .phase: break
    case .pauli(let masks, _):
      moved |= masks.flip
      still |= masks.sign & ~masks.flip
      needed = masks.flip
    case .fixed(let operation, let targets):
      let mask = Controls(on: targets).mask
      switch operation {
      case .scale, .diagonal: still |= mask
      default: moved |= mask
      }
      needed = mask
    case .general(_, let targets):
      moved |= Controls(on: targets).mask
      needed = moved
    }
  }
}
