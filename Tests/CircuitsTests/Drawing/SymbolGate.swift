import Circuits

/// A gate that is nothing but its symbols: drawings must not need to know more.
struct SymbolGate: QuantumGate {
  var name: String
  var qubitCount: Int { symbols.count }
  var parameters: [Angle] = []
  var symbols: [GateSymbol]

  init(_ name: String, _ parameters: [Angle] = [], symbols: [GateSymbol]) {
    self.name = name
    self.parameters = parameters
    self.symbols = symbols
  }

  func action(_ angles: [Double]) -> GateAction {
    qubitCount == 0 ? .operation(.scale(Complex(length: 1, phase: angles[0]))) : .identity
  }

  static let h = SymbolGate("h", symbols: [.box("H")])
  static let x = SymbolGate("x", symbols: [.box("X")])
  static let z = SymbolGate("z", symbols: [.box("Z")])
  static let cx = SymbolGate("cx", symbols: [.control(on: true), .target])
  static let cz = SymbolGate("cz", symbols: [.control(on: true), .control(on: true)])
  static let ccx = SymbolGate("ccx", symbols: [.control(on: true), .control(on: true), .target])
  static let swap = SymbolGate("swap", symbols: [.swap, .swap])
  static let cswap = SymbolGate("cswap", symbols: [.control(on: true), .swap, .swap])
  static func cp(_ angle: Angle) -> SymbolGate {
    SymbolGate("cp", [angle], symbols: [.control(on: true), .control(on: true)])
  }
  static func rz(_ angle: Angle) -> SymbolGate { SymbolGate("rz", [angle], symbols: [.box("Rz")]) }
  static func rzz(_ angle: Angle) -> SymbolGate {
    SymbolGate("rzz", [angle], symbols: [.box("Rzz"), .box("Rzz")])
  }
  static func gphase(_ angle: Angle) -> SymbolGate { SymbolGate("gphase", [angle], symbols: []) }
}

extension Circuit {
  mutating func add(_ gate: SymbolGate, _ qubits: Int..., if condition: Condition? = nil) {
    append(Instruction(.gate(gate), qubits: qubits, condition: condition))
  }
}
