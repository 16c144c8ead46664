import Circuits
import Testing

@Suite struct GateAngleTests {
  @Test("every number among the parameters of a circuit's gates can be differentiated by")
  func freeing() throws {
    let definition = try CompositeGate.Definition(
      "turn", parameters: [Parameter("t"), Parameter("s")], qubits: 1,
      body: [
        GateStep(StandardGate.ry(2 * .parameter(Parameter("t"))), [0]),
        GateStep(StandardGate.rz(.parameter(Parameter("s"))), [0]),
        GateStep(StandardGate.rx(0.3), [0]),
      ])
    var circuit = Circuit(qubits: 3)
    circuit.h(0)
    circuit.ry(0.3, 1)
    circuit.rx(.parameter(Parameter("angle[0]")), 0)
    circuit.append(try CompositeGate(definition, [0.4, 0.5]), to: [2])
    circuit.append(StandardGate.cu(0.1, 0.2, 0.3, 0.4).controlled(), to: [1, 0, 2])
    circuit.append(PauliRotation([.x, .z], 0.7), to: [0, 1])
    let (free, angles) = circuit.freeingAngles()
    #expect(angles.map(\.value) == [0.3, 0.4, 0.5, 0.1, 0.2, 0.3, 0.4, 0.7])
    #expect(angles.map(\.instruction) == [1, 3, 3, 4, 4, 4, 4, 5])
    #expect(
      angles.map(\.name) == ["theta", "t", "s", "theta", "phi", "lambda", "gamma", "theta"])
    #expect(angles[3].qubits == [1, 0, 2] && angles[0].gate == "ry")
    #expect(Set(angles.map(\.parameter)).count == 8)
    #expect(free.parameters.count == 9 && circuit.parameters.count == 1)

    let order = [Parameter("angle[0]")] + angles.map(\.parameter)
    let prepared = try DifferentiableCircuit(free, parameters: order)
    let values = [0.9] + angles.map(\.value)
    let observable = Z(0) * X(2) + 0.4 * Y(1) + Z(2)
    let (value, gradient) = try prepared.valueAndGradient(of: observable, at: values)
    let direct = try circuit.expectation(of: observable, parameters: ["angle[0]": 0.9])
    #expect(abs(value - direct) < 1e-13)
    let differences = try prepared.finiteDifferenceJacobian(of: [observable], at: values)[0]
    for (x, y) in zip(gradient, differences) { #expect(abs(x - y) < 1e-10) }
  }

  @Test("measurements at the end do not matter to derivatives, others are refused")
  func measurements() throws {
    var circuit = Circuit(qubits: 2, bits: 2)
    circuit.ry(.parameter(Parameter("a")), 0)
    circuit.cx(0, 1)
    let expected = try circuit.valueAndGradient(of: Z(1), at: [0.4])
    circuit.measure(0, into: 0)
    circuit.measure(1, into: 1)
    for planned in [0, 15] {
      var prepared = try DifferentiableCircuit(circuit)
      prepared.plannedQubits = planned
      let found = try prepared.valueAndGradient(of: Z(1), at: [0.4])
      #expect(abs(found.value - expected.value) < 1e-14)
      #expect(abs(found.gradient[0] - expected.gradient[0]) < 1e-14)
    }
    circuit.h(1)
    #expect(throws: QuantumError.self) { try DifferentiableCircuit(circuit) }
  }

  @Test("a program says which line a gate with parameters comes from")
  func lines() {
    let reading = OpenQASM.read(
      Array(
        """
        OPENQASM 2.0;
        include "qelib1.inc";
        qreg q[3];
        rx(0.3) q;
        h q[0]; ry(0.1) q[1];
          cx q[0],
             q[1];
        rz(0.2)
          q[2];
        """.utf8), file: "some.qasm")
    let lines = reading.lines(ofInstructions: Array(0..<8))
    #expect(lines.map { $0?.number } == [4, 4, 4, nil, 5, nil, 8, nil])
    #expect(lines[0]?.file == "some.qasm")
  }
}
