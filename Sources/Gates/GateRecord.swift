import QState

/// All that is known about one standard gate. Parser, writers, drawing, help and tests read it.
public final class GateRecord: Sendable {
  /// The name in OpenQASM's spelling.
  public let name: String
  /// Other names that circuit files use for it.
  public let aliases: [String]
  /// Names from elsewhere that are not accepted, but answered with this gate as the suggestion.
  public let nicknames: [String]
  public let qubitCount: Int
  /// Names of the parameters, for help and messages: `["theta", "phi", "lambda"]`.
  public let parameterNames: [String]
  /// One sentence for documentation and `qsim help gates`.
  public let summary: String
  /// Where the name is predefined.
  public let dialects: Set<Dialect>
  /// How the gate is drawn.
  public let symbols: [GateSymbol]
  /// How the gate is drawn on its own qubits when further qubits control it.
  public let symbolsUnderControl: [GateSymbol]
  /// The gate that this one controls, and how many controls it has, all on 1.
  public let control: (base: GateRecord, count: Int)?

  /// The gate as steps of gates that `qelib1.inc` has or that have such steps themselves, for parameters
  /// that may be expressions; exact, phase included. Writers use it where the gate has no name; nil
  /// leaves it to ``QuantumGate/decomposed(_:)``, which needs numbers.
  public let definition: (@Sendable ([Angle]) -> [GateStep])?

  let inverse: InverseRule
  /// The gate under one more control, where that is a record without this one as the base of its
  /// ``control``.
  let underControl: ControlledForm?
  private let action: @Sendable ([Double]) -> GateAction
  /// The action of a gate without parameters, made once.
  private let fixedAction: GateAction?
  /// The matrix of a gate on one qubit, where it is known without an action; of the gate that is
  /// controlled, if one is. Parameters that the gate has not are 0.
  private let matrix: (@Sendable (Double, Double, Double) -> OneQubitMatrix)?
  private let fixedMatrix: OneQubitMatrix?
  /// P and Q of a gate exp(−iθ P⊗Q/2).
  private let rotation: (Pauli, Pauli)?

  /// The structure of a gate on one qubit that is given by its matrix.
  enum MatrixShape: Sendable {
    case dense, diagonal
    /// Diagonal, with a first element of 1.
    case phase

    fileprivate func action(_ m: OneQubitMatrix) -> GateAction {
      switch self {
      case .dense: .oneQubit(m.m00, m.m01, m.m10, m.m11)
      case .diagonal: .diagonal([m.m00, m.m11])
      case .phase: .phase(m.m11)
      }
    }
  }

  /// A file that predefines gate names.
  public enum Dialect: Sendable {
    /// OpenQASM 2's `qelib1.inc`, in Qiskit's full form.
    case qelib1
    /// OpenQASM 3's `stdgates.inc`, and what the language itself defines.
    case stdgates
  }

  /// How the inverse of the gate is another standard gate.
  enum InverseRule: Sendable {
    case itself
    /// The parameters negated. Such gates are one-parameter groups: multiplying every parameter by a
    /// whole number n is the n-th power.
    case negatedParameters
    case gate(String)
    case parameters(@Sendable ([Angle]) -> [Angle])
    case general
  }

  /// How ``definition`` is written in a record.
  struct Steps: Sendable {
    let steps: @Sendable ([Angle]) -> [GateStep]

    init(_ steps: @escaping @Sendable ([Angle]) -> [GateStep]) { self.steps = steps }
  }

  /// Another gate of the table, with this one's parameters and some more.
  struct ControlledForm: Sendable {
    let name: String
    let furtherParameters: [Angle]

    init(_ name: String, adding furtherParameters: [Angle] = []) {
      self.name = name
      self.furtherParameters = furtherParameters
    }
  }

  init(
    _ name: String, aliases: [String] = [], nicknames: [String] = [], qubits: Int,
    parameters: [String] = [], in dialects: Set<Dialect> = [], symbols: [GateSymbol],
    symbolsUnderControl: [GateSymbol]? = nil, inverse: InverseRule,
    underControl: ControlledForm? = nil,
    definition: Steps? = nil, _ summary: String,
    matrix: (@Sendable (Double, Double, Double) -> OneQubitMatrix)? = nil,
    rotation: (Pauli, Pauli)? = nil,
    action: @escaping @Sendable ([Double]) -> GateAction
  ) {
    self.name = name
    self.aliases = aliases
    self.nicknames = nicknames
    self.qubitCount = qubits
    self.parameterNames = parameters
    self.summary = summary
    self.dialects = dialects
    self.symbols = symbols
    self.symbolsUnderControl = symbolsUnderControl ?? symbols
    self.inverse = inverse
    self.underControl = underControl
    self.definition = definition?.steps
    self.control = nil
    self.action = action
    self.matrix = matrix
    self.rotation = rotation
    let fixed = parameters.isEmpty ? action([]) : nil
    self.fixedAction = fixed
    self.fixedMatrix = qubits == 1 ? fixed.flatMap { OneQubitMatrix($0) } : nil
  }

