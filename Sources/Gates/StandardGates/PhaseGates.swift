import QState

extension GateRecord {
  /// Phases of one qubit's |1⟩, and of everything.
  static let phaseGates: [GateRecord] = [.t, .tdg, .p, .u1, .gphase]

  static let t = GateRecord(
    "t", qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("T")], inverse: .gate("tdg"),
    "T = √S: diag(1, exp(iπ/4))."
  ) { _ in .phase(Complex(Double.sqrt(0.5), Double.sqrt(0.5))) }

  static let tdg = GateRecord(
    "tdg", nicknames: ["tdag", "ti"], qubits: 1, in: [.qelib1, .stdgates], symbols: [.box("Tdg")],
    inverse: .gate("t"),
    "Inverse of T: diag(1, exp(−iπ/4))."
  ) { _ in
    .phase(Complex(Double.sqrt(0.5), -Double.sqrt(0.5)))
  }

  static let p = GateRecord(
    "p", aliases: ["phase"], nicknames: ["phaseshift"], parameters: ["lambda"],
    in: [.qelib1, .stdgates], symbols: [.box("P")], inverse: .negatedParameters,
    "Phase: diag(1, exp(iλ)).", .phase
  ) { λ, _, _ in OneQubitMatrix(1, 0, 0, .unit(λ)) }

  static let u1 = GateRecord(
    "u1", parameters: ["lambda"], in: [.qelib1, .stdgates], symbols: [.box("U1")],
    inverse: .negatedParameters,
    "Phase, by its older name: diag(1, exp(iλ)).", .phase
  ) { λ, _, _ in OneQubitMatrix(1, 0, 0, .unit(λ)) }

  static let gphase = GateRecord(
    "gphase", qubits: 0, parameters: ["gamma"], in: [.stdgates], symbols: [],
    inverse: .negatedParameters, underControl: ControlledForm("p"),
    "Global phase exp(iγ), on no qubit."
  ) { angles in .scale(.unit(angles[0])) }
}

extension StandardGate {
  /// T = √S: diag(1, exp(iπ/4)).
  public static let t = StandardGate(unchecked: .t)

  /// Inverse of T: diag(1, exp(−iπ/4)).
  public static let tdg = StandardGate(unchecked: .tdg)

  /// Phase: diag(1, exp(iλ)).
  public static func p(_ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .p, [λ])
  }

  /// Phase, by its older name: diag(1, exp(iλ)).
  public static func u1(_ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .u1, [λ])
  }

  /// Global phase exp(iγ), on no qubit.
  public static func gphase(_ γ: Angle) -> StandardGate {
    StandardGate(unchecked: .gphase, [γ])
  }
}

extension CircuitBuilder {
  /// Appends a T gate, the root of S.
  public mutating func t(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.t, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends an inverse T gate.
  public mutating func tdg(_ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.tdg, to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a phase gate.
  public mutating func p(
    _ λ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.p(λ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a phase gate by its older name.
  public mutating func u1(
    _ λ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.u1(λ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a global phase, which acts on no qubit.
  public mutating func gphase(_ γ: Angle, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.gphase(γ), to: [], fileID: fileID, line: line)
  }
}
