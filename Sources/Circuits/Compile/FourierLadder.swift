internal import Gates

/// A quantum Fourier transform without its final swaps, as circuits spell it: from the most
/// significant qubit down, a Hadamard gate and then controlled phases of π/2, π/4, … with the qubits
/// below (Nielsen and Chuang, section 5.1). With negative angles, on the reversed list of qubits, it is
/// the inverse.
struct FourierLadder {
  /// The least significant first.
  var qubits: [Int]
  /// Whether the phases are negative.
  var isNegative: Bool
  /// Phases to multiply by before and after.
  var before: [TilePass.Phase] = []
  var after: [TilePass.Phase] = []

  /// The controlled phase between qubits so many places apart.
  func factor(distance: Int) -> Complex<Double> {
    Self.factor(distance: distance, isNegative: isNegative)
  }

  static func factor(distance: Int, isNegative: Bool) -> Complex<Double> {
    let angle = Double.pi / Double(sign: .plus, exponent: distance, significand: 1)
    return Complex(Double.cos(angle), isNegative ? -Double.sin(angle) : Double.sin(angle))
  }
}

/// Finds Fourier transforms among plan nodes in one walk over them.
///
/// A ladder grows at a Hadamard gate whose qubit has had, with every qubit of the ladder, exactly the
/// controlled phase of their distance. Phases commute, so that their order between the two Hadamard
/// gates does not matter; phases of one qubit are moved before or behind the ladder. Anything else on
/// a qubit of the ladder ends it.
private struct LadderSearch {
  /// Rounding of an angle that was computed or printed with all its digits.
  private static let tolerance = 2e-15

  let least: Int
  /// Qubits whose Hadamard gate is in the ladder, the most significant first.
  private var order: [Int] = []
  private var inLadder: UInt64 = 0
  private var isNegative: Bool?
  /// Products of the phases between a qubit of the ladder and one that is not in it yet, by the latter.
  private var pending: [Int: [Int: Complex<Double>]] = [:]
  private var before: [TilePass.Phase] = []
  /// Phases of single qubits that come behind the ladder.
  private var after: [TilePass.Phase] = []
  /// Nodes that the ladder takes the place of, ascending.
  private var members: [Int] = []

  init(least: Int) { self.least = least }

  mutating func walk(_ plan: inout PlanNodes) {
    for index in plan.nodes.indices {
      switch plan.nodes[index].kind {
      case .oneQubit(let matrix):
        let qubit = plan.nodes[index].target
        let bit = 1 << UInt64(qubit) as UInt64
        if let (early, late, scale) = matrix.hadamardFactors, bit & inLadder == 0 {
          if !grow(qubit) {
            close(&plan)
            _ = grow(qubit)
          }
          before.append(.init(mask: bit, factor: early))
          before.append(.init(mask: 0, factor: scale))
          after.append(.init(mask: bit, factor: late))
          members.append(index)
        } else if bit & inLadder != 0 {
          guard matrix.isDiagonal else {
            close(&plan)
            if let (early, late, scale) = matrix.hadamardFactors, grow(qubit) {
              before = [.init(mask: bit, factor: early), .init(mask: 0, factor: scale)]
              after = [.init(mask: bit, factor: late)]
              members = [index]
            }
            continue
          }
          after.append(.init(mask: 0, factor: matrix.m00))
          after.append(.init(mask: bit, factor: matrix.m11 / matrix.m00))
          members.append(index)
        } else if pending[qubit] != nil, !matrix.isDiagonal {
          close(&plan)
        }
      case .phase(let phase):
        let known = phase.mask & inLadder
        guard known != 0 else {
          // Diagonal: it may as well come before the phases that wait for its qubits.
          continue
        }
        let other = phase.mask & ~inLadder
        guard phase.mask.nonzeroBitCount == 2, other != 0 else {
          close(&plan)
          continue
        }
        pending[other.trailingZeroBitCount, default: [:]][
          known.trailingZeroBitCount, default: 1] *= phase.factor
        members.append(index)
      case .controlledFlip(let controls):
        endIfTouched(controls.mask | 1 << UInt64(plan.nodes[index].target), &plan)
      case .whole(let number):
        endIfTouched(plan.wholes[number].qubits, &plan)
      case .interaction(let number):
        let (_, first, second) = plan.interactions[number]
        endIfTouched(1 << UInt64(first) | 1 << UInt64(second), &plan)
      case .fourier, .absorbed: break
      }
    }
    close(&plan)
  }

  private mutating func endIfTouched(_ mask: UInt64, _ plan: inout PlanNodes) {
    let waiting = pending.keys.reduce(0 as UInt64) { $0 | 1 << UInt64($1) }
    if mask & (inLadder | waiting) != 0 { close(&plan) }
  }

  /// Adds the qubit at the low end; false where its phases are not those of the ladder.
  private mutating func grow(_ qubit: Int) -> Bool {
    let phases = pending[qubit, default: [:]]
    guard phases.count == order.count else { return false }
    var sign = isNegative
    for (place, higher) in order.enumerated() {
      guard let factor = phases[higher] else { return false }
      if sign == nil { sign = factor.imaginary < 0 }
      let expected = FourierLadder.factor(
        distance: order.count - place, isNegative: sign ?? false)
      guard (factor - expected).length <= Self.tolerance else { return false }
    }
    isNegative = sign
    pending[qubit] = nil
    order.append(qubit)
    inLadder |= 1 << UInt64(qubit)
    return true
  }

  /// Puts the ladder in place of its nodes if it is long enough, and begins anew.
  private mutating func close(_ plan: inout PlanNodes) {
    if order.count >= least, let last = members.last {
      for index in members { plan.nodes[index].kind = .absorbed }
      for (low, phases) in pending {
        for (high, factor) in phases {
          after.append(.init(mask: 1 << UInt64(low) | 1 << UInt64(high), factor: factor))
        }
      }
      // The order of a dictionary changes from run to run.
      after.sort { $0.mask < $1.mask }
      func isSomething(_ phase: TilePass.Phase) -> Bool { phase.factor.snapped != 1 }
      plan.nodes[last].kind = .fourier(plan.ladders.count)
      plan.ladders.append(
        FourierLadder(
          qubits: order.reversed(), isNegative: isNegative ?? false,
          before: before.filter(isSomething), after: after.filter(isSomething)))
    }
    self = LadderSearch(least: least)
  }
}

extension PlanNodes {
  /// Replaces Fourier transforms of so many qubits by nodes of their own. The nodes are settled.
  mutating func findFourierLadders(atLeast least: Int) {
    // Every ladder has a phase of ±i: most circuits without one are seen here.
    guard nodes.contains(where: { $0.isQuarterPhase }) else { return }
    var search = LadderSearch(least: least)
    search.walk(&self)
  }
}

extension PlanNode {
  fileprivate var isQuarterPhase: Bool {
    guard case .phase(let phase) = kind else { return false }
    return abs(phase.factor.real) < 1e-14
  }
}

extension OneQubitMatrix {
  /// The unitary as `scale` · diag(1, `late`) · H · diag(1, `early`), where it is of that form.
  fileprivate var hadamardFactors:
    (early: Complex<Double>, late: Complex<Double>, scale: Complex<Double>)?
  {
    guard abs(m00.lengthSquared - 0.5) < 1e-15, abs(m10.lengthSquared - 0.5) < 1e-15 else {
      return nil
    }
    let scale = m00.divided(by: m00.length)
    let early = m01 / m00
    let late = m10 / m00
    return (
      early.divided(by: early.length).snapped, late.divided(by: late.length).snapped,
      scale.snapped
    )
  }
}
