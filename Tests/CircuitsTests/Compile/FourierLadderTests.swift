import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@testable import Circuits

/// Fourier transforms are found in circuits and run as levels of a fast transform: the state must be
/// that of the gates one after the other.
@Suite("Fourier transforms in circuits")
struct FourierLadderTests {
  /// How a circuit spells the controlled phase.
  enum Spelling: CaseIterable { case cp, cu1, crz, rzz }
  /// Whether the phases of a qubit come after its Hadamard gate or before that of the next.
  enum Order: CaseIterable { case after, before }

  /// The transform of these qubits, the last the most significant, without swaps.
  private func append(
    to circuit: inout Circuit, _ qubits: [Int], inverse: Bool = false, _ spelling: Spelling = .cp,
    _ order: Order = .after, angle: (Int, Int) -> Double? = { _, _ in nil }
  ) {
    func phase(_ high: Int, _ low: Int, _ circuit: inout Circuit) {
      let (a, b) = (qubits[high], qubits[low])
      let sign = inverse ? -1.0 : 1.0
      let value =
        angle(high, low) ?? sign * .pi / Double(sign: .plus, exponent: high - low, significand: 1)
      switch spelling {
      case .cp: circuit.cp(.value(value), a, b)
      case .cu1: circuit.append(named("cu1", value), to: [b, a])
      case .crz:
        circuit.crz(.value(value), a, b)
        circuit.p(.value(value / 2), a)
      case .rzz:
        circuit.rzz(.value(-value / 2), a, b)
        circuit.p(.value(value / 2), a)
        circuit.p(.value(value / 2), b)
      }
    }
    let places = Array(qubits.indices)
    for high in inverse ? places : places.reversed() {
      if inverse {
        for low in 0..<high where order == .after { phase(high, low, &circuit) }
        circuit.h(qubits[high])
        for up in places where up > high && order == .before { phase(up, high, &circuit) }
      } else {
        for up in places where up > high && order == .before { phase(up, high, &circuit) }
        circuit.h(qubits[high])
        for low in 0..<high where order == .after { phase(high, low, &circuit) }
      }
    }
  }

  private func named(_ name: String, _ value: Double) -> any QuantumGate {
    guard let gate = try? StandardGate(named: name, [.value(value)]) else {
      preconditionFailure("no gate '\(name)' in the table")
    }
    return gate
  }

  /// The ladders that the compiler finds.
  private func ladders(_ circuit: Circuit) throws -> [FourierLadder] {
    let program = try Program(circuit, values: [:]) { _ in }
    var nodes = PlanNodes(qubitCount: program.qubits.count)
    for step in program.steps {
      guard case .apply(let operation) = step.action else { continue }
      nodes.append(operation)
    }
    nodes.settle()
    nodes.findFourierLadders(atLeast: 3)
    return nodes.nodes.compactMap {
      if case .fourier(let number) = $0.kind { nodes.ladders[number] } else { nil }
    }
  }

  /// A state without structure, from gates that no ladder is made of.
  private func scramble(_ circuit: inout Circuit, seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    for _ in 0..<2 {
      for qubit in 0..<circuit.qubitCount {
        circuit.u(
          .value(random.angle()), .value(random.angle()), .value(random.angle()), qubit)
      }
      for qubit in 1..<circuit.qubitCount { circuit.cx(qubit - 1, qubit) }
    }
  }

  private func states(
    _ circuit: Circuit, precision: Simulator.Precision, level: OptimizationLevel,
    threads: Int = 1
  ) throws -> FinalState {
    var simulator = Simulator()
    simulator.configuration.precision = precision
    simulator.configuration.optimization = level
    simulator.configuration.listQubits = 0
    simulator.configuration.threads = threads
    return try #require(simulator.run(circuit).finalState)
  }

  private func expectSame(_ circuit: Circuit, _ comment: Comment) throws {
    for precision in Simulator.Precision.allCases {
      let plain = try states(circuit, precision: .double, level: .none)
      let fast = try states(circuit, precision: precision, level: .full)
      // Rounding of each of some hundred gates on amplitudes of magnitude at most 1.
      let tolerance = precision == .double ? 1e-13 : 3e-5
      var largest = 0.0
      for index in 0..<1 << circuit.qubitCount {
        largest = max(largest, (plain[index] - fast[index]).length)
      }
      #expect(largest < tolerance, "\(comment), \(precision)")
    }
  }

  @Test("Every spelling and order is found and keeps the state", arguments: 3...10)
  func spellings(_ qubits: Int) throws {
    for spelling in Spelling.allCases {
      for order in Order.allCases {
        for inverse in [false, true] {
          var circuit = Circuit(qubits: qubits)
          scramble(&circuit, seed: qubits)
          append(to: &circuit, Array(0..<qubits), inverse: inverse, spelling, order)
          let found = try ladders(circuit)
          #expect(found.map(\.qubits.count) == [qubits], "\(spelling), \(order), \(inverse)")
          try expectSame(circuit, "\(spelling), \(order), inverse \(inverse)")
        }
      }
    }
  }

