import Circuits

/// Blocks `ry, ry, cx` on pairs of qubits, in the shape of a tensor network.
enum TensorNetwork: String, Hashable, Sendable, Codable {
  case matrixProductState
  case tree
  case mera

  /// The pairs of the blocks, in order.
  func pairs(qubits: Int) -> [(Int, Int)] {
    switch self {
    case .matrixProductState: return (0..<qubits - 1).map { ($0, $0 + 1) }
    case .tree, .mera:
      var pairs: [(Int, Int)] = []
      for level in Self.levels(qubits: qubits) {
        if self == .mera {
          // Across the pairs that the tree joins next.
          for index in stride(from: 1, to: level.count - 1, by: 2) {
            pairs.append((level[index], level[index + 1]))
          }
        }
        pairs += Self.joined(level)
      }
      return pairs
    }
  }

  /// One rotation for a single qubit, which has no pair.
  func weightCount(qubits: Int) -> Int { qubits == 1 ? 1 : 2 * pairs(qubits: qubits).count }

  func append(_ weights: [Angle], to circuit: inout Circuit) {
    if circuit.qubitCount == 1 { return circuit.ry(weights[0], 0) }
    for (block, (a, b)) in pairs(qubits: circuit.qubitCount).enumerated() {
      circuit.ry(weights[2 * block], a)
      circuit.ry(weights[2 * block + 1], b)
      circuit.cx(a, b)
    }
  }

  /// The qubits that are left at each level of the tree, down to the last two.
  static func levels(qubits: Int) -> [[Int]] {
    var levels: [[Int]] = []
    var left = Array(0..<qubits)
    while left.count > 1 {
      levels.append(left)
      // The second of each pair stays, and the one without a partner.
      left = left.indices.filter { $0 % 2 == 1 || $0 == left.count - 1 }.map { left[$0] }
    }
    return levels
  }

  /// The pairs that one level joins.
  static func joined(_ level: [Int]) -> [(Int, Int)] {
    stride(from: 0, to: level.count - 1, by: 2).map { (level[$0], level[$0 + 1]) }
  }
}
