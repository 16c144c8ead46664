import QState

/// Cosine and sine of half an angle.
func halfAngle(_ θ: Double) -> (cosine: Double, sine: Double) {
  (Double.cos(θ / 2), Double.sin(θ / 2))
}

extension GateRecord {
  /// Rotations of the Bloch sphere about an axis.
  static let rotationGates: [GateRecord] = [.rx, .ry, .rz, .r]

  static let rx = GateRecord(
    "rx", parameters: ["theta"], in: [.qelib1, .stdgates], symbols: [.box("RX")],
    inverse: .negatedParameters,
    "Rotation about X: exp(−iθX/2).", .dense
  ) { θ, _, _ in
    let (c, s) = halfAngle(θ)
    return OneQubitMatrix(Complex(c), Complex(0, -s), Complex(0, -s), Complex(c))
  }

  static let ry = GateRecord(
    "ry", parameters: ["theta"], in: [.qelib1, .stdgates], symbols: [.box("RY")],
    inverse: .negatedParameters,
    "Rotation about Y: exp(−iθY/2).", .dense
  ) { θ, _, _ in
    let (c, s) = halfAngle(θ)
    return OneQubitMatrix(Complex(c), Complex(-s), Complex(s), Complex(c))
  }

  static let rz = GateRecord(
    "rz", parameters: ["theta"], in: [.qelib1, .stdgates], symbols: [.box("RZ")],
    inverse: .negatedParameters,
    "Rotation about Z: exp(−iθZ/2) = diag(exp(−iθ/2), exp(iθ/2)).", .diagonal
  ) { θ, _, _ in
    let one = Complex.unit(θ / 2)
    return OneQubitMatrix(one.conjugate, 0, 0, one)
  }

  static let r = GateRecord(
    "r", parameters: ["theta", "phi"], symbols: [.box("R")],
    inverse: .parameters { [-$0[0], $0[1]] },
    definition: Steps { angles in
      [GateStep(StandardGate.u3(angles[0], angles[1] - .pi / 2, .pi / 2 - angles[1]), [0])]
    },
    "Rotation about the axis at angle φ in the XY plane: exp(−iθ(cos φ X + sin φ Y)/2).", .dense
  ) { θ, φ, _ in
    let (c, s) = halfAngle(θ)
    let phase = Complex.unit(φ)
    let i = Complex(0, -s)
    return OneQubitMatrix(Complex(c), i * phase.conjugate, i * phase, Complex(c))
  }
}

extension StandardGate {
  /// Rotation about X: exp(−iθX/2).
  public static func rx(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .rx, [θ])
  }

  /// Rotation about Y: exp(−iθY/2).
  public static func ry(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .ry, [θ])
  }

  /// Rotation about Z: exp(−iθZ/2) = diag(exp(−iθ/2), exp(iθ/2)).
  public static func rz(_ θ: Angle) -> StandardGate {
    StandardGate(unchecked: .rz, [θ])
  }

  /// Rotation about the axis at angle φ in the XY plane: exp(−iθ(cos φ X + sin φ Y)/2).
  public static func r(_ θ: Angle, _ φ: Angle) -> StandardGate {
    StandardGate(unchecked: .r, [θ, φ])
  }
}

extension CircuitBuilder {
  /// Appends a rotation about X.
  public mutating func rx(
    _ θ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.rx(θ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a rotation about Y.
  public mutating func ry(
    _ θ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.ry(θ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a rotation about Z.
  public mutating func rz(
    _ θ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.rz(θ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a rotation about an axis of the equator.
  public mutating func r(
    _ θ: Angle, _ φ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.r(θ, φ), to: [qubit], fileID: fileID, line: line)
  }
}
