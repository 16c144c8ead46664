import QState

extension GateRecord {
  /// The identity and the Pauli matrices.
  static let pauliGates: [GateRecord] = [.id, .x, .y, .z]

  static let id = GateRecord(
    "id", nicknames: ["i", "iden"], qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("I")],
    inverse: .itself,
    "Identity: does nothing."
  ) { _ in .identity }

  static let x = GateRecord(
    "x", nicknames: ["not"], qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("X")],
    symbolsUnderControl: [.target], inverse: .itself,
    "Pauli X, the NOT: exchanges |0⟩ and |1⟩."
  ) { _ in .flip }

  static let y = GateRecord(
    "y", qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("Y")], inverse: .itself,
    "Pauli Y: [[0, −i], [i, 0]]."
  ) { _ in .antidiagonal(upper: -.i, lower: .i) }

  static let z = GateRecord(
    "z", qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("Z")],
    symbolsUnderControl: [.control(on: true)], inverse: .itself,
    "Pauli Z: diag(1, −1)."
  ) { _ in .phase(-1) }
}

extension StandardGate {
  /// Identity: does nothing.
  public static let id = StandardGate(unchecked: .id)

  /// Pauli X, the NOT: exchanges |0⟩ and |1⟩.
  public static let x = StandardGate(unchecked: .x)

  /// Pauli Y: [[0, −i], [i, 0]].
  public static let y = StandardGate(unchecked: .y)

  /// Pauli Z: diag(1, −1).
  public static let z = StandardGate(unchecked: .z)
}

extension CircuitBuilder {
  /// Appends an identity.
  public mutating func id(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.id, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a Pauli X.
  public mutating func x(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.x, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a Pauli Y.
  public mutating func y(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.y, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a Pauli Z.
  public mutating func z(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.z, to: [qubit], fileID: fileID, line: line)
  }
}
