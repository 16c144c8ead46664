internal import Gates

/// A program whose qubits fall into components that no operation joins, though classical bits may: what
/// one measures can decide what happens in another.
///
/// In every history of outcomes the state is a product of the components' states, so that each has a
/// state of its own and all share the bits.
struct ProgramComponents {
  /// The components, in order of their first qubits, on qubits numbered from 0.
  private(set) var programs: [Program] = []
  /// The component of each of the program's steps.
  private(set) var order: [Int] = []

  /// Nil where operations join all qubits.
  init?(_ program: Program) {
    var components = QubitComponents(count: program.qubits.count)
    for step in program.steps {
      if case .apply(let operation) = step.action { components.join(operation.qubits) }
    }
    let numbers = components.numbers
    let count = (numbers.max() ?? 0) + 1
    guard count > 1 else { return nil }

    // For each component the program's qubits that its own are, ascending.
    var qubits = Array(repeating: [Int](), count: count)
    var places = Array(repeating: 0, count: numbers.count)
    for (qubit, number) in numbers.enumerated() {
      places[qubit] = qubits[number].count
      qubits[number].append(qubit)
    }
    var steps = Array(repeating: [Program.Step](), count: count)
    for step in program.steps {
      let number = Self.firstQubit(of: step).map { numbers[$0] } ?? 0
      guard let moved = step.moved(to: places) else {
        preconditionFailure("a qubit of a program that is in none of its components")
      }
      order.append(number)
      steps[number].append(moved)
    }
    for number in 0..<count {
      var own = program
      own.steps = steps[number]
      own.qubits = qubits[number].map { program.qubits[$0] }
      own.finalReads = program.finalReads.filter { numbers[$0.qubit] == number }
        .map { ($0.bit, places[$0.qubit]) }
      programs.append(own)
    }
  }

  /// A qubit of a step; nil for a phase of the whole state, and where the qubit measured is |0⟩.
  private static func firstQubit(of step: Program.Step) -> Int? {
    switch step.action {
    case .apply(let operation):
      operation.qubits == 0 ? nil : operation.qubits.trailingZeroBitCount
    case .measure(let qubit, _): qubit
    case .reset(let qubit): qubit
    }
  }
}

/// Qubits up to 64 in disjoint sets.
struct QubitComponents {
  /// The set of each qubit, as a mask.
  private var masks: [UInt64]

  init(count: Int) {
    masks = (0..<count).map { 1 << UInt64($0) }
  }

  /// Makes one set of all that these qubits are in.
  mutating func join(_ qubits: UInt64) {
    var union = qubits
    for qubit in BitIndices(qubits) { union |= masks[qubit] }
    // Nothing new where they are one already, as after the first few gates.
    if qubits == 0 || masks[qubits.trailingZeroBitCount] == union { return }
    for qubit in BitIndices(union) { masks[qubit] = union }
  }

  /// The number of each qubit's set, in order of their first qubits.
  var numbers: [Int] {
    var numbers = Array(repeating: -1, count: masks.count)
    var count = 0
    for qubit in masks.indices where numbers[qubit] < 0 {
      for member in BitIndices(masks[qubit]) { numbers[member] = count }
      count += 1
    }
    return numbers
  }
}

extension Program.Step {
  /// The same on other qubits; nil for a reset of a qubit that is left out.
  ///
  /// - Parameter places: the new number of each qubit; −1 for one that is left out, which is |0⟩
  ///   throughout.
  func moved(to places: [Int]) -> Program.Step? {
    var step = self
    switch action {
    case .apply(let operation): step.action = .apply(operation.moved(to: places))
    case .measure(let qubit?, let bit):
      step.action = .measure(qubit: places[qubit] < 0 ? nil : places[qubit], bit: bit)
    case .measure(nil, _): break
    case .reset(let qubit):
      guard places[qubit] >= 0 else { return nil }
      step.action = .reset(qubit: places[qubit])
    }
    return step
  }
}
