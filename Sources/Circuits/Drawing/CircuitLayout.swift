import Gates

/// Where each instruction of a circuit stands in a drawing: rows are wires, columns are moments.
///
/// Instructions are packed to the left as far as the wires they touch or cross are free. Text, SVG and
/// LaTeX are all drawn from this. It keeps four bytes and one bucket entry an instruction;
/// what an instruction looks like is worked out when its column is drawn, so that a drawing cut short
/// costs no more than what it shows. Time: instructions × rows crossed.
struct CircuitLayout {
  /// One horizontal line of the drawing.
  struct Wire {
    /// The register's name.
    let name: String
    /// The qubit's place in its register, or how many bits the register has.
    let suffix: String
    let isClassical: Bool
  }

  let circuit: Circuit
  let columnCount: Int
  /// The phases of gates that touch no qubit, in order; they belong to no place in the drawing.
  let globalPhase: String?
  /// Instructions sorted by column, in circuit order within one.
  private let order: [Int32]
  /// `order[starts[c]..<starts[c + 1]]` is column c.
  private let starts: [Int32]

  init(_ circuit: Circuit) {
    self.circuit = circuit
    let rowCount = circuit.qubitCount + circuit.classicalRegisters.count
    var nextFree = [Int32](repeating: 0, count: rowCount)
    var columns = [Int32](repeating: -1, count: circuit.instructions.count)
    var columnCount: Int32 = 0
    for (index, instruction) in circuit.instructions.enumerated() {
      var column: Int32 = 0
      if case .barrier = instruction.operation, instruction.condition == nil {
        // A barrier has no line across other wires.
        guard !instruction.qubits.isEmpty else { continue }
        for row in instruction.qubits { column = max(column, nextFree[row]) }
        for row in instruction.qubits { nextFree[row] = column + 1 }
      } else {
        guard let rows = circuit.drawnRows(of: instruction) else { continue }
        var row = rows.lowerBound
        while row <= rows.upperBound {
          if nextFree[row] > column { column = nextFree[row] }
          row += 1
        }
        row = rows.lowerBound
        while row <= rows.upperBound {
          nextFree[row] = column + 1
          row += 1
        }
      }
      columns[index] = column
      columnCount = max(columnCount, column + 1)
    }

    // Counting sort by column.
    var starts = [Int32](repeating: 0, count: Int(columnCount) + 1)
    for column in columns where column >= 0 { starts[Int(column) + 1] += 1 }
    for column in 0..<Int(columnCount) { starts[column + 1] += starts[column] }
    var order = [Int32](repeating: 0, count: Int(starts[Int(columnCount)]))
    var next = starts
    for (index, column) in columns.enumerated() where column >= 0 {
      order[Int(next[Int(column)])] = Int32(index)
      next[Int(column)] += 1
    }
    self.columnCount = Int(columnCount)
    self.order = order
    self.starts = starts
    self.globalPhase = circuit.drawnGlobalPhase
  }

  /// How many instructions stand in the columns from this one on.
  func instructionCount(from column: Int) -> Int { Int(starts[columnCount] - starts[column]) }

  /// What stands in a column, in the circuit's order.
  func elements(inColumn column: Int) -> [DrawnElement] {
    order[Int(starts[column])..<Int(starts[column + 1])].map { index in
      circuit.drawnElement(of: circuit.instructions[Int(index)])
    }
  }

  var rowCount: Int { circuit.qubitCount + circuit.classicalRegisters.count }

  /// The wires from the top: `q[0]`, `q[1]`, …, then `c/2` for a register of two bits.
  var wires: [Wire] {
    var result: [Wire] = []
    result.reserveCapacity(rowCount)
    for register in circuit.quantumRegisters {
      let name = register.name.printable
      for index in 0..<register.count {
        result.append(Wire(name: name, suffix: "[\(index)]", isClassical: false))
      }
    }
    for register in circuit.classicalRegisters {
      let count = register.count == 1 ? "" : "/\(register.count)"
      result.append(Wire(name: register.name.printable, suffix: count, isClassical: true))
    }
    return result
  }
}

extension Circuit {
  /// The row of the classical register that holds a bit.
  func drawnRow(ofBit bit: Int) -> Int {
    // Registers are contiguous and ascending; an empty one holds no bit.
    var low = 0
    var high = classicalRegisters.count
    while low < high {
      let middle = (low + high) / 2
      if classicalRegisters[middle].range.upperBound <= bit {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return qubitCount + low
  }

  /// The rows of the registers that a condition reads.
  func drawnRows(of condition: Condition) -> ClosedRange<Int>? {
    guard let first = condition.bits.first, let last = condition.bits.last else { return nil }
    return drawnRow(ofBit: first)...drawnRow(ofBit: last)
  }

  /// Every row that an instruction touches or crosses; nil when it touches none.
  func drawnRows(of instruction: Instruction) -> ClosedRange<Int>? {
    var first = Int.max
    var last = Int.min
    func include(_ row: Int) {
      first = min(first, row)
      last = max(last, row)
    }
    for qubit in instruction.qubits { include(qubit) }
    for bit in instruction.bits { include(drawnRow(ofBit: bit)) }
    if let condition = instruction.condition, let rows = drawnRows(of: condition) {
      include(rows.lowerBound)
      include(rows.upperBound)
    }
    return first <= last ? first...last : nil
  }
}
