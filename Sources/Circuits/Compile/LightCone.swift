/// The instructions on which a circuit's outcomes can depend: those that a measured qubit is reached
/// from, going back in time.
///
/// Everything else is a channel on qubits that are traced out, which changes no outcome's probability.
/// A circuit that measures nothing has outcomes over all its qubits, and everything belongs to it.
struct LightCone {
  private let isInside: [Bool]

  /// Cost: O(instructions).
  init(of circuit: Circuit) {
    let instructions = circuit.instructions
    var isInside = Array(repeating: true, count: instructions.count)
    let measures = instructions.contains {
      if case .measure = $0.operation { true } else { false }
    }
    // Qubits on which something later depends.
    var isNeeded = Array(repeating: !measures, count: circuit.qubitCount)
    for index in instructions.indices.reversed() {
      let instruction = instructions[index]
      switch instruction.operation {
      case .barrier: continue
      case .measure: isNeeded[instruction.qubits[0]] = true
      case .reset:
        let qubit = instruction.qubits[0]
        isInside[index] = isNeeded[qubit]
        // What the qubit held before is lost, unless the reset may not take place.
        if measures, instruction.condition == nil { isNeeded[qubit] = false }
      case .gate:
        isInside[index] = instruction.qubits.contains { isNeeded[$0] }
        if isInside[index] { for qubit in instruction.qubits { isNeeded[qubit] = true } }
      }
    }
    self.isInside = isInside
  }

  /// Whether outcomes can depend on the instruction of this index.
  func contains(_ instruction: Int) -> Bool { isInside[instruction] }
}
