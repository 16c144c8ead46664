import Circuits
import Testing

/// Circuits whose drawings are kept beside them.
struct DrawingExample: CustomTestStringConvertible, Sendable {
  let name: String
  let circuit: Circuit
  let drawing: String
  var style = DrawingStyle.unicode
  var width: Int?

  var testDescription: String { name }

  static let all: [DrawingExample] = [
    bell, teleportation, asciiTeleportation, fourier, shapes, wrapped,
  ]

  static let bell = DrawingExample(
    name: "a Bell pair, measured",
    circuit: {
      var circuit = Circuit(qubits: 2, bits: 2)
      circuit.add(.h, 0)
      circuit.add(.cx, 0, 1)
      circuit.measure(0, into: 0)
      circuit.measure(1, into: 1)
      return circuit
    }(),
    drawing: """
             ┌───┐   ┌───┐
      q[0]: ─┤ H ├─●─┤ M ├───────
             └───┘ │ └─╥─┘ ┌───┐
      q[1]: ───────⊕───╫───┤ M ├─
                       ║   └─╥─┘
       c/2: ═══════════╩═════╩═══
                       0     1

      """)

  private static let teleportationCircuit: Circuit = {
    var circuit = Circuit()
    circuit.addQubits(3, named: "q")
    circuit.addBits(1, named: "z")
    circuit.addBits(1, named: "x")
    circuit.add(SymbolGate("u", [0.3, 0.2, 0.1], symbols: [.box("U")]), 0)
    circuit.add(.h, 1)
    circuit.add(.cx, 1, 2)
    circuit.barrier()
    circuit.add(.cx, 0, 1)
    circuit.add(.h, 0)
    circuit.measure(0, into: 0)
    circuit.measure(1, into: 1)
    circuit.add(.x, 2, if: Condition(bits: 1..<2, equals: 1))
    circuit.add(.z, 2, if: Condition(bits: 0..<1, equals: 1))
    return circuit
  }()

  static let teleportation = DrawingExample(
    name: "teleportation, with conditions and a barrier",
    circuit: teleportationCircuit,
    drawing: """
             ┌────────────────┐       ┌───┐ ┌───┐
      q[0]: ─┤ U(0.3,0.2,0.1) ├───░─●─┤ H ├─┤ M ├───────────────────────────────
             └─────┬───┬──────┘   ░ │ └───┘ └─╥─┘ ┌───┐
      q[1]: ───────┤ H ├────────●─░─⊕─────────╫───┤ M ├─────────────────────────
                   └───┘        │ ░           ║   └─╥─┘    ┌───┐       ┌───┐
      q[2]: ────────────────────⊕─░───────────╫─────╫──────┤ X ├───────┤ Z ├────
                                              ║     ║      └─╥─┘    ┌──┴─╫─┴──┐
         z: ══════════════════════════════════╩═════╬════════╬══════╡ if z==1 ╞═
                                              0     ║   ┌────╨────┐ └─────────┘
         x: ════════════════════════════════════════╩═══╡ if x==1 ╞═════════════
                                                    0   └─────────┘

      """)

  static let asciiTeleportation = DrawingExample(
    name: "teleportation in 7-bit characters",
    circuit: teleportationCircuit,
    drawing: """
             +----------------+           +---+ +---+
      q[0]: -| U(0.3,0.2,0.1) |-----#--*--| H |-| M |-------------------------------
             +-----+---+------+     #  |  +---+ +-+-+ +---+
      q[1]: -------| H |---------*--#-(+)---------:---| M |-------------------------
                   +---+         |  #             :   +-+-+    +---+       +---+
      q[2]: --------------------(+)-#-------------:-----:------| X |-------| Z |----
                                                  :     :      +-+-+    +--+-+-+--+
         z: ======================================v=====:========:======| if z==1 |=
                                                  0     :   +----+----+ +---------+
         x: ============================================v===| if x==1 |=============
                                                        0   +---------+

      """,
    style: .ascii)

  static let fourier = DrawingExample(
    name: "a Fourier transform, with angles beside the lines",
    circuit: {
      var circuit = Circuit(qubits: 3)
      for target in (0..<3).reversed() {
        circuit.add(.h, target)
        for control in (0..<target).reversed() {
          circuit.add(.cp(.value(.pi / Double(1 << (target - control)))), control, target)
        }
      }
      circuit.add(.swap, 0, 2)
      return circuit
    }(),
    drawing: """
                                        ┌───┐
      q[0]: ────────────●──────────●────┤ H ├─×─
                        │π/4 ┌───┐ │π/2 └───┘ │
      q[1]: ───────●────┼────┤ H ├─●──────────┼─
             ┌───┐ │π/2 │    └───┘            │
      q[2]: ─┤ H ├─●────●─────────────────────×─
             └───┘

      """)

