import QState

extension GateRecord {
  /// Gates with parameters under one control.
  static let controlledParametricGates: [GateRecord] = [.cp, .cu1, .crx, .cry, .crz, .cu, .cu3]

  static let cp = GateRecord(
    "cp", aliases: ["cphase"], controlling: .p, in: [.qelib1, .stdgates],
    "Controlled phase: exp(iλ) where both qubits are 1.")

  static let cu1 = GateRecord(
    "cu1", controlling: .u1, in: [.qelib1],
    "Controlled phase by its older name: exp(iλ) where both qubits are 1.")

  static let crx = GateRecord(
    "crx", controlling: .rx, in: [.qelib1, .stdgates],
    "Controlled rotation about X.")

  static let cry = GateRecord(
    "cry", controlling: .ry, in: [.qelib1, .stdgates],
    "Controlled rotation about Y.")

  static let crz = GateRecord(
    "crz", controlling: .rz, in: [.qelib1, .stdgates],
    "Controlled rotation about Z: diag(1, 1, exp(−iθ/2), exp(iθ/2)) with the control as high bit.")

  static let cu = GateRecord(
    "cu", qubits: 2, parameters: ["theta", "phi", "lambda", "gamma"], in: [.qelib1, .stdgates],
    symbols: [.control(on: true), .box("U")],
    inverse: .parameters { [-$0[0], -$0[2], -$0[1], -$0[3]] },
    "Controlled exp(iγ) u(θ, φ, λ): the phase γ becomes one of the control."
  ) { angles in
    let m = Complex.unit(angles[3]) * eulerMatrix(angles[0], angles[1], angles[2])
    return .controlled(.oneQubit(m.m00, m.m01, m.m10, m.m11), on: [true])
  }

  static let cu3 = GateRecord(
    "cu3", controlling: .u3, in: [.qelib1],
    "Controlled u3, without a phase of its own.")
}

extension StandardGate {
  /// Controlled phase: exp(iλ) where both qubits are 1.
  public static func cp(_ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .cp, [λ])
  }

  /// Controlled phase by its older name: exp(iλ) where both qubits are 1.
  public static func cu1(_ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .cu1, [λ])
  }

  /// Controlled rotation about X.
  public static func crx(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .crx, [θ])
  }

  /// Controlled rotation about Y.
  public static func cry(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .cry, [θ])
  }

  /// Controlled rotation about Z: diag(1, 1, exp(−iθ/2), exp(iθ/2)) with the control as high bit.
  public static func crz(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .crz, [θ])
  }

  /// Controlled exp(iγ) u(θ, φ, λ): the phase γ becomes one of the control.
  public static func cu(_ θ: Angle, _ φ: Angle, _ λ: Angle, _ γ: Angle) -> StandardGate {
    StandardGate(unchecked: .cu, [θ, φ, λ, γ])
  }

  /// Controlled u3, without a phase of its own.
  public static func cu3(_ θ: Angle, _ φ: Angle, _ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .cu3, [θ, φ, λ])
  }
}

extension CircuitBuilder {
  /// Appends a controlled phase gate.
  public mutating func cp(
    _ λ: Angle, _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cp(λ), to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled phase gate by its older name.
  public mutating func cu1(
    _ λ: Angle, _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cu1(λ), to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled rotation about X.
  public mutating func crx(
    _ θ: Angle, _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.crx(θ), to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled rotation about Y.
  public mutating func cry(
    _ θ: Angle, _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cry(θ), to: [control, target], fileID: fileID, line: line)
  }

  /// Appends a controlled rotation about Z.
  public mutating func crz(
    _ θ: Angle, _ control: Int, _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.crz(θ), to: [control, target], fileID: fileID, line: line)
  }

  /// Appends the general gate under control, with a phase of its own.
  public mutating func cu(
    _ θ: Angle, _ φ: Angle, _ λ: Angle, _ γ: Angle, _ control: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cu(θ, φ, λ, γ), to: [control, target], fileID: fileID, line: line)
  }

  /// Appends the general gate under control.
  public mutating func cu3(
    _ θ: Angle, _ φ: Angle, _ λ: Angle, _ control: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cu3(θ, φ, λ), to: [control, target], fileID: fileID, line: line)
  }
}
