public import QState

/// All that is known about one standard gate. Parser, writers, drawing, help and tests read it.
public struct GateRecord: Sendable {
  /// The name in OpenQASM's spelling.
  public let name: String
  /// Other names that circuit files use for it.
  public let aliases: [String]
  public let qubitCount: Int
  /// Names of the parameters, for help and messages: `["theta", "phi", "lambda"]`.
  public let parameterNames: [String]
  /// One sentence for documentation and `qsim help gates`.
  public let summary: String
  /// Where the name is predefined.
  public let dialects: Set<Dialect>
  public let symbols: [GateSymbol]
  let action: @Sendable ([Double]) -> GateAction
  let inverse: InverseRule

  /// A file that predefines gate names.
  public enum Dialect: Sendable {
    /// OpenQASM 2's `qelib1.inc`, in Qiskit's full form.
    case qelib1
    /// OpenQASM 3's `stdgates.inc`.
    case stdgates
  }

  /// How the inverse of the gate is another standard gate.
  public enum InverseRule: Sendable {
    case itself
    case negatedParameters
    case gate(String)
    case parameters(@Sendable ([Angle]) -> [Angle])
    case general
  }

  public init(
    _ name: String, aliases: [String] = [], qubits: Int, parameters: [String] = [],
    in dialects: Set<Dialect> = [], symbols: [GateSymbol]? = nil, inverse: InverseRule,
    _ summary: String, action: @escaping @Sendable ([Double]) -> GateAction
  ) {
    self.name = name
    self.aliases = aliases
    self.qubitCount = qubits
    self.parameterNames = parameters
    self.summary = summary
    self.dialects = dialects
    self.symbols = symbols ?? Array(repeating: .box(name), count: qubits)
    self.action = action
    self.inverse = inverse
  }
}

/// A gate of the table, with its parameters.
public struct StandardGate: QuantumGate {
  public let record: GateRecord
  public let parameters: [Angle]

  public var name: String { record.name }
  public var qubitCount: Int { record.qubitCount }
  public var symbols: [GateSymbol] { record.symbols }

  /// - Throws: ``QuantumError/wrongParameterCount(gate:expected:got:)``
  public init(_ record: GateRecord, _ parameters: [Angle] = []) throws(QuantumError) {
    guard parameters.count == record.parameterNames.count else {
      throw .wrongParameterCount(
        gate: record.name, expected: record.parameterNames.count, got: parameters.count)
    }
    self.init(unchecked: record, parameters)
  }

  /// Looks the gate up by name or alias.
  ///
  /// - Throws: ``QuantumError/unknownGate(name:suggestion:)``,
  ///   ``QuantumError/wrongParameterCount(gate:expected:got:)``
  public init(named name: String, _ parameters: [Angle] = []) throws(QuantumError) {
    guard let record = GateTable.record(named: name) else {
      throw .unknownGate(name: name, suggestion: GateTable.suggestion(for: name))
    }
    try self.init(record, parameters)
  }

  init(unchecked record: GateRecord, _ parameters: [Angle]) {
    self.record = record
    self.parameters = parameters
  }

  public func action(_ angles: [Double]) -> GateAction { record.action(angles) }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    StandardGate(unchecked: record, parameters)
  }

  public var inverse: any QuantumGate {
    switch record.inverse {
    case .itself: return self
    case .negatedParameters: return StandardGate(unchecked: record, parameters.map { -$0 })
    case .parameters(let map): return StandardGate(unchecked: record, map(parameters))
    case .gate(let name):
      guard let record = GateTable.record(named: name) else { return InverseGate(of: self) }
      return StandardGate(unchecked: record, parameters)
    case .general: return InverseGate(of: self)
    }
  }
}
