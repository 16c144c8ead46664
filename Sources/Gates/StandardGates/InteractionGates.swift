import QState

extension GateRecord {
  /// Interactions of two qubits with an angle.
  static let interactionGates: [GateRecord] = [
    .rxx, .ryy, .rzz, .rzx, .fsim, .givens, .xxPlusYY, .xxMinusYY,
  ]

  static let rxx = GateRecord(
    "rxx", nicknames: ["xx", "ms"], in: [.qelib1], symbols: [.box("RXX"), .box("RXX")],
    rotation: (.x, .x), "Rotation about X⊗X: exp(−iθ XX/2).")

  static let ryy = GateRecord(
    "ryy", nicknames: ["yy"], symbols: [.box("RYY"), .box("RYY")], rotation: (.y, .y),
    definition: Steps { θ in
      [
        GateStep(StandardGate.rx(.pi / 2), [0]), GateStep(StandardGate.rx(.pi / 2), [1]),
        GateStep(StandardGate.rzz(θ[0]), [0, 1]),
        GateStep(StandardGate.rx(-.pi / 2), [0]), GateStep(StandardGate.rx(-.pi / 2), [1]),
      ]
    },
    "Rotation about Y⊗Y: exp(−iθ YY/2).")

  static let rzz = GateRecord(
    "rzz", nicknames: ["zz"], in: [.qelib1], symbols: [.box("RZZ"), .box("RZZ")],
    rotation: (.z, .z), "Rotation about Z⊗Z: exp(−iθ ZZ/2).")

  static let rzx = GateRecord(
    "rzx", nicknames: ["zx", "cr"], symbols: [.box("RZX"), .box("RZX")], rotation: (.z, .x),
    definition: Steps { θ in
      [
        GateStep(StandardGate.h, [1]), GateStep(StandardGate.rzz(θ[0]), [0, 1]),
        GateStep(StandardGate.h, [1]),
      ]
    },
    "Rotation about Z on a and X on b: exp(−iθ Z_a X_b/2).")

  static let fsim = GateRecord(
    "fsim", qubits: 2, parameters: ["theta", "phi"], symbols: [.box("fSim"), .box("fSim")],
    inverse: .negatedParameters,
    definition: Steps { angles in
      [
        GateStep(StandardGate.rxx(angles[0]), [0, 1]),
        GateStep(StandardGate.ryy(angles[0]), [0, 1]),
        GateStep(StandardGate.cp(-angles[1]), [0, 1]),
      ]
    },
    "Fermionic simulation: exp(−iθ(XX + YY)/2), then exp(−iφ) where both qubits are 1."
  ) { angles in
    let (c, s) = (Complex(Double.cos(angles[0])), Complex(0, -Double.sin(angles[0])))
    return .matrix([
      [1, 0, 0, 0],
      [0, c, s, 0],
      [0, s, c, 0],
      [0, 0, 0, .unit(-angles[1])],
    ])
  }

  static let givens = GateRecord(
    "givens", qubits: 2, parameters: ["theta"], symbols: [.box("Givens"), .box("Givens")],
    inverse: .negatedParameters,
    definition: Steps { θ in [GateStep(StandardGate.xxPlusYY(2 * θ[0], .pi / 2), [0, 1])] },
    "Givens rotation by θ from |1⟩ of a to |1⟩ of b: exp(−iθ(YX − XY)/2) with a as first factor."
  ) { angles in
    let (c, s) = (Complex(Double.cos(angles[0])), Complex(Double.sin(angles[0])))
    return .matrix([
      [1, 0, 0, 0],
      [0, c, -s, 0],
      [0, s, c, 0],
      [0, 0, 0, 1],
    ])
  }

  static let xxPlusYY = GateRecord(
    "xx_plus_yy", qubits: 2, parameters: ["theta", "beta"],
    symbols: [.box("XX+YY"), .box("XX+YY")],
    inverse: .parameters { [-$0[0], $0[1]] },
    definition: Steps { angles in
      [
        GateStep(StandardGate.rz(angles[1]), [0]),
        GateStep(StandardGate.rxx(angles[0] / 2), [0, 1]),
        GateStep(StandardGate.ryy(angles[0] / 2), [0, 1]),
        GateStep(StandardGate.rz(-angles[1]), [0]),
      ]
    },
    "Exchange of one excitation: exp(−iθ(XX + YY)/4) between rz(β) and rz(−β) on a."
  ) { angles in
    let (c, s) = halfAngle(angles[0])
    let phase = Complex.unit(angles[1])
    let i = Complex(0, -s)
    return .matrix([
      [1, 0, 0, 0],
      [0, Complex(c), i * phase.conjugate, 0],
      [0, i * phase, Complex(c), 0],
      [0, 0, 0, 1],
    ])
  }