  @Test("Parts of a register in any order are transformed among other gates", arguments: 0..<30)
  func parts(seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let qubits = 5 + seed % 8
    var circuit = Circuit(qubits: qubits)
    scramble(&circuit, seed: seed)
    for _ in 0..<3 {
      let count = Int.random(in: 3...qubits, using: &random)
      let part = random.qubits(count, among: qubits)
      append(
        to: &circuit, part, inverse: Bool.random(using: &random),
        Spelling.allCases.randomElement(using: &random)!,
        Order.allCases.randomElement(using: &random)!)
      if Bool.random(using: &random) {
        for place in 0..<count / 2 { circuit.swap(part[place], part[count - 1 - place]) }
      }
      let pair = random.qubits(2, among: qubits)
      circuit.cx(pair[0], pair[1])
      circuit.ry(.value(random.angle()), pair[0])
      circuit.cry(.value(random.angle()), pair[1], pair[0])
    }
    #expect(try !ladders(circuit).isEmpty)
    try expectSame(circuit, "seed \(seed)")
  }

  @Test("States of several tiles keep their state at any number of threads", arguments: [16])
  func tiles(_ qubits: Int) throws {
    var random = TestRandom(seed: 4)
    for inverse in [false, true] {
      for list in [Array(0..<qubits), random.qubits(qubits, among: qubits)] {
        var circuit = Circuit(qubits: qubits)
        for qubit in 0..<qubits { circuit.ry(.value(0.2 * Double(qubit + 1)), qubit) }
        for qubit in 0..<qubits { circuit.cx(qubit, (qubit + 1) % qubits) }
        append(to: &circuit, list, inverse: inverse)
        for place in 0..<qubits / 2 { circuit.swap(list[place], list[qubits - 1 - place]) }
        #expect(try ladders(circuit).map(\.qubits.count) == [qubits])
        let one = try states(circuit, precision: .double, level: .full)
        let two = try states(circuit, precision: .double, level: .full, threads: 3)
        let plain = try states(circuit, precision: .double, level: .none)
        var largest = 0.0
        for index in 0..<1 << qubits {
          largest = max(largest, (one[index] - plain[index]).length)
          if one[index] != two[index] { largest = .infinity }
        }
        #expect(largest < 1e-13, "inverse \(inverse)")
      }
    }
  }

  @Test("A basis state becomes the wave that the definition says", arguments: [3, 7, 11])
  func definition(_ qubits: Int) throws {
    let count = 1 << qubits
    for basis in [0, 1, count / 3, count - 1] {
      var circuit = Circuit(qubits: qubits)
      for qubit in 0..<qubits where basis >> qubit & 1 == 1 { circuit.x(qubit) }
      append(to: &circuit, Array(0..<qubits))
      for qubit in 0..<qubits / 2 { circuit.swap(qubit, qubits - 1 - qubit) }
      // Every qubit counts, touched or not.
      let state = try circuit.stateVector()
      for index in 0..<count {
        let turns = Double(basis * index % count) / Double(count)
        let expected =
          Complex(
            Double.cos(2 * .pi * turns), Double.sin(2 * .pi * turns)
          ) * Complex(1 / Double(count).squareRoot())
        #expect((state[index] - expected).length < 1e-14)
      }
    }
  }

  @Test("What only looks like a transform is none, and keeps its state", arguments: 0..<20)
  func nearMisses(seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let qubits = 6
    let high = Int.random(in: 1..<qubits, using: &random)
    let low = Int.random(in: 0..<high, using: &random)
    let right = Double.pi / Double(1 << (high - low))
    // An angle that is slightly off, of the other sign, or a phase that is missing.
    let wrong = [right + 1e-9, -right, 0, right / 2][seed % 4]
    var circuit = Circuit(qubits: qubits)
    scramble(&circuit, seed: seed)
    append(to: &circuit, Array(0..<qubits), angle: { $0 == high && $1 == low ? wrong : nil })
    #expect(try !ladders(circuit).contains { $0.qubits.count == qubits })
    try expectSame(circuit, "seed \(seed)")
  }

  @Test("A gate in the middle ends a transform")
  func interrupted() throws {
    for position in 0..<4 {
      var circuit = Circuit(qubits: 4)
      scramble(&circuit, seed: position)
      for high in (0..<4).reversed() {
        circuit.h(high)
        if high == position { circuit.cx(3, (position + 1) % 3) }
        for low in 0..<high { circuit.cp(.value(.pi / Double(1 << (high - low))), high, low) }
      }
      if position > 0 { #expect(try ladders(circuit).allSatisfy { $0.qubits.count < 4 }) }
      try expectSame(circuit, "after qubit \(position)")
    }
  }
}
