import Circuits
import Gates
import TestSupport
import Testing

/// SVG and LaTeX drawings: well-formed, complete, and of the same signs as the text drawing.
@Suite("Pictures")
struct PictureTests {
  /// Every gate of the table once, controls on both values, conditions, and all that is no gate.
  private static var everything: Circuit {
    get throws {
      var circuit = Circuit(qubits: 6, bits: 2)
      circuit.addBits(1, named: "a<b&_c")
      for record in GateTable.records where record.qubitCount <= 6 {
        let angles = record.parameterNames.map { Angle(Parameter("θ_\($0)")) }
        circuit.append(
          try StandardGate(record, angles), to: Array((0..<record.qubitCount).reversed()))
      }
      circuit.append(StandardGate.swap.controlled(on: [true, false]), to: [5, 0, 2, 4])
      circuit.barrier()
      circuit.reset(1)
      circuit.measure(0, into: 1)
      circuit.append(
        Instruction(
          .gate(StandardGate.x), qubits: [2], condition: Condition(bits: 0..<2, equals: 3)))
      return circuit
    }
  }

  /// Checks tags and attributes by hand; the names of all elements.
  private func elements(of xml: String) throws -> [String] {
    var open: [String] = []
    var names: [String] = []
    var rest = xml[...]
    while let start = rest.firstIndex(of: "<") {
      let text = rest[..<start]
      #expect(!text.contains(">"))
      // Each & begins one of the entities that XML knows.
      for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
        #expect(["amp;", "lt;", "gt;", "quot;"].contains { piece.hasPrefix($0) }, "\(piece)")
      }
      let end = try #require(rest[start...].firstIndex(of: ">"))
      let tag = rest[rest.index(after: start)..<end]
      if tag.hasPrefix("/") {
        #expect(open.popLast() == String(tag.dropFirst()))
      } else {
        let name = String(tag.prefix { $0.isLetter })
        names.append(name)
        #expect(tag.count { $0 == "\"" }.isMultiple(of: 2), "\(tag)")
        if !tag.hasSuffix("/") { open.append(name) }
      }
      rest = rest[rest.index(after: end)...]
    }
    #expect(open.isEmpty)
    return names
  }

  @Test("An SVG drawing of every gate is well-formed and shows every sign")
  func everySign() throws {
    let circuit = try Self.everything
    let picture = try circuit.svg(title: "all <gates> & \"more\"")
    let names = try elements(of: picture)
    #expect(names.first == "svg")
    #expect(names.contains("title") && names.contains("circle") && names.contains("path"))
    for label in ["RX(θ_theta)", "a&lt;b&amp;_c", "if c==3", "|0⟩"] {
      #expect(picture.contains(label), "\(label)")
    }
    #expect(picture.contains("<title>all &lt;gates&gt; &amp; &quot;more&quot;</title>"))
  }

  @Test("Boxes of a picture do not cover one another", arguments: 0..<10)
  func overlaps(_ seed: Int) throws {
    let circuit = Circuit.randomlyDrawn(seed: UInt64(seed))
    let picture = try circuit.svg(width: 600)
    _ = try elements(of: picture)
    let boxes = picture.split(separator: "\n").filter { $0.hasPrefix("<rect class=\"box\"") }
      .map { line in
        func value(_ name: String) -> Double {
          let part = line.split(separator: " \(name)=\"")[1]
          return Double(part.prefix { $0 != "\"" }) ?? .nan
        }
        return (x: value("x"), y: value("y"), width: value("width"), height: value("height"))
      }
    #expect(!boxes.isEmpty)
    for (index, a) in boxes.enumerated() {
      for b in boxes[..<index] {
        let apart =
          a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height
          || b.y >= a.y + a.height
        #expect(apart, "\(a) \(b)")
      }
    }
  }

  @Test("A wide circuit goes on below, within the width asked for")
  func wrapping() throws {
    var circuit = Circuit(qubits: 2)
    for _ in 0..<100 { circuit.rx(.value(0.25), 0) }
    func size(_ picture: String) throws -> (width: Double, height: Double) {
      let box = try #require(picture.split(separator: "viewBox=\"0 0 ").last?.prefix { $0 != "\"" })
      let sides = box.split(separator: " ").compactMap { Double($0) }
      return (sides[0], sides[1])
    }
    let narrow = try size(circuit.svg(width: 400))
    let wide = try size(circuit.svg(width: 100_000))
    #expect(narrow.width <= 400)
    #expect(narrow.height > 10 * wide.height)
  }

  @Test("LaTeX rows have as many cells each, and braces close")
  func latex() throws {
    var circuits = try [Self.everything, Circuit(qubits: 1), Circuit()]
    for seed in 0..<10 { circuits.append(.randomlyDrawn(seed: UInt64(seed))) }
    for circuit in circuits {
      let text = try circuit.latex()
      #expect(text.contains("\\begin{quantikz}") && text.hasSuffix("\\end{quantikz}\n"))
      var depth = 0
      var previous: Character = " "
      for character in text {
        if previous != "\\" {
          if character == "{" { depth += 1 }
          if character == "}" { depth -= 1 }
        }
        #expect(depth >= 0)
        previous = character
      }
      #expect(depth == 0)
      let rows = text.split(separator: "\n").filter { $0.hasPrefix("\\lstick") }
      #expect(rows.count == circuit.qubitCount + circuit.classicalRegisters.count)
      let cells = rows.map { row in
        row.replacing("\\&", with: "").count { $0 == "&" }
      }
      #expect(Set(cells).count <= 1, "\(cells)")
    }
  }

  @Test("A picture that nobody could look at is refused")
  func tooLarge() throws {
    var circuit = Circuit(qubits: 3_000)
    for _ in 0..<1_000 { circuit.x(0) }
    #expect(throws: QuantumError.self) { try circuit.svg() }
    #expect(throws: QuantumError.self) { try circuit.latex() }
  }
}
