public import Gates

extension Circuit {
  /// New named parameters `name[0]`, `name[1]`, … to use as gate angles.
  public func parameters(count: Int, named name: String) -> [Angle] {
    (0..<max(count, 0)).map { .parameter(Parameter("\(name)[\($0)]")) }
  }

  /// The parameters that occur in the circuit, in order of first occurrence, each once.
  public var parameters: [Parameter] {
    var seen: Set<Parameter> = []
    var result: [Parameter] = []
    for instruction in instructions {
      guard case .gate(let gate) = instruction.operation else { continue }
      for angle in gate.parameters where angle.constant == nil {
        for parameter in angle.parameters where seen.insert(parameter).inserted {
          result.append(parameter)
        }
      }
    }
    return result
  }

  /// This circuit with values in place of parameters; those without a value stay.
  ///
  /// - Throws: ``QuantumError/unknownParameter(name:known:)`` for a name that does not occur;
  ///   ``QuantumError/notFinite(what:value:)``
  public func bound(to values: [String: Double]) throws(QuantumError) -> Circuit {
    try checkBinding(values)
    var result = self
    result.mapInstructions { instruction in
      guard case .gate(let gate) = instruction.operation,
        gate.parameters.contains(where: { $0.constant == nil })
      else { return }
      instruction.operation = .gate(
        gate.replacingParameters(
          gate.parameters.map { $0.substituting { values[$0.name].map(Angle.value) } }))
    }
    return result
  }

  /// This circuit with value i in place of parameter i of ``parameters``.
  ///
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)``
  public func bound(to values: [Double]) throws(QuantumError) -> Circuit {
    let names = parameters.map(\.name)
    guard names.count == values.count else {
      throw .wrongElementCount(
        what: "the circuit's parameters", expected: names.count, got: values.count)
    }
    return try bound(to: Dictionary(uniqueKeysWithValues: zip(names, values)))
  }

  func checkBinding(_ values: [String: Double]) throws(QuantumError) {
    if values.isEmpty { return }
    if let (name, value) = values.lazy.filter({ !$0.value.isFinite }).min(by: { $0.key < $1.key }) {
      throw .notFinite(what: "the value of parameter '\(name)'", value: value)
    }
    var unknown = Set(values.keys)
    for instruction in instructions where instruction.plainGate == nil {
      guard case .gate(let gate) = instruction.operation else { continue }
      for angle in gate.parameters {
        if case .parameter(let parameter) = angle {
          unknown.remove(parameter.name)
        } else {
          for parameter in angle.parameters { unknown.remove(parameter.name) }
        }
      }
      if unknown.isEmpty { return }
    }
    if let name = unknown.min() {
      throw .unknownParameter(name: name, known: parameters.map(\.name))
    }
  }
}
