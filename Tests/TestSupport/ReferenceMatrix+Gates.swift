import ComplexModule
public import Gates
import RealModule

/// A gate that the reference has no matrix for.
public struct UnknownToReference: Error {
  public let gate: String
}

extension ReferenceMatrix {
  /// The matrix of a gate by the definitions: textbook matrices for standard gates, blocks for
  /// controls, adjoints for inverses, products for whole powers and definitions.
  ///
  /// - Throws: ``UnknownToReference`` for a fractional power and for gates of a type it does not know.
  public init(of gate: any QuantumGate, _ values: [Parameter: Double] = [:]) throws {
    let angles = try gate.parameters.map { try $0.value { values[$0] } }
    switch gate {
    case let gate as StandardGate:
      guard let matrix = textbookMatrix(gate.name, angles) else {
        throw UnknownToReference(gate: gate.name)
      }
      self = matrix
    case let gate as ControlledGate:
      self = try ReferenceMatrix(of: gate.base, values).controlled(on: gate.values)
    case let gate as InverseGate:
      self = try ReferenceMatrix(of: gate.base, values).adjoint
    case let gate as PowerGate where gate.exponent == gate.exponent.rounded():
      let base = try ReferenceMatrix(of: gate.base, values)
      let factor = gate.exponent < 0 ? base.adjoint : base
      self = (0..<Int(abs(gate.exponent))).reduce(.identity(base.size)) { product, _ in
        product * factor
      }
    case let gate as MatrixGate:
      self.init(gate.matrix)
    case let gate as PauliRotation:
      let i = Complex<Double>.i
      let matrices: [Pauli: ReferenceMatrix] = [
        .i: .identity(2), .x: .init([[0, 1], [1, 0]]), .y: .init([[0, -i], [i, 0]]),
        .z: .diagonal([1, -1]),
      ]
      let product = gate.paulis.reduce(ReferenceMatrix.identity(1)) {
        .kron(matrices[$1] ?? .identity(2), $0)
      }
      self =
        Complex(.cos(angles[0] / 2)) * .identity(product.size)
        - Complex(0, .sin(angles[0] / 2)) * product
    case let gate as CompositeGate:
      let formal = Dictionary(uniqueKeysWithValues: zip(gate.definition.parameters, angles))
      var product = ReferenceMatrix.identity(1 << gate.qubitCount)
      for step in gate.definition.body {
        product =
          try ReferenceMatrix(of: step.gate, formal)
          .placed(on: step.qubits, of: gate.qubitCount) * product
      }
      self = gate.isInverse ? product.adjoint : product
    default:
      throw UnknownToReference(gate: gate.name)
    }
  }
}
