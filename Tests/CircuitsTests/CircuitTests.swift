import Circuits
import Testing

@Suite struct CircuitTests {
  @Test("A mistake while building is kept with its place and thrown when the circuit is used")
  func faults() {
    var circuit = Circuit(qubits: 2, bits: 1)
    circuit.h(2)
    circuit.cx(0, 0)
    #expect(circuit.instructions.isEmpty)
    guard case .located(let error, let place)? = circuit.firstFault else {
      Issue.record("no fault was kept")
      return
    }
    #expect(error == .qubitOutOfRange(qubit: 2, qubitCount: 2))
    #expect(place == "CircuitsTests/CircuitTests.swift:\(#line - 8)")
    let fault = QuantumError.located(error, place: place)
    #expect(throws: fault) { try circuit.validate() }
    #expect(throws: fault) { try circuit.probabilities() }
  }

  @Test("Each kind of misuse is named")
  func misuse() {
    func fault(_ build: (inout Circuit) -> Void) -> QuantumError? {
      var circuit = Circuit(qubits: 2, bits: 1)
      build(&circuit)
      guard case .located(let error, _)? = circuit.firstFault else { return nil }
      return error
    }
    #expect(fault { $0.cx(1, 1) } == .duplicateQubit(1))
    #expect(fault { $0.h(-1) } == .qubitOutOfRange(qubit: -1, qubitCount: 2))
    #expect(fault { $0.measure(0, into: 1) } == .bitOutOfRange(bit: 1, bitCount: 1))
    #expect(fault { $0.reset(5) } == .qubitOutOfRange(qubit: 5, qubitCount: 2))
    #expect(
      fault { $0.append(Instruction(.measure, qubits: [0, 1], bits: [0])) }
        == .wrongQubitCount(operation: "measure", expected: 1, got: 2))
    #expect(
      fault {
        $0.append(
          Instruction(.barrier, qubits: [0], condition: Condition(bits: 0..<3, equals: 1)))
      } == .bitOutOfRange(bit: 2, bitCount: 1))
    #expect(
      fault { circuit in
        let c = circuit.classicalRegisters[0]
        circuit.if(c, equals: 1) { outer in outer.if(c, equals: 0) { $0.x(0) } }
      }
        == .unsupported(
          what: "a condition inside a condition", remedy: "compare one register at a time"))
    #expect(
      fault { $0.append(Circuit(qubits: 2), qubits: [0]) }
        == .wrongElementCount(what: "the placement of a circuit", expected: 2, got: 1))
  }

  @Test("Registers number their qubits and bits one after the other")
  func registers() {
    var circuit = Circuit()
    circuit.addQubits(2, named: "a")
    circuit.addQubits(3, named: "b")
    circuit.addBits(1, named: "x")
    circuit.addBits(4, named: "y")
    #expect(circuit.quantumRegisters.map(\.range) == [0..<2, 2..<5])
    #expect(circuit.classicalRegisters.map(\.range) == [0..<1, 1..<5])
    #expect(circuit.qubitCount == 5)
    #expect(circuit.bitCount == 5)
  }

  @Test("A circuit placed inside another moves its qubits, bits and conditions")
  func placement() throws {
    var inner = Circuit(qubits: 2, bits: 2)
    inner.x(0)
    inner.measure(0, into: 1)
    inner.if(inner.classicalRegisters[0], equals: 2) { $0.x(1) }
    inner.measure(1, into: 0)
    var outer = Circuit(qubits: 4, bits: 4)
    outer.append(inner, qubits: [3, 1], bits: [1, 2])
    #expect(outer.instructions.map(\.qubits) == [[3], [3], [1], [1]])
    #expect(outer.instructions[2].condition == Condition(bits: 1..<3, equals: 2))
    #expect(try outer.probabilities() == ["0110": 1])
  }

  @Test("A condition's bits cannot be torn apart")
  func tornCondition() throws {
    var inner = Circuit(qubits: 1, bits: 2)
    inner.if(inner.classicalRegisters[0], equals: 2) { $0.x(0) }
    var outer = Circuit(qubits: 1, bits: 3)
    outer.append(inner, bits: [0, 2])
    #expect(outer.firstFault != nil)
  }

  @Test("A circuit followed by its inverse is the identity, phase included")
  func inverse() throws {
    var circuit = Circuit(qubits: 3)
    circuit.h(0)
    circuit.cu3(0.3, -0.7, 1.9, 0, 2)
    circuit.rzz(0.4, 1, 2)
    circuit.sx(1)
    circuit.ccx(2, 0, 1)
    circuit.append(try circuit.inverse())
    let state = try circuit.stateVector()
    #expect(abs(state[0].real - 1) < 1e-14)
    #expect(abs(state[0].imaginary) < 1e-14)
  }

  @Test("What has no inverse says so")
  func noInverse() {
    var measured = Circuit(qubits: 1, bits: 1)
    measured.measure(0, into: 0)
    #expect(throws: QuantumError.self) { try measured.inverse() }
    #expect(throws: QuantumError.self) { try measured.controlled() }
    var conditioned = Circuit(qubits: 1, bits: 1)
    conditioned.if(conditioned.classicalRegisters[0], equals: 1) { $0.x(0) }
    #expect(throws: QuantumError.self) { try conditioned.inverse() }
    var reset = Circuit(qubits: 1)
    reset.reset(0)
    #expect(throws: QuantumError.self) { try reset.inverse() }
  }

  @Test("Repeating concatenates; a negative count is refused")
  func repetition() throws {
    var circuit = Circuit(qubits: 1)
    circuit.t(0)
    circuit.h(0)
    #expect(try circuit.repeated(3).instructions.count == 6)
    #expect(try circuit.repeated(0).instructions.isEmpty)
    #expect(throws: QuantumError.outOfRange(what: "a repetition count", value: -1, range: "0…")) {
      try circuit.repeated(-1)
    }
  }

  @Test(
    "A controlled circuit acts only where its controls have their values", arguments: [0, 1, 2, 3])
  func control(value: Int) throws {
    var circuit = Circuit(qubits: 2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.gphase(0.6)
    let values = [value & 1 == 1, value & 2 == 2]
    let controlled = try circuit.controlled(on: values)
    let plain = try circuit.stateVector()
    for setting in 0..<4 {
      var prepared = Circuit(qubits: 4)
      if setting & 1 == 1 { prepared.x(2) }
      if setting & 2 == 2 { prepared.x(3) }
      prepared.append(controlled)
      let state = try prepared.stateVector()
      for index in 0..<4 {
        let expected: Complex<Double> = setting == value ? plain[index] : (index == 0 ? 1 : 0)
        let got = state[setting << 2 | index]
        #expect((got - expected).length < 1e-14)
      }
    }
  }

  @Test("Parameters are found once each, bound by name or by position, and missing ones are named")
  func parameters() throws {
    var circuit = Circuit(qubits: 2)
    let θ = circuit.parameters(count: 2, named: "θ")
    circuit.rx(θ[1], 0)
    circuit.ry(2 * θ[0] - θ[1], 1)
    #expect(circuit.parameters.map(\.name) == ["θ[1]", "θ[0]"])
    #expect(throws: QuantumError.self) { try circuit.stateVector() }
    let bound = try circuit.bound(to: [0.3, 0.5])
    #expect(bound.parameters.isEmpty)
    var expected = Circuit(qubits: 2)
    expected.rx(0.3, 0)
    expected.ry(0.7, 1)
    #expect(try bound.stateVector().amplitudes == expected.stateVector().amplitudes)
    #expect(
      try circuit.stateVector(parameters: ["θ[1]": 0.3, "θ[0]": 0.5]).amplitudes
        == expected.stateVector().amplitudes)
    #expect(try circuit.bound(to: ["θ[1]": 1]).parameters.map(\.name) == ["θ[0]"])
    #expect(throws: QuantumError.unknownParameter(name: "φ", known: ["θ[1]", "θ[0]"])) {
      try circuit.bound(to: ["φ": 1])
    }
    #expect(throws: QuantumError.self) { try circuit.bound(to: ["θ[1]": .nan]) }
    #expect(throws: QuantumError.self) { try circuit.bound(to: [1]) }
  }
}
