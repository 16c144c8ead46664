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
    definition: Steps? = nil,
    _ summary: String, action: @escaping @Sendable ([Double]) -> GateAction
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
    self.fixedAction = parameters.isEmpty ? action([]) : nil
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
    self.fixedAction = base.fixedAction.map { .controlled($0, on: values) }
  }

  /// - Throws: ``QuantumError/wrongParameterCount(gate:expected:got:)``
  func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    guard angles.count == parameterNames.count else {
      throw .wrongParameterCount(gate: name, expected: parameterNames.count, got: angles.count)
    }
    return fixedAction ?? action(angles)
  }
}