  /// The record of a gate on one qubit with up to three parameters, given by its matrix.
  convenience init(
    _ name: String, aliases: [String] = [], nicknames: [String] = [], parameters: [String],
    in dialects: Set<Dialect> = [], symbols: [GateSymbol], inverse: InverseRule,
    underControl: ControlledForm? = nil, definition: Steps? = nil, _ summary: String,
    _ shape: MatrixShape,
    matrix: @escaping @Sendable (Double, Double, Double) -> OneQubitMatrix
  ) {
    self.init(
      name, aliases: aliases, nicknames: nicknames, qubits: 1, parameters: parameters, in: dialects,
      symbols: symbols, inverse: inverse, underControl: underControl, definition: definition,
      summary, matrix: matrix
    ) { angles in
      shape.action(
        matrix(
          angles[0], angles.count > 1 ? angles[1] : 0, angles.count > 2 ? angles[2] : 0))
    }
  }

  /// The record of the rotation exp(−iθ P⊗Q/2) of two qubits.
  convenience init(
    _ name: String, nicknames: [String], in dialects: Set<Dialect> = [], symbols: [GateSymbol],
    rotation: (Pauli, Pauli), definition: Steps? = nil, _ summary: String
  ) {
    self.init(
      name, nicknames: nicknames, qubits: 2, parameters: ["theta"], in: dialects, symbols: symbols,
      inverse: .negatedParameters, definition: definition, summary, rotation: rotation
    ) { angles in
      guard rotation == (.z, .z) else {
        return .pauliRotation([rotation.0, rotation.1], angle: angles[0])
      }
      let (equal, different) = (Complex.unit(-angles[0] / 2), Complex.unit(angles[0] / 2))
      return .diagonal([equal, different, different, equal])
    }
  }

  /// The record of a gate that is another one under `controls` controls, all on 1.
  init(
    _ name: String, aliases: [String] = [], nicknames: [String] = [],
    controlling base: GateRecord, controls: Int = 1, in dialects: Set<Dialect> = [],
    definition: Steps? = nil, _ summary: String
  ) {
    let values = Array(repeating: true, count: controls)
    self.name = name
    self.aliases = aliases
    self.nicknames = nicknames
    self.qubitCount = controls + base.qubitCount
    self.parameterNames = base.parameterNames
    self.summary = summary
    self.dialects = dialects
    self.symbols = values.map { .control(on: $0) } + base.symbolsUnderControl
    self.symbolsUnderControl = symbols
    self.control = (base, controls)
    self.underControl = nil
    self.definition = definition?.steps
    switch base.inverse {
    case .itself, .negatedParameters, .parameters: self.inverse = base.inverse
    case .gate, .general: self.inverse = .general
    }
    self.action = { .controlled(base.action($0), on: values) }
    self.matrix = base.matrix
    self.rotation = nil
    self.fixedMatrix = base.fixedMatrix
    self.fixedAction = base.fixedAction.map { .controlled($0, on: values) }
  }

  /// - Throws: ``QuantumError/wrongParameterCount(gate:expected:got:)``
  func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    guard angles.count == parameterNames.count else {
      throw .wrongParameterCount(gate: name, expected: parameterNames.count, got: angles.count)
    }
    return fixedAction ?? action(angles)
  }

  /// The same as ``action(_:)`` without arrays, as circuits are lowered gate by gate; nil where the gate
  /// is not of such a form. Parameters that the gate has not are 0.
  func plainAction(_ a: Double, _ b: Double, _ c: Double) -> PlainAction? {
    if let matrix = fixedMatrix ?? matrix?(a, b, c) { return .matrix(matrix) }
    if let rotation { return .rotation(rotation.0, rotation.1, angle: a) }
    if case .operation(.swap)? = fixedAction { return .swap }
    return nil
  }

  /// Whether ``plainAction(_:_:_:)`` knows the gate.
  var isPlain: Bool { matrix != nil || plainAction(0, 0, 0) != nil }
}

extension OneQubitMatrix {
  /// The matrix of an action on one qubit, controls aside; nil for actions of another kind.
  fileprivate init?(_ action: GateAction) {
    switch action {
    case .operation(.dense(let matrix)) where matrix.rows == 2: self.init(matrix)
    case .operation(.diagonal(let elements)) where elements.count == 2:
      self.init(elements[0], 0, 0, elements[1])
    case .operation(.antidiagonal(let upper, let lower)): self.init(0, upper, lower, 0)
    case .operation(.flip): self = .x
    case .controlled(.operation(.scale(let factor)), on: [true]): self.init(1, 0, 0, factor)
    default: return nil
    }
  }
}