  static let xxMinusYY = GateRecord(
    "xx_minus_yy", qubits: 2, parameters: ["theta", "beta"],
    symbols: [.box("XX-YY"), .box("XX-YY")], inverse: .parameters { [-$0[0], $0[1]] },
    definition: Steps { angles in
      [
        GateStep(StandardGate.rz(-angles[1]), [1]),
        GateStep(StandardGate.rxx(angles[0] / 2), [0, 1]),
        GateStep(StandardGate.ryy(-angles[0] / 2), [0, 1]),
        GateStep(StandardGate.rz(angles[1]), [1]),
      ]
    },
    "Creation of two excitations: exp(−iθ(XX − YY)/4) between rz(−β) and rz(β) on b."
  ) { angles in
    let (c, s) = halfAngle(angles[0])
    let phase = Complex.unit(angles[1])
    let i = Complex(0, -s)
    return .matrix([
      [Complex(c), 0, 0, i * phase.conjugate],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [i * phase, 0, 0, Complex(c)],
    ])
  }
}

extension StandardGate {
  /// Rotation about X⊗X: exp(−iθ XX/2).
  public static func rxx(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .rxx, [θ])
  }

  /// Rotation about Y⊗Y: exp(−iθ YY/2).
  public static func ryy(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .ryy, [θ])
  }

  /// Rotation about Z⊗Z: exp(−iθ ZZ/2).
  public static func rzz(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .rzz, [θ])
  }

  /// Rotation about Z on a and X on b: exp(−iθ Z_a X_b/2).
  public static func rzx(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .rzx, [θ])
  }

  /// Fermionic simulation: exp(−iθ(XX + YY)/2), then exp(−iφ) where both qubits are 1.
  public static func fsim(_ θ: Angle, _ φ: Angle) -> StandardGate {
    StandardGate(unchecked: .fsim, [θ, φ])
  }

  /// Givens rotation by θ from |1⟩ of a to |1⟩ of b: exp(−iθ(YX − XY)/2) with a as first factor.
  public static func givens(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .givens, [θ])
  }

  /// Exchange of one excitation: exp(−iθ(XX + YY)/4) between rz(β) and rz(−β) on a.
  public static func xxPlusYY(_ θ: Angle, _ β: Angle) -> StandardGate {
    StandardGate(unchecked: .xxPlusYY, [θ, β])
  }

  /// Creation of two excitations: exp(−iθ(XX − YY)/4) between rz(−β) and rz(β) on b.
  public static func xxMinusYY(_ θ: Angle, _ β: Angle) -> StandardGate {
    StandardGate(unchecked: .xxMinusYY, [θ, β])
  }
}

extension CircuitBuilder {
  /// Appends a rotation about XX.
  public mutating func rxx(
    _ θ: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.rxx(θ), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a rotation about YY.
  public mutating func ryy(
    _ θ: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.ryy(θ), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a rotation about ZZ.
  public mutating func rzz(
    _ θ: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.rzz(θ), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a rotation about Z and X.
  public mutating func rzx(
    _ θ: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.rzx(θ), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a fermionic simulation gate.
  public mutating func fsim(
    _ θ: Angle, _ φ: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.fsim(θ, φ), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a Givens rotation.
  public mutating func givens(
    _ θ: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.givens(θ), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends an XX + YY interaction.
  public mutating func xxPlusYY(
    _ θ: Angle, _ β: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.xxPlusYY(θ, β), to: [a, b], fileID: fileID, line: line)
  }

  /// Appends an XX − YY interaction.
  public mutating func xxMinusYY(
    _ θ: Angle, _ β: Angle, _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.xxMinusYY(θ, β), to: [a, b], fileID: fileID, line: line)
  }
}
