import QState

/// The matrix of `u(θ, φ, λ)`.
func eulerMatrix(_ θ: Double, _ φ: Double, _ λ: Double) -> OneQubitMatrix {
  let (c, s) = halfAngle(θ)
  let (left, right) = (Complex.unit(φ), Complex.unit(λ))
  return OneQubitMatrix(Complex(c), -s * right, s * left, c * (left * right))
}

private func * (scale: Double, z: Complex<Double>) -> Complex<Double> {
  Complex(scale * z.real, scale * z.imaginary)
}

extension GateRecord {
  /// Every gate on one qubit by its three Euler angles.
  static let universalGates: [GateRecord] = [.u, .u2, .u3, .u0]

  static let u = GateRecord(
    "u", aliases: ["U"], parameters: ["theta", "phi", "lambda"],
    in: [.qelib1, .stdgates], symbols: [.box("U")],
    inverse: .parameters { [-$0[0], -$0[2], -$0[1]] },
    underControl: ControlledForm("cu", adding: [0]),
    "General gate: [[cos θ/2, −exp(iλ) sin θ/2], [exp(iφ) sin θ/2, exp(i(φ + λ)) cos θ/2]].", .dense
  ) { θ, φ, λ in eulerMatrix(θ, φ, λ) }

  static let u2 = GateRecord(
    "u2", parameters: ["phi", "lambda"], in: [.qelib1, .stdgates], symbols: [.box("U2")],
    inverse: .parameters { [.pi - $0[1], .pi - $0[0]] },
    "General gate at θ = π/2: u(π/2, φ, λ).", .dense
  ) { φ, λ, _ in
    let a = Complex(Double.sqrt(0.5))
    let (left, right) = (Complex.unit(φ), Complex.unit(λ))
    return OneQubitMatrix(a, -a * right, a * left, a * (left * right))
  }

  static let u3 = GateRecord(
    "u3", parameters: ["theta", "phi", "lambda"], in: [.qelib1, .stdgates],
    symbols: [.box("U3")], inverse: .parameters { [-$0[0], -$0[2], -$0[1]] },
    "General gate by its older name: u(θ, φ, λ).", .dense
  ) { θ, φ, λ in eulerMatrix(θ, φ, λ) }

  static let u0 = GateRecord(
    "u0", qubits: 1, parameters: ["gamma"], in: [.qelib1], symbols: [.box("U0")], inverse: .itself,
    "Wait for γ times the length of a gate: the identity."
  ) { angles in .identity }
}

extension StandardGate {
  /// General gate: [[cos θ/2, −exp(iλ) sin θ/2], [exp(iφ) sin θ/2, exp(i(φ + λ)) cos θ/2]].
  public static func u(_ θ: Angle, _ φ: Angle, _ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .u, [θ, φ, λ])
  }

  /// General gate at θ = π/2: u(π/2, φ, λ).
  public static func u2(_ φ: Angle, _ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .u2, [φ, λ])
  }

  /// General gate by its older name: u(θ, φ, λ).
  public static func u3(_ θ: Angle, _ φ: Angle, _ λ: Angle) -> StandardGate {
    StandardGate(unchecked: .u3, [θ, φ, λ])
  }

  /// Wait for γ times the length of a gate: the identity.
  public static func u0(_ γ: Angle) -> StandardGate {
    StandardGate(unchecked: .u0, [γ])
  }
}

extension CircuitBuilder {
  /// Appends the general gate on one qubit.
  public mutating func u(
    _ θ: Angle, _ φ: Angle, _ λ: Angle, _ qubit: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.u(θ, φ, λ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a general gate at θ = π/2.
  public mutating func u2(
    _ φ: Angle, _ λ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.u2(φ, λ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends the general gate on one qubit by its older name.
  public mutating func u3(
    _ θ: Angle, _ φ: Angle, _ λ: Angle, _ qubit: Int,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.u3(θ, φ, λ), to: [qubit], fileID: fileID, line: line)
  }

  /// Appends a wait, which does nothing to the state.
  public mutating func u0(
    _ γ: Angle, _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.u0(γ), to: [qubit], fileID: fileID, line: line)
  }
}
