import Circuits

/// The gates of a layer: rotations of every qubit, then one entangling gate between pairs of qubits.
public struct TwoLocal: Hashable, Sendable, Codable {
  /// A gate on a pair of qubits; a rotation takes a weight.
  public enum Entangler: String, Hashable, Sendable, Codable, CaseIterable {
    case cx, cz, rxx, ryy, rzz

    var hasWeight: Bool { self != .cx && self != .cz }
  }

  /// Which pairs.
  public enum Pattern: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each with the next.
    case chain
    /// Each with the next, and the last with the first where there are more than two.
    case ring
    /// Every two.
    case full
    /// Neighbours from an even one, then those from an odd one.
    case brick
  }

  public var rotations: [Encoding.Axis]
  public var entangler: Entangler
  public var pattern: Pattern
  /// Whether the rotations come once more after the last layer.
  public var endsWithRotations: Bool

  public init(
    rotations: [Encoding.Axis] = [.y], entangler: Entangler = .cz, pattern: Pattern = .full,
    endsWithRotations: Bool = true
  ) {
    self.rotations = rotations
    self.entangler = entangler
    self.pattern = pattern
    self.endsWithRotations = endsWithRotations
  }

  static let basicEntangler = TwoLocal(
    rotations: [.x], entangler: .cx, pattern: .ring, endsWithRotations: false)
  static let realAmplitudes = TwoLocal(rotations: [.y], entangler: .cx, pattern: .chain)
  static let efficientSU2 = TwoLocal(rotations: [.y, .z], entangler: .cx, pattern: .chain)

  func weightCount(qubits: Int, isLast: Bool) -> Int {
    let turns = rotations.count * qubits
    return turns * (isLast && endsWithRotations ? 2 : 1)
      + (entangler.hasWeight ? pairs(qubits).count : 0)
  }

  func append(_ weights: [Angle], isLast: Bool, to circuit: inout Circuit) {
    var next = weights.makeIterator()
    func rotate(_ circuit: inout Circuit) {
      for qubit in 0..<circuit.qubitCount {
        for axis in rotations {
          guard let weight = next.next() else { return }
          switch axis {
          case .x: circuit.rx(weight, qubit)
          case .y: circuit.ry(weight, qubit)
          case .z: circuit.rz(weight, qubit)
          }
        }
      }
    }
    rotate(&circuit)
    for (a, b) in pairs(circuit.qubitCount) {
      switch entangler {
      case .cx: circuit.cx(a, b)
      case .cz: circuit.cz(a, b)
      case .rxx, .ryy, .rzz:
        guard let weight = next.next() else { return }
        switch entangler {
        case .rxx: circuit.rxx(weight, a, b)
        case .ryy: circuit.ryy(weight, a, b)
        default: circuit.rzz(weight, a, b)
        }
      }
    }
    if isLast, endsWithRotations { rotate(&circuit) }
  }

  private func pairs(_ qubits: Int) -> [(Int, Int)] {
    let chain = (0..<max(qubits - 1, 0)).map { ($0, $0 + 1) }
    return switch pattern {
    case .chain: chain
    case .ring: qubits > 2 ? chain + [(qubits - 1, 0)] : chain
    case .full: (0..<qubits).flatMap { a in (a + 1..<max(qubits, a + 1)).map { (a, $0) } }
    case .brick: chain.filter { $0.0 % 2 == 0 } + chain.filter { $0.0 % 2 == 1 }
    }
  }
}
