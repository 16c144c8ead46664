import Gates

extension Circuit {
  /// What an instruction looks like: signs on rows, joined by lines.
  func drawnElement(of instruction: Instruction) -> DrawnElement {
    var element = DrawnElement()
    switch instruction.operation {
    case .gate(let gate):
      element = drawnGate(gate, on: instruction.qubits)
    case .measure:
      guard let qubit = instruction.qubits.first, let bit = instruction.bits.first else { break }
      let row = drawnRow(ofBit: bit)
      let place = bit - classicalRegisters[row - qubitCount].range.lowerBound
      element.marks = [.meter(row: qubit), .outcome(row: row, bit: place)]
      element.classicalLink = qubit...row
    case .reset:
      element.marks = instruction.qubits.map { qubit in
        .box(DrawnBox(rows: qubit...qubit, title: "|0⟩", pins: [.init(row: qubit, label: "")]))
      }
    case .barrier:
      element.marks = instruction.qubits.map { .barrier(row: $0) }
    }
    if let condition = instruction.condition { attach(condition, of: instruction, to: &element) }
    return element
  }

  /// Draws a gate from its symbols alone.
  private func drawnGate(_ gate: any QuantumGate, on qubits: [Int]) -> DrawnElement {
    var symbols = gate.symbols
    if symbols.count != qubits.count {
      symbols = Array(repeating: .box(gate.name), count: qubits.count)
    }
    let angles = gate.parameters.map(\.drawingLabel).joined(separator: ",").printable

    var element = DrawnElement()
    /// The rows of each label, in the gate's order.
    var boxes: [(label: String, rows: [Int])] = []
    for (symbol, row) in zip(symbols, qubits) {
      switch symbol {
      case .control(let on): element.marks.append(.control(row: row, on: on))
      case .target: element.marks.append(.target(row: row))
      case .swap: element.marks.append(.swap(row: row))
      case .box(let label):
        if let known = boxes.firstIndex(where: { $0.label == label }) {
          boxes[known].rows.append(row)
        } else {
          boxes.append((label, [row]))
        }
      }
    }
    for (index, box) in boxes.enumerated() {
      let name = box.label.printable
      let title = index == 0 && !angles.isEmpty ? "\(name)(\(angles))" : name
      element.marks += drawnBoxes(title: title, rows: box.rows, among: qubits).map { .box($0) }
    }
    if boxes.isEmpty, !qubits.isEmpty, !angles.isEmpty { element.note = angles }
    if let first = qubits.min(), let last = qubits.max(), element.marks.count > 1 {
      element.link = first...last
    }
    return element
  }

  /// One box over all the rows of a label, or several where another sign of the gate stands between.
  private func drawnBoxes(title: String, rows: [Int], among qubits: [Int]) -> [DrawnBox] {
    let others = Set(qubits).subtracting(rows)
    let pins = rows.enumerated()
      .map { DrawnBox.Pin(row: $1, label: rows.count > 1 ? "\($0)" : "") }
      .sorted { $0.row < $1.row }
    var groups: [[DrawnBox.Pin]] = []
    for pin in pins {
      if let previous = groups.last?.last?.row,
        !(previous...pin.row).contains(where: others.contains)
      {
        groups[groups.count - 1].append(pin)
      } else {
        groups.append([pin])
      }
    }
    return groups.map { group in
      DrawnBox(rows: group[0].row...group[group.count - 1].row, title: title, pins: group)
    }
  }

  /// Adds the comparison on the classical wires and the double line that leads to it.
  private func attach(
    _ condition: Condition, of instruction: Instruction, to element: inout DrawnElement
  ) {
    guard let rows = drawnRows(of: condition) else { return }
    var text = "if " + drawnText(of: condition)
    if instruction.qubits.isEmpty, case .gate(let gate) = instruction.operation {
      // A conditioned phase touches no qubit: the comparison says it.
      let angles = gate.parameters.map(\.drawingLabel).joined(separator: ",")
      text += ": \(gate.name)" + (angles.isEmpty ? "" : "(\(angles))")
    }
    // An outcome stored in a register that the condition reads is said in the same box.
    for mark in element.marks {
      if case .outcome(let row, let bit) = mark, rows.contains(row) { text += " → [\(bit)]" }
    }
    element.marks.removeAll { mark in
      if case .outcome(let row, _) = mark { return rows.contains(row) }
      return false
    }
    element.marks.append(.condition(rows: rows, text: text.printable))
    if let lowest = instruction.qubits.max() {
      let last = max(rows.lowerBound, element.classicalLink?.upperBound ?? 0)
      element.classicalLink = lowest...last
    }
  }

  /// `c==2`, `c[1]==1`, `c[0:1]==2`, or `c,d==5` where several registers are read as one number.
  private func drawnText(of condition: Condition) -> String {
    let parts = classicalRegisters.filter { $0.range.overlaps(condition.bits) }.map { register in
      let bits = register.range.clamped(to: condition.bits)
      if bits == register.range { return register.name }
      let first = bits.lowerBound - register.range.lowerBound
      if bits.count == 1 { return "\(register.name)[\(first)]" }
      return "\(register.name)[\(first):\(first + bits.count - 1)]"
    }
    return parts.joined(separator: ",") + "==\(condition.value)"
  }

  /// The phases of gates on no qubit, added where they are numbers; nil when there is none.
  var drawnGlobalPhase: String? {
    var total = 0.0
    var named: [String] = []
    for instruction in instructions where instruction.qubits.isEmpty {
      guard instruction.condition == nil, case .gate(let gate) = instruction.operation else {
        continue
      }
      if let angles = try? gate.angles(),
        let phase = try? gate.action(angles).matrix(qubitCount: 0)[0, 0]
      {
        total += phase.phase
      } else {
        let angles = gate.parameters.map(\.drawingLabel).joined(separator: ",")
        named.append("\(gate.name)(\(angles))".printable)
      }
    }
    if total != 0 { named.insert(Angle.label(of: total), at: 0) }
    return named.isEmpty ? nil : named.joined(separator: " + ")
  }
}
