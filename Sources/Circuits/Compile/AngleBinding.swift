internal import Gates

/// The gates of a circuit with named parameters, as functions of these: new numbers for the parameters
/// are put into the gates without a look at gates, names or expressions.
///
/// Gates of other types than the table's, with more than three angles or with very long expressions are
/// not among them.
struct AngleBinding: Sendable {
  private struct Slot: Sendable {
    /// The place of the gate among the circuit's instructions.
    let instruction: Int
    let form: PlainGate.Form
    /// The node of each of its angles, or of 0.
    let nodes: (Int, Int, Int)
  }

  private let tape: AngleTape
  private let instructionCount: Int
  private var slots: [Slot] = []

  /// Operations of an angle. An expression that uses a part of itself twice is a tree in which the part is
  /// there twice, and need not fit the memory when it is written out.
  private static let longestAngle = 64

  /// - Complexity: O(instructions + operations of the angles)
  init(_ circuit: Circuit) {
    var tape = AngleTape(parameters: circuit.parameters)
    let zero = tape.addConstant(0)
    for (index, instruction) in circuit.instructions.enumerated()
    where instruction.plainGate == nil {
      guard case .gate(let gate) = instruction.operation,
        let (form, angles) = PlainGate.Form.of(gate),
        angles.allSatisfy({ $0.hasOperations(atMost: Self.longestAngle) }),
        // The tape has all parameters of the circuit.
        let nodes = try? angles.map({ try tape.node(of: $0) })
      else { continue }
      func node(_ place: Int) -> Int { place < nodes.count ? nodes[place] : zero }
      slots.append(
        Slot(instruction: index, form: form, nodes: (node(0), node(1), node(2))))
    }
    self.tape = tape
    instructionCount = circuit.instructions.count
  }

  /// For each instruction with named parameters its gate with these numbers, nil where it has no plain
  /// form or an angle is not finite. Nil for numbers that are not those of all parameters and no others,
  /// or not finite: the error needs the circuit itself.
  func gates(_ values: [String: Double]) -> [PlainGate?]? {
    guard values.count == tape.parameters.count else { return nil }
    var numbers: [Double] = []
    numbers.reserveCapacity(values.count)
    for parameter in tape.parameters {
      guard let value = values[parameter.name], value.isFinite else { return nil }
      numbers.append(value)
    }
    let angles = tape.values(at: numbers)
    var gates = [PlainGate?](repeating: nil, count: instructionCount)
    for slot in slots {
      gates[slot.instruction] = slot.form.gate(
        (angles[slot.nodes.0], angles[slot.nodes.1], angles[slot.nodes.2]))
    }
    return gates
  }
}

extension Angle {
  fileprivate func hasOperations(atMost count: Int) -> Bool {
    var left = count
    return uses(&left)
  }

  /// Whether so many operations are enough; takes off those that it has.
  private func uses(_ left: inout Int) -> Bool {
    left -= 1
    guard left >= 0 else { return false }
    switch self {
    case .value, .parameter: return true
    case .negation(let a), .function(_, let a): return a.uses(&left)
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b):
      return a.uses(&left) && b.uses(&left)
    }
  }
}
