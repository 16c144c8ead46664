public import QState

/// A gate of the table, with its parameters.
///
/// ```swift
/// circuit.append(StandardGate.rx(0.3).controlled(2), to: [0, 1, 2])
/// ```
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

  init(unchecked record: GateRecord, _ parameters: [Angle] = []) {
    self.record = record
    self.parameters = parameters
  }

  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    try record.action(angles)
  }

  /// The same as ``QuantumGate/checkedAction(_:)`` without arrays; nil where the gate is not of such a
  /// form.
  ///
  /// - Throws: as ``QuantumGate/angles(_:)``.
  package func plainAction(
    _ lookup: (Parameter) -> Double?
  ) throws(QuantumError) -> PlainAction? {
    guard record.isPlain, parameters.count <= 3 else { return nil }
    func value(_ index: Int) throws(QuantumError) -> Double {
      guard index < parameters.count else { return 0 }
      let value = try parameters[index].value(lookup)
      guard value.isFinite else {
        throw .notFinite(what: "parameter \(index + 1) of \(name)", value: value)
      }
      return value
    }
    return record.plainAction(try value(0), try value(1), try value(2))
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    parameters.count == record.parameterNames.count
      ? StandardGate(unchecked: record, parameters) : BoundGate(of: self, parameters: parameters)
  }

  public var inverse: any QuantumGate {
    switch record.inverse {
    case .itself: return self
    case .negatedParameters: return StandardGate(unchecked: record, parameters.map { -$0 })
    case .parameters(let map): return StandardGate(unchecked: record, map(parameters))
    case .gate(let name):
      guard let record = GateTable.record(named: name) else { return InverseGate(of: self) }
      return StandardGate(unchecked: record, parameters)
    case .general:
      guard let (base, count) = record.control else { return InverseGate(of: self) }
      return StandardGate(unchecked: base, parameters).inverse.controlled(count)
    }
  }

  /// Whole powers of rotations and phases are gates of the same kind.
  public func power(_ exponent: Double) -> any QuantumGate {
    if exponent == 1 { return self }
    if exponent == -1 { return inverse }
    if case .negatedParameters = record.inverse, exponent.isWhole {
      return StandardGate(unchecked: record, parameters.map { .value(exponent) * $0 })
    }
    return PowerGate(of: self, exponent: exponent)
  }

  /// A gate of the table where it has this one (`cx`, `ccx`, `c3x`, `crz` …), else a
  /// ``ControlledGate``. A controlled global phase is a phase gate.
  public func controlled(on values: [Bool]) -> any QuantumGate {
    guard let last = values.last else { return self }
    if let form = record.underControl, last, values.count == 1 || qubitCount == 0,
      let record = GateTable.record(named: form.name)
    {
      return StandardGate(unchecked: record, parameters + form.furtherParameters)
        .controlled(on: values.dropLast())
    }
    let own = Array(repeating: true, count: record.control?.count ?? 0)
    let base = record.control?.base ?? record
    let all = values + own
    if !all.contains(false), let form = GateTable.record(controlling: base, controls: all.count) {
      return StandardGate(unchecked: form, parameters)
    }
    return ControlledGate(of: StandardGate(unchecked: base, parameters), values: all)
  }
}
