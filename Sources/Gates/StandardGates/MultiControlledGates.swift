import QState

extension GateRecord {
  /// Gates under several controls, and their relative-phase relatives.
  static let multiControlledGates: [GateRecord] = [
    .ccx, .ccz, .cswap, .rccx, .c3x, .c3sqrtx, .rc3x, .c4x,
  ]

  static let ccx = GateRecord(
    "ccx", nicknames: ["toffoli", "ccnot", "tof"], controlling: .x, controls: 2,
    in: [.qelib1, .stdgates],
    "Toffoli: X under two controls.")

  static let ccz = GateRecord(
    "ccz", controlling: .z, controls: 2,
    definition: Steps { _ in
      [
        GateStep(StandardGate.h, [2]), GateStep(StandardGate.ccx, [0, 1, 2]),
        GateStep(StandardGate.h, [2]),
      ]
    },
    "Z under two controls: −1 where all three qubits are 1.")

  static let cswap = GateRecord(
    "cswap", nicknames: ["fredkin"], controlling: .swap, in: [.qelib1, .stdgates],
    "Fredkin: a swap under one control.")

  static let rccx = GateRecord(
    "rccx", qubits: 3, in: [.qelib1],
    symbols: [.control(on: true), .control(on: true), .box("RCCX")], inverse: .itself,
    "Margolus gate: Toffoli up to relative phases, Z or Y on the target where the first "
      + "control is 1."
  ) { _ in
    .sequence([
      GateStep(ControlledGate(of: StandardGate.z, values: [true, false]), [0, 1, 2]),
      GateStep(ControlledGate(of: StandardGate.y, values: [true, true]), [0, 1, 2]),
    ])
  }

  static let c3x = GateRecord(
    "c3x", nicknames: ["cccx"], controlling: .x, controls: 3, in: [.qelib1],
    "X under three controls.")

  static let c3sqrtx = GateRecord(
    "c3sqrtx", aliases: ["c3sx"], controlling: .sx, controls: 3, in: [.qelib1],
    "√X under three controls.")

  static let rc3x = GateRecord(
    "rc3x", aliases: ["rcccx"], qubits: 4, in: [.qelib1],
    symbols: [.control(on: true), .control(on: true), .control(on: true), .box("RCCCX")],
    inverse: .general,
    "X under three controls up to relative phases: iZ or iY on the target where the "
      + "first two are 1."
  ) { _ in
    .sequence([
      GateStep(ControlledGate(of: iZ, values: [true, true, false]), [0, 1, 2, 3]),
      GateStep(ControlledGate(of: iY, values: [true, true, true]), [0, 1, 2, 3]),
    ])
  }

  static let c4x = GateRecord(
    "c4x", nicknames: ["ccccx"], controlling: .x, controls: 4, in: [.qelib1],
    "X under four controls.")
}

extension StandardGate {
  /// Toffoli: X under two controls.
  public static let ccx = StandardGate(unchecked: .ccx)

  /// Z under two controls: −1 where all three qubits are 1.
  public static let ccz = StandardGate(unchecked: .ccz)

  /// Fredkin: a swap under one control.
  public static let cswap = StandardGate(unchecked: .cswap)

  /// Margolus gate: Toffoli up to relative phases, Z or Y on the target where the first control
  /// is 1.
  public static let rccx = StandardGate(unchecked: .rccx)

  /// X under three controls.
  public static let c3x = StandardGate(unchecked: .c3x)

  /// √X under three controls.
  public static let c3sqrtx = StandardGate(unchecked: .c3sqrtx)

  /// X under three controls up to relative phases: iZ or iY on the target where the first two are
  /// 1.
  public static let rc3x = StandardGate(unchecked: .rc3x)

  /// X under four controls.
  public static let c4x = StandardGate(unchecked: .c4x)
}

extension CircuitBuilder {
  /// Appends a Toffoli gate.
  public mutating func ccx(
    _ control1: Int, _ control2: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.ccx, to: [control1, control2, target], fileID: fileID, line: line)
  }

  /// Appends a Z under two controls.
  public mutating func ccz(
    _ control1: Int, _ control2: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.ccz, to: [control1, control2, target], fileID: fileID, line: line)
  }

  /// Appends a Fredkin gate.
  public mutating func cswap(
    _ control: Int, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.cswap, to: [control, a, b], fileID: fileID, line: line)
  }

  /// Appends a Toffoli gate up to relative phases.
  public mutating func rccx(
    _ control1: Int, _ control2: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.rccx, to: [control1, control2, target], fileID: fileID, line: line)
  }

  /// Appends an X under three controls.
  public mutating func c3x(
    _ control1: Int, _ control2: Int, _ control3: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      StandardGate.c3x, to: [control1, control2, control3, target], fileID: fileID, line: line)
  }

  /// Appends a root of X under three controls.
  public mutating func c3sqrtx(
    _ control1: Int, _ control2: Int, _ control3: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      StandardGate.c3sqrtx, to: [control1, control2, control3, target],
      fileID: fileID, line: line)
  }

  /// Appends an X under three controls up to relative phases.
  public mutating func rc3x(
    _ control1: Int, _ control2: Int, _ control3: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      StandardGate.rc3x, to: [control1, control2, control3, target],
      fileID: fileID, line: line)
  }

  /// Appends an X under four controls.
  public mutating func c4x(
    _ control1: Int, _ control2: Int, _ control3: Int, _ control4: Int, _ target: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      StandardGate.c4x, to: [control1, control2, control3, control4, target],
      fileID: fileID, line: line)
  }
}

extension CircuitBuilder {
  /// Appends an X under any number of controls, all on 1.
  public mutating func mcx(
    _ controls: [Int], _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      StandardGate.x.controlled(controls.count), to: controls + [target], fileID: fileID,
      line: line)
  }

  /// Appends a Z under any number of controls, all on 1.
  public mutating func mcz(
    _ controls: [Int], _ target: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      StandardGate.z.controlled(controls.count), to: controls + [target], fileID: fileID,
      line: line)
  }

  /// Appends a phase gate under any number of controls, all on 1.
  public mutating func mcp(
    _ λ: Angle, _ controls: [Int], _ target: Int, fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    append(
      StandardGate.p(λ).controlled(controls.count), to: controls + [target], fileID: fileID,
      line: line)
  }
}

/// The blocks of `rc3x`: Z and Y times i.
private struct PhasedPauli: QuantumGate {
  let name: String
  let qubitCount = 1
  let block: GateAction

  func action(_ angles: [Double]) -> GateAction { block }
}

private let iZ = PhasedPauli(name: "iz", block: .diagonal([.i, -.i]))
private let iY = PhasedPauli(name: "iy", block: .antidiagonal(upper: 1, lower: -1))
