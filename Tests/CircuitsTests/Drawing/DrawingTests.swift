import TestSupport
import Testing

@testable import Circuits

@Suite struct DrawingTests {
  @Test("A drawing looks as it is kept", arguments: DrawingExample.all)
  func example(_ example: DrawingExample) throws {
    let drawing = try example.circuit.drawing(style: example.style, width: example.width)
    #expect(drawing == example.drawing, "\n\(drawing)")
  }

  @Test("No line is wider than asked, in either style", arguments: 0..<40 as Range<UInt64>)
  func width(seed: UInt64) throws {
    let circuit = Circuit.randomlyDrawn(seed: seed)
    for style in DrawingStyle.allCases {
      for width in [40, 60, 80, 133] {
        let lines = try circuit.drawing(style: style, width: width).split(separator: "\n")
        #expect(lines.allSatisfy { String($0).terminalWidth <= width })
      }
    }
  }

  @Test("The 7-bit style uses 7-bit characters only", arguments: 0..<20 as Range<UInt64>)
  func ascii(seed: UInt64) throws {
    let drawing = try Circuit.randomlyDrawn(seed: seed).drawing(style: .ascii)
    #expect(drawing.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("All wires of a block are equally long", arguments: 0..<20 as Range<UInt64>)
  func blocks(seed: UInt64) throws {
    let circuit = Circuit.randomlyDrawn(seed: seed)
    for style in DrawingStyle.allCases {
      let lines = try circuit.drawing(style: style, width: 72).split(
        separator: "\n", omittingEmptySubsequences: false)
      let wires = lines.filter { $0.contains(": ") && !$0.hasPrefix("global") }
        .filter { line in "─═»«-=><".contains(line.last ?? " ") }
      let rows = circuit.qubitCount + circuit.classicalRegisters.count
      #expect(wires.count % rows == 0)
      for start in stride(from: 0, to: wires.count, by: rows) {
        let widths = Set(wires[start..<start + rows].map { String($0).terminalWidth })
        #expect(widths.count == 1)
      }
    }
  }

  @Test("Every measurement, reset and open control is drawn", arguments: 0..<20 as Range<UInt64>)
  func signs(seed: UInt64) throws {
    let circuit = Circuit.randomlyDrawn(seed: seed)
    let drawing = try circuit.drawing()
    func count(_ matches: (Instruction) -> Bool) -> Int {
      circuit.instructions.filter(matches).count
    }
    let measurements = count { if case .measure = $0.operation { true } else { false } }
    let resets = count { if case .reset = $0.operation { true } else { false } }
    #expect(drawing.components(of: "┤ M ├") == measurements)
    #expect(drawing.components(of: "┤ |0⟩ ├") == resets)
    #expect(drawing.components(of: "if ") == count { $0.condition != nil })
  }

  @Test("A drawing beyond the limit says how much is missing")
  func limit() throws {
    var circuit = Circuit(qubits: 3)
    for _ in 0..<1000 { circuit.add(.h, 1) }
    let drawing = try circuit.drawing(width: 60, characterLimit: 2000)
    #expect(drawing.count < 2200)
    let drawn = drawing.components(of: "┤ H ├")
    #expect(drawn > 10)
    #expect(
      drawing.hasSuffix(
        "… \(1000 - drawn) more of 1000 instructions are not drawn: "
          + "the drawing is limited to 2000 characters\n"))
  }

  @Test("More wires than the limit holds are an error")
  func tooManyWires() {
    let circuit = Circuit(qubits: 1_000_000)
    #expect(
      throws: QuantumError.unsupported(
        what: "a drawing of 1000000 wires in 4000000 characters",
        remedy: "raise the limit, or draw a part of the circuit")
    ) { try circuit.drawing() }
  }

  @Test("Phases of the whole circuit are summed above it, named ones kept")
  func globalPhase() throws {
    var circuit = Circuit(qubits: 1)
    for _ in 0..<2 { circuit.gphase(.pi / 4) }
    #expect(try circuit.drawing() == "global phase: π/2\nq[0]: ─\n")
    circuit.gphase(.parameter(Parameter("θ")))
    #expect(try circuit.drawing(style: .ascii).hasPrefix("global phase: pi/2 + gphase(theta)\n"))
    circuit.gphase(-.pi / 2)
    #expect(try circuit.drawing().hasPrefix("global phase: gphase(θ)\n"))
  }

  @Test("30 000 gates on 1000 qubits are drawn within the limit")
  func large() throws {
    var circuit = Circuit(qubits: 1000)
    var generator = TestRandom(seed: 1)
    for _ in 0..<30_000 {
      let a = Int.random(in: 0..<1000, using: &generator)
      let b = Int.random(in: 0..<999, using: &generator)
      circuit.append(
        Instruction(.gate(SymbolGate.cx), qubits: [a, b >= a ? b + 1 : b]))
    }
    let drawing = try circuit.drawing(width: 200, characterLimit: 1_000_000)
    #expect(drawing.unicodeScalars.count < 1_100_000)
    #expect(drawing.contains("more of 30000 instructions"))
  }

  @Test("A mistake made while building is thrown")
  func fault() {
    var circuit = Circuit(qubits: 1)
    circuit.add(.cx, 0, 1)
    #expect(throws: QuantumError.self) { try circuit.drawing() }
    #expect(circuit.description.contains("qubit 1 is out of range"))
  }

  @Test("A printed circuit is its drawing")
  func description() throws {
    #expect(DrawingExample.bell.circuit.description == DrawingExample.bell.drawing)
  }

  @Test("Labels with line breaks, wide characters or great length keep the drawing whole")
  func labels() throws {
    let names = ["a\nb\u{1B}[31m", "量子", "e\u{301}", String(repeating: "long", count: 50), "", "👩‍🔬"]
    for name in names {
      var circuit = Circuit()
      circuit.addQubits(2, named: name)
      circuit.add(SymbolGate(name, symbols: [.box(name), .box(name)]), 0, 1)
      circuit.add(.h, 1)
      for style in DrawingStyle.allCases {
        let lines = try circuit.drawing(style: style, width: 80).split(separator: "\n")
        #expect(lines.allSatisfy { String($0).terminalWidth <= 80 })
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
        #expect(lines.filter { $0.contains("[1]: ") }.count * 2 <= lines.count)
        #expect(lines.count <= 10, "\(lines.joined(separator: "\n"))")
      }
    }
  }

  @Test("A gate whose symbols do not match its qubits is a box with its name")
  func symbolMismatch() throws {
    struct Lazy: QuantumGate {
      let name = "lazy"
      let qubitCount = 2
      var symbols: [GateSymbol] { [.target] }
      func action(_ angles: [Double]) -> GateAction { .identity }
    }
    var circuit = Circuit(qubits: 2)
    circuit.append(Instruction(.gate(Lazy()), qubits: [0, 1]))
    #expect(try circuit.drawing().contains("lazy"))
  }

  @Test("A circuit without qubits or instructions is drawn as what it has")
  func empty() throws {
    #expect(try Circuit().drawing() == "")
    #expect(try Circuit(qubits: 1).drawing() == "q[0]: ─\n")
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: text) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
