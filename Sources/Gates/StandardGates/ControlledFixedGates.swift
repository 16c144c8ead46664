import QState

extension GateRecord {
  /// Gates without parameters under one control.
  static let controlledFixedGates: [GateRecord] = [.cx, .cy, .cz, .ch, .cs, .csdg, .csx]

  static let cx = GateRecord(
    "cx", aliases: ["CX"], nicknames: ["cnot"], controlling: .x, in: [.qelib1, .stdgates],
    "Controlled X (CNOT).")

  static let cy = GateRecord(
    "cy", controlling: .y, in: [.qelib1, .stdgates],
    "Controlled Y.")

  static let cz = GateRecord(
    "cz", nicknames: ["cphaseflip"], controlling: .z, in: [.qelib1, .stdgates],
    "Controlled Z: −1 where both qubits are 1.")

  static let ch = GateRecord(
    "ch", controlling: .h, in: [.qelib1, .stdgates],
    "Controlled Hadamard.")

  static let cs = GateRecord(
    "cs", controlling: .s,
    definition: Steps { _ in [GateStep(StandardGate.cp(.pi / 2), [0, 1])] },
    "Controlled S: i where both qubits are 1.")

  static let csdg = GateRecord(
    "csdg", controlling: .sdg,
    definition: Steps { _ in [GateStep(StandardGate.cp(-.pi / 2), [0, 1])] },
    "Controlled inverse S: −i where both qubits are 1.")

  static let csx = GateRecord(
    "csx", nicknames: ["cv"], controlling: .sx, in: [.qelib1],
    "Controlled √X.")
}

extension StandardGate {
  /// Controlled X (CNOT).
  public static let cx = StandardGate(unchecked: .cx)

  /// Controlled Y.
  public static let cy = StandardGate(unchecked: .cy)

  /// Controlled Z: −1 where both qubits are 1.
  public static let cz = StandardGate(unchecked: .cz)

  /// Controlled Hadamard.
  public static let ch = StandardGate(unchecked: .ch)

  /// Controlled S: i where both qubits are 1.
  public static let cs = StandardGate(unchecked: .cs)

  /// Controlled inverse S: −i where both qubits are 1.
  public static let csdg = StandardGate(unchecked: .csdg)

  /// Controlled √X.
  public static let csx = StandardGate(unchecked: .csx)
}

extension CircuitBuilder {
  /// Appends a controlled X (CNOT).
  public mutating func cx(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cx, to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled Y.
  public mutating func cy(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cy, to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled Z.
  public mutating func cz(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cz, to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled Hadamard gate.
  public mutating func ch(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.ch, to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled S gate.
  public mutating func cs(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cs, to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled inverse S gate.
  public mutating func csdg(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.csdg, to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled root of X.
  public mutating func csx(
    _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.csx, to: [control, target], fileID: fileID, line: line)
  }
}
