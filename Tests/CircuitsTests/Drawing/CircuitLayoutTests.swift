import Testing

@testable import Circuits

@Suite struct CircuitLayoutTests {
  @Test("No two instructions of a column touch the same wire", arguments: 0..<30 as Range<UInt64>)
  func apart(seed: UInt64) {
    let circuit = Circuit.randomlyDrawn(seed: seed)
    let layout = CircuitLayout(circuit)
    for column in 0..<layout.columnCount {
      var taken = Set<Int>()
      for element in layout.elements(inColumn: column) {
        let rows = element.rows
        #expect(taken.isDisjoint(with: rows))
        taken.formUnion(rows)
      }
      #expect(!taken.isEmpty)
    }
    let drawn = circuit.instructions.filter { !$0.qubits.isEmpty || $0.condition != nil }
    #expect(layout.instructionCount(from: 0) == drawn.count)
  }

  @Test("Instructions on a wire keep their order")
  func order() {
    var circuit = Circuit(qubits: 3)
    let names = ["a", "b", "c", "d", "e"]
    for (index, name) in names.enumerated() {
      circuit.add(SymbolGate(name, symbols: [.box(name), .box(name)]), index % 3, (index + 1) % 3)
    }
    let layout = CircuitLayout(circuit)
    let titles = (0..<layout.columnCount).flatMap { column in
      layout.elements(inColumn: column).flatMap { element in
        element.marks.compactMap { mark -> String? in
          if case .box(let box) = mark { box.title } else { nil }
        }
      }
    }
    #expect(titles == names)
  }

  @Test("Gates on separate wires share a column, a barrier keeps them apart")
  func packing() {
    var circuit = Circuit(qubits: 4)
    circuit.add(.h, 0)
    circuit.add(.cx, 1, 2)
    circuit.add(.h, 3)
    #expect(CircuitLayout(circuit).columnCount == 1)
    circuit.add(.cx, 0, 3)
    #expect(CircuitLayout(circuit).columnCount == 2)
    circuit.barrier()
    circuit.add(.h, 1)
    #expect(CircuitLayout(circuit).columnCount == 4)
  }
}

extension DrawnElement {
  /// Every row that a mark or a line covers.
  fileprivate var rows: Set<Int> {
    var rows = Set<Int>()
    if let link { rows.formUnion(link) }
    if let classicalLink { rows.formUnion(classicalLink) }
    for mark in marks {
      switch mark {
      case .control(let row, _), .target(let row), .swap(let row), .meter(let row),
        .barrier(let row), .outcome(let row, _):
        rows.insert(row)
      case .box(let box): rows.formUnion(box.rows)
      case .condition(let range, _): rows.formUnion(range)
      }
    }
    return rows
  }
}