  static let shapes = DrawingExample(
    name: "boxes over other wires, open controls, a reset, a condition on a measurement",
    circuit: {
      var circuit = Circuit(qubits: 4, bits: 3)
      circuit.addBits(2, named: "flags")
      circuit.add(.rzz(0.5 * .parameter(Parameter("θ"))), 3, 0)
      circuit.add(
        SymbolGate("cu", symbols: [.control(on: false), .box("U"), .box("U")]), 1, 0, 2)
      circuit.add(SymbolGate("ab", [1], symbols: [.box("A"), .box("B")]), 0, 1)
      circuit.reset(3)
      circuit.barrier(0, 1, 3)
      circuit.append(
        Instruction(.measure, qubits: [2], bits: [3], condition: Condition(bits: 0..<3, equals: 5)))
      circuit.append(
        Instruction(.measure, qubits: [2], bits: [2], condition: Condition(bits: 4..<5, equals: 1)))
      circuit.append(
        Instruction(.measure, qubits: [2], bits: [0], condition: Condition(bits: 0..<3, equals: 1)))
      circuit.add(.cx, 3, 2, if: Condition(bits: 1..<4, equals: 3))
      circuit.add(.gphase(1), if: Condition(bits: 0..<2, equals: 0))
      return circuit
    }(),
    drawing: """
                ┌─────────────┐  ┌────┐ ┌──────┐
         q[0]: ─┤1            ├──┤0 U ├─┤ A(1) ├─░────────────────────────────────────────────────────────────────────────────────────────────────────────
                │             │  └─┬──┘ └┬─┼─┬─┘ ░
         q[1]: ─┼─────────────┼────○─────┤ B ├───░────────────────────────────────────────────────────────────────────────────────────────────────────────
                │  Rzz(0.5*θ) │  ┌─┴──┐  └───┘        ┌───┐          ┌───┐              ┌───┐
         q[2]: ─┼─────────────┼──┤1 U ├───────────────┤ M ├──────────┤ M ├──────────────┤ M ├───────────────────⊕─────────────────────────────────────────
                │             │ ┌┴────┤               └─╥─┘          └─╥─┘              └─╥─┘                   │
         q[3]: ─┤0            ├─┤ |0⟩ ├──────────░──────╫──────────────╫──────────────────╫─────────────────────●─────────────────────────────────────────
                └─────────────┘ └─────┘            ┌────╨────┐         ║          ┌───────╨───────┐ ┌───────────╨───────────┐ ┌─────────────────────────┐
          c/3: ════════════════════════════════════╡ if c==5 ╞═════════╬2═════════╡ if c==1 → [0] ╞═╡                       ╞═╡ if c[0:1]==0: gphase(1) ╞═
                                                   └────╥────┘ ┌───────╨────────┐ └───────────────┘ │ if c[1:2],flags[0]==3 │ └─────────────────────────┘
      flags/2: ═════════════════════════════════════════╩══════╡ if flags[1]==1 ╞═══════════════════╡                       ╞═════════════════════════════
                                                        0      └────────────────┘                   └───────────────────────┘

      """)

  static let wrapped = DrawingExample(
    name: "a circuit wrapped to 40 columns",
    circuit: {
      var circuit = Circuit(qubits: 3, bits: 1)
      for layer in 0..<3 {
        for qubit in 0..<3 { circuit.add(.rz(.value(0.125 * Double(layer + 1))), qubit) }
        circuit.add(.cz, 0, 2)
        circuit.add(.cx, 1, 0)
      }
      circuit.measure(2, into: 0)
      return circuit
    }(),
    drawing: """
             ┌───────────┐
      q[0]: ─┤ Rz(0.125) ├─●──────⊕───────»
             ├───────────┤ │      │
      q[1]: ─┤ Rz(0.125) ├─┼──────●───────»
             ├───────────┤ │ ┌──────────┐
      q[2]: ─┤ Rz(0.125) ├─●─┤ Rz(0.25) ├─»
             └───────────┘   └──────────┘
         c: ══════════════════════════════»

              ┌──────────┐
      q[0]: «─┤ Rz(0.25) ├─●───────⊕───────»
              ├──────────┤ │       │
      q[1]: «─┤ Rz(0.25) ├─┼───────●───────»
              └──────────┘ │ ┌───────────┐
      q[2]: «──────────────●─┤ Rz(0.375) ├─»
                             └───────────┘
         c: «══════════════════════════════»

              ┌───────────┐
      q[0]: «─┤ Rz(0.375) ├─●───⊕───
              ├───────────┤ │   │
      q[1]: «─┤ Rz(0.375) ├─┼───●───
              └───────────┘ │ ┌───┐
      q[2]: «───────────────●─┤ M ├─
                              └─╥─┘
         c: «═══════════════════╩═══
                                0

      """,
    width: 40)
}
