internal import Gates

extension Program {
  /// A unitary step.
  enum Operation: Sendable {
    /// A matrix on one qubit: most gates of most circuits, without an array.
    case matrix(OneQubitMatrix, target: Int, controls: Controls)
    case structural(StateOperation, targets: [Int], controls: Controls)

    /// The qubits it acts on, controls among them.
    var qubits: UInt64 {
      switch self {
      case .matrix(_, let target, let controls): controls.mask | 1 << UInt64(target)
      case .structural(_, let targets, let controls): controls.mask | Controls(on: targets).mask
      }
    }

    var controls: Controls {
      switch self {
      case .matrix(_, _, let controls), .structural(_, _, let controls): controls
      }
    }

    /// The qubits in which it is not diagonal.
    var disturbed: UInt64 {
      switch self {
      case .matrix(let matrix, let target, _): matrix.isExactlyDiagonal ? 0 : 1 << UInt64(target)
      case .structural(let operation, let targets, _): operation.disturbed(targets)
      }
    }

    /// The same under more controls.
    func controlled(mask: UInt64, values: UInt64) -> Operation {
      func more(_ controls: Controls) -> Controls {
        Controls(mask: controls.mask | mask, values: controls.values | values)
      }
      switch self {
      case .matrix(let matrix, let target, let controls):
        return .matrix(matrix, target: target, controls: more(controls))
      case .structural(let operation, let targets, let controls):
        return .structural(operation, targets: targets, controls: more(controls))
      }
    }

    /// The same on other qubits.
    ///
    /// - Parameter places: the new number of each qubit.
    func moved(to places: [Int]) -> Operation {
      func moved(_ controls: Controls) -> Controls {
        Controls(
          BitIndices(controls.mask).map {
            (qubit: places[$0], value: controls.values >> UInt64($0) & 1 == 1)
          })
      }
      switch self {
      case .matrix(let matrix, let target, let controls):
        return .matrix(matrix, target: places[target], controls: moved(controls))
      case .structural(let operation, let targets, let controls):
        return .structural(
          operation, targets: targets.map { places[$0] }, controls: moved(controls))
      }
    }

    /// What engines carry out, in the form that costs least.
    var structure: (operation: StateOperation, targets: [Int], controls: Controls) {
      switch self {
      case .structural(let operation, let targets, let controls):
        return (operation, targets, controls)
      case .matrix(let m, let target, let controls):
        if m.isExactlyDiagonal {
          guard m.m00 == 1 else { return (.diagonal([m.m00, m.m11]), [target], controls) }
          let bit = 1 << UInt64(target) as UInt64
          let on = Controls(mask: controls.mask | bit, values: controls.values | bit)
          return (.scale(m.m11), [], on)
        }
        if m.m00 == 0, m.m11 == 0 {
          let isFlip = m.m01 == 1 && m.m10 == 1
          return (isFlip ? .flip : .antidiagonal(upper: m.m01, lower: m.m10), [target], controls)
        }
        let elements = [m.m00, m.m01, m.m10, m.m11]
        return (
          .dense(ComplexMatrix(rows: 2, columns: 2, uncheckedElements: elements)), [target],
          controls
        )
      }
    }
  }
}

extension OneQubitMatrix {
  /// Whether there is nothing off the diagonal, rounding errors included.
  fileprivate var isExactlyDiagonal: Bool { m01 == 0 && m10 == 0 }
}

extension StateOperation {
  /// The targets, as a mask, in which this operation is not diagonal.
  func disturbed(_ targets: [Int]) -> UInt64 {
    switch self {
    case .scale, .diagonal: return 0
    case .antidiagonal, .flip, .swap, .dense, .permutation: return Controls(on: targets).mask
    case .pauliRotation(let paulis, _):
      return Controls(on: zip(targets, paulis).filter { $1 == .x || $1 == .y }.map(\.0)).mask
    }
  }
}
