internal import Gates

/// The gates of a circuit with named parameters, as functions of these: new numbers for the parameters
/// are put into the gates without a look at gates, names or expressions.
struct AngleBinding: Sendable {
  private struct Slot: Sendable {
    /// The place of the gate among the circuit's instructions.
    let instruction: Int
    let form: PlainGate.Form
    /// The node of each of its angles; the last one, which is 0, for those that it has not.
    let nodes: (Int, Int, Int)
  }

  private let tape: AngleTape
  private let instructionCount: Int
  private let slots: [Slot]

  /// - Complexity: O(instructions + angles)
  init(_ circuit: Circuit) {
    var tape = AngleTape(parameters: circuit.parameters)
    var found: [(instruction: Int, form: PlainGate.Form, nodes: [Int])] = []
    for (index, instruction) in circuit.instructions.enumerated()
    where instruction.plainGate == nil {
      guard case .gate(let gate) = instruction.operation, let (form, angles) = PlainGate.Form.of(gate)
      else { continue }
      // The tape knows every parameter of the circuit, and is not asked for others.
      guard let nodes = try? angles.map({ try tape.node(of: $0) }) else { continue }
      found.append((index, form, nodes))
    }
    self.tape = tape
    instructionCount = circuit.instructions.count
    let zero = tape.nodes.count
    slots = found.map { slot in
      func node(_ place: Int) -> Int { place < slot.nodes.count ? slot.nodes[place] : zero }
      return Slot(
        instruction: slot.instruction, form: slot.form, nodes: (node(0), node(1), node(2)))
    }
  }

  /// For each instruction with named parameters its gate with these numbers, where it has a plain form;
  /// nil where the numbers are not those of all parameters and no others, or not finite: the error
  /// needs the circuit itself.
  func gates(_ values: [String: Double]) -> [PlainGate?]? {
    guard values.count == tape.parameters.count else { return nil }
    var numbers: [Double] = []
    numbers.reserveCapacity(values.count)
    for parameter in tape.parameters {
      guard let value = values[parameter.name], value.isFinite else { return nil }
      numbers.append(value)
    }
    var angles = tape.values(at: numbers)
    angles.append(0)
    var gates = [PlainGate?](repeating: nil, count: instructionCount)
    for slot in slots {
      gates[slot.instruction] = slot.form.gate(
        (angles[slot.nodes.0], angles[slot.nodes.1], angles[slot.nodes.2]))
    }
    return gates
  }
}
