import Circuits
import Testing

@Suite struct OpenQASMTests {
  @Test("A program becomes a circuit with its registers and instructions in order")
  func readsAProgram() throws {
    let circuit = try OpenQASM.parse(
      """
      OPENQASM 2.0;
      include "qelib1.inc";
      qreg q[2];
      creg c[2];
      h q[0];
      cx q[0], q[1];
      measure q -> c;
      """)
    #expect(circuit.quantumRegisters == [Register(name: "q", range: 0..<2)])
    #expect(circuit.classicalRegisters == [Register(name: "c", range: 0..<2)])
    #expect(circuit.instructions.map(\.qubits) == [[0], [0, 1], [0], [1]])
    #expect(circuit.instructions.map(\.bits) == [[], [], [0], [1]])
  }
}
