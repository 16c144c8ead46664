import Circuits

extension ExpectReport {
  /// The angles that derivatives are with respect to, as an array of objects.
  func writeAngles(
    _ derivatives: Differentiation.Derivatives, to json: inout JSONWriter
  ) throws(Failure) {
    try json.array("angles") { json throws(Failure) in
      for (angle, line) in zip(derivatives.angles, derivatives.lines) {
        try json.object { json throws(Failure) in
          if let line {
            if line.file != file.path { try json.string("file", line.file) }
            try json.number("line", line.number)
          }
          try json.number("instruction", angle.instruction)
          try json.string("gate", angle.gate)
          try json.string("parameter", angle.name)
          try json.array("qubits") { json throws(Failure) in
            for qubit in angle.qubits { try json.number(nil, qubit) }
          }
          try json.number("value", angle.value)
        }
      }
    }
  }

  /// The derivatives of one observable: an object by inputs, and an array in the order of the angles.
  func writeGradient(
    of row: Int, _ derivatives: Differentiation.Derivatives, to json: inout JSONWriter
  ) throws(Failure) {
    func write(
      _ inputs: String, _ angles: String, _ number: (ObservableEstimate) -> Double
    ) throws(Failure) {
      let numbers = derivatives.rows[row].map(number)
      try json.object(inputs) { json throws(Failure) in
        for (input, number) in zip(derivatives.inputs, numbers) {
          try json.number(input.name, number)
        }
      }
      try json.array(angles) { json throws(Failure) in
        for number in numbers.dropFirst(derivatives.inputs.count) { try json.number(nil, number) }
      }
    }
    try write("gradient", "angleGradient") { $0.value }
    if groups != nil {
      try write("gradientStandardErrors", "angleStandardErrors") { $0.standardError }
    }
  }

  /// A line for each derivative of one observable.
  func writeGradient(
    of row: Int, _ derivatives: Differentiation.Derivatives, _ style: TextStyle, to sink: ByteSink
  ) throws(Failure) {
    let labels =
      derivatives.inputs.map { "\($0.name) = \(Self.short($0.value))" }
      + zip(derivatives.angles, derivatives.lines).map { angle, line in
        let place = line.map { place in
          (place.file == file.path ? "" : "\(place.file) ") + "line \(place.number): "
        }
        let qubits = angle.qubits.map { Self.name(of: $0, in: file.circuit) }
        return (place ?? "") + "\(angle.gate) \(qubits.joined(separator: ",")), "
          + "\(angle.name) = \(Self.short(angle.value))"
      }
    let shown = labels.map { Self.shortened($0, style) }
    let width = shown.map(\.count).max() ?? 0
    let derivative = style.unicode ? "∂/∂ " : "d/d "
    for (label, estimate) in zip(shown, derivatives.rows[row]) {
      let padding = String(repeating: " ", count: width - label.count)
      let error =
        groups == nil
        ? ""
        : style.dim(
          "  \(style.unicode ? "±" : "+-") \(NumberText.probability(estimate.standardError))")
      try sink.write(
        "    \(style.dim(derivative))\(label)\(padding)  "
          + "\(Self.signed(estimate.value))\(error)\n")
    }
  }

  /// A value with ten digits after the point and room for a sign, which 0 has none of.
  static func signed(_ value: Double) -> String {
    let text = NumberText.fixed(value, 10)
    return text.hasPrefix("-") && text.contains { "1"..."9" ~= $0 }
      ? text : " " + text.drop { $0 == "-" }
  }

  /// A number with as many of six digits after the point as say something.
  private static func short(_ value: Double) -> String {
    guard abs(value) < 1e6, abs(value) >= 1e-3 || value == 0 else {
      return NumberText.scientific(value)
    }
    var text = NumberText.fixed(value, 6)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A qubit by its register.
  private static func name(of qubit: Int, in circuit: Circuit) -> String {
    guard let register = circuit.quantumRegisters.first(where: { $0.range.contains(qubit) }) else {
      return "\(qubit)"
    }
    return "\(register.name)[\(qubit - register.range.lowerBound)]"
  }
}
