internal import Gates

/// What one look at all instructions tells.
struct InstructionSurvey {
  /// Qubits that a gate acts on, ascending. Every other qubit is |0⟩ throughout: measuring it gives
  /// 0 and resetting it does nothing.
  let touched: [Int]
  let gates: Int
  let measures: Bool
  /// Gates and barriers alone, without conditions.
  let isUnitary: Bool

  /// - Parameter cone: leaves out what gates outside of it act on.
  init(of circuit: Circuit, within cone: LightCone?) {
    var isTouched = BitString(zeros: circuit.qubitCount)
    var left = circuit.qubitCount
    var (gates, measures, isUnitary) = (0, false, true)
    circuit.instructions.withUnsafeBufferPointer { instructions in
      // By index: an instruction that is copied costs more than all this.
      for index in instructions.indices {
        if instructions[index].condition != nil { isUnitary = false }
        if instructions[index].plainGate == nil {
          switch instructions[index].operation {
          case .gate: break
          case .measure:
            measures = true
            isUnitary = false
            continue
          case .reset:
            isUnitary = false
            continue
          case .barrier: continue
          }
        }
        gates += 1
        guard left > 0, cone?.contains(index) != false else { continue }
        for qubit in instructions[index].qubits where !isTouched[qubit] {
          isTouched[qubit] = true
          left -= 1
        }
      }
    }
    (self.gates, self.measures, self.isUnitary) = (gates, measures, isUnitary)
    touched = left == 0 ? ConsecutiveNumbers.below(circuit.qubitCount) : isTouched.ones
  }
}
