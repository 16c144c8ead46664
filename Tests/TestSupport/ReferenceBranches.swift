public import Circuits

/// The exact distribution over classical bits by the most obvious method: every measurement and every
/// reset splits every history, states are unnormalised vectors, gates are full matrices, nothing is
/// deferred or merged before the end. Knows a few gates only.
public enum ReferenceBranches {
  private struct History {
    var bits: [Bool]
    var amplitudes: [Complex<Double>]
  }

  /// Probabilities by bit string, bit 0 rightmost; outcomes below 1e-12 left out.
  public static func distribution(of circuit: Circuit) -> [String: Double] {
    let size = 1 << circuit.qubitCount
    var start = Array(repeating: Complex<Double>(0), count: size)
    start[0] = 1
    var histories = [
      History(bits: Array(repeating: false, count: circuit.bitCount), amplitudes: start)
    ]
    for instruction in circuit.instructions {
      var next: [History] = []
      for history in histories {
        if let condition = instruction.condition, !holds(condition, history.bits) {
          next.append(history)
          continue
        }
        switch instruction.operation {
        case .barrier: next.append(history)
        case .gate(let gate):
          var changed = history
          changed.amplitudes = apply(gate, instruction.qubits, history.amplitudes)
          next.append(changed)
        case .measure, .reset:
          for outcome in [false, true] {
            var projected = history
            let flag = 1 << instruction.qubits[0]
            for index in 0..<size where (index & flag != 0) != outcome {
              projected.amplitudes[index] = 0
            }
            if case .measure = instruction.operation {
              projected.bits[instruction.bits[0]] = outcome
            } else if outcome {
              for index in 0..<size where index & flag == 0 {
                projected.amplitudes.swapAt(index, index | flag)
              }
            }
            if projected.amplitudes.contains(where: { $0.lengthSquared > 1e-26 }) {
              next.append(projected)
            }
          }
        }
      }
      histories = next
    }
    var result: [String: Double] = [:]
    for history in histories {
      let bits = String(history.bits.reversed().map { $0 ? "1" : "0" })
      result[bits, default: 0] += history.amplitudes.reduce(0) { $0 + $1.lengthSquared }
    }
    return result.filter { $0.value >= 1e-12 }
  }

  private static func holds(_ condition: Condition, _ bits: [Bool]) -> Bool {
    var value: UInt64 = 0
    for (position, bit) in condition.bits.enumerated() where bits[bit] {
      value += 1 << UInt64(position)
    }
    return WholeNumber(value) == condition.value
  }

  /// Textbook matrices, first qubit least significant.
  private static func matrix(_ gate: any QuantumGate) -> [[Complex<Double>]] {
    let angle = gate.parameters.first?.constant ?? 0
    let r = 0.5.squareRoot()
    switch gate.name {
    case "x": return [[0, 1], [1, 0]]
    case "z": return [[1, 0], [0, -1]]
    case "h": return [[Complex(r), Complex(r)], [Complex(r), Complex(-r)]]
    case "t": return [[1, 0], [0, Complex(r, r)]]
    case "ry":
      let c = Complex(Double.cos(angle / 2))
      let s = Complex(Double.sin(angle / 2))
      return [[c, -s], [s, c]]
    case "cz": return [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, -1]]
    case "cx": return [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]]
    case "swap": return [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]
    default: preconditionFailure("the reference does not know '\(gate.name)'")
    }
  }

  private static func apply(
    _ gate: any QuantumGate, _ qubits: [Int], _ amplitudes: [Complex<Double>]
  ) -> [Complex<Double>] {
    let small = matrix(gate)
    var result = Array(repeating: Complex<Double>(0), count: amplitudes.count)
    for row in amplitudes.indices {
      for column in amplitudes.indices {
        // Basis states that differ outside the gate's qubits are not connected.
        let mask = qubits.reduce(0) { $0 | 1 << $1 }
        guard row & ~mask == column & ~mask else { continue }
        func reading(_ index: Int) -> Int {
          qubits.enumerated().reduce(0) { $0 | (index >> $1.element & 1) << $1.offset }
        }
        result[row] += small[reading(row)][reading(column)] * amplitudes[column]
      }
    }
    return result
  }
}
