import QState

extension GateRecord {
  /// The other Clifford gates on one qubit.
  static let cliffordGates: [GateRecord] = [.h, .s, .sdg, .sx, .sxdg]

  static let h = GateRecord(
    "h", nicknames: ["hadamard"], qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("H")],
    inverse: .itself,
    "Hadamard: [[1, 1], [1, −1]] / √2."
  ) { _ in
    let a = Complex(Double.sqrt(0.5))
    return .matrix([[a, a], [a, -a]])
  }

  static let s = GateRecord(
    "s", qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("S")], inverse: .gate("sdg"),
    "S = √Z: diag(1, i)."
  ) { _ in .phase(.i) }

  static let sdg = GateRecord(
    "sdg", nicknames: ["sdag", "si"], qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("Sdg")],
    inverse: .gate("s"),
    "Inverse of S: diag(1, −i)."
  ) { _ in .phase(-.i) }

  static let sx = GateRecord(
    "sx", nicknames: ["v"], qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("SX")],
    inverse: .gate("sxdg"),
    "√X: [[1 + i, 1 − i], [1 − i, 1 + i]] / 2."
  ) { _ in
    let (a, b) = (Complex(0.5, 0.5), Complex(0.5, -0.5))
    return .matrix([[a, b], [b, a]])
  }

  static let sxdg = GateRecord(
    "sxdg", nicknames: ["vdg"], qubits: 1, in: [.qelib1], symbols: [.box("SXdg")],
    inverse: .gate("sx"),
    "Inverse of √X: [[1 − i, 1 + i], [1 + i, 1 − i]] / 2."
  ) { _ in
    let (a, b) = (Complex(0.5, -0.5), Complex(0.5, 0.5))
    return .matrix([[a, b], [b, a]])
  }
}

extension StandardGate {
  /// Hadamard: [[1, 1], [1, −1]] / √2.
  public static let h = StandardGate(unchecked: .h)

  /// S = √Z: diag(1, i).
  public static let s = StandardGate(unchecked: .s)

  /// Inverse of S: diag(1, −i).
  public static let sdg = StandardGate(unchecked: .sdg)

  /// √X: [[1 + i, 1 − i], [1 − i, 1 + i]] / 2.
  public static let sx = StandardGate(unchecked: .sx)

  /// Inverse of √X: [[1 − i, 1 + i], [1 + i, 1 − i]] / 2.
  public static let sxdg = StandardGate(unchecked: .sxdg)
}

extension CircuitBuilder {
  /// Appends a Hadamard gate.
  public mutating func h(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.h, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends an S gate, the root of Z.
  public mutating func s(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.s, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends an inverse S gate.
  public mutating func sdg(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.sdg, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a root of X.
  public mutating func sx(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.sx, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends an inverse root of X.
  public mutating func sxdg(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.sxdg, to: [qubit], fileID: fileID, line: line)
  }
}
