import Gates

/// What the names of a program stand for. Gates and registers share one namespace.
struct SymbolTable {
  enum Symbol {
    case undefined
    /// Declared in a way that could not be read, or reported as unknown before.
    case failed
    /// Among ``gates``.
    case gate(Int)
    /// Among ``registers``.
    case register(Int)
  }

  struct Register {
    let name: Name
    let isQuantum: Bool
    let range: Range<Int>
    let place: Finding.Place
  }

  struct Gate {
    enum Meaning {
      case standard(GateRecord)
      case composite(CompositeGate.Definition)
      /// Declared without a definition, or defined by such a gate, which is named.
      case opaque(String)
    }

    let name: String
    let meaning: Meaning
    let qubitCount: Int
    let parameterNames: [String]
    /// The gate itself, where it has no parameters.
    let fixed: (any QuantumGate)?
    /// How many operations one use of the gate is.
    let operations: Int
    /// Whether a value of its parameters can make a value inside its definition no number.
    let isFallible: Bool
    /// Where a file defines it; nil for built-in gates.
    let place: Finding.Place?
  }

  private var symbols: [Symbol] = []
  private(set) var gates: [Gate] = []
  private(set) var registers: [Register] = []

  subscript(name: Name) -> Symbol {
    get {
      let index = Int(name.index)
      return index < symbols.count ? symbols[index] : .undefined
    }
    set {
      let index = Int(name.index)
      while symbols.count <= index {
        symbols.append(contentsOf: repeatElement(.undefined, count: max(64, symbols.count)))
      }
      symbols[index] = newValue
    }
  }

  mutating func define(_ gate: Gate, as name: Name) {
    self[name] = .gate(gates.count)
    gates.append(gate)
  }

  mutating func define(_ register: Register) {
    self[register.name] = .register(registers.count)
    registers.append(register)
  }
}

extension SymbolTable.Gate {
  /// A gate of the table, by the name that the file uses.
  init(_ record: GateRecord, named name: String) {
    self.name = name
    meaning = .standard(record)
    qubitCount = record.qubitCount
    parameterNames = record.parameterNames
    fixed = try? StandardGate(record)
    operations = 1
    isFallible = false
    place = nil
  }

  /// A gate that a file defines.
  init(_ definition: CompositeGate.Definition, isFallible: Bool, place: Finding.Place) {
    name = definition.name
    meaning = .composite(definition)
    qubitCount = definition.qubitCount
    parameterNames = definition.parameters.map(\.name)
    fixed = try? CompositeGate(definition)
    operations = definition.expansion.operations
    self.isFallible = isFallible
    self.place = place
  }

  /// A gate that is only declared, or whose definition uses one: `root` names it.
  init(
    opaque name: String, root: String, qubitCount: Int, parameterNames: [String],
    place: Finding.Place
  ) {
    self.name = name
    meaning = .opaque(root)
    self.qubitCount = qubitCount
    self.parameterNames = parameterNames
    fixed = nil
    operations = 0
    isFallible = false
    self.place = place
  }

  /// This gate with values for its parameters, as many as it has; nil for an opaque one.
  func applied(to parameters: [Angle]) -> (any QuantumGate)? {
    if let fixed { return fixed }
    switch meaning {
    case .standard(let record): return try? StandardGate(record, parameters)
    case .composite(let definition): return try? CompositeGate(definition, parameters)
    case .opaque: return nil
    }
  }
}

/// The gates of `qelib1.inc` and `stdgates.inc`.
enum GateLibrary {
  /// The names of the file that came with the language (arXiv:1707.03429). They belong to every file
  /// that includes it; all further names of the gate table give way to a program's own.
  private static let originalNames: Set<String> = [
    "u3", "u2", "u1", "cx", "id", "x", "y", "z", "h", "s", "sdg", "t", "tdg", "rx", "ry", "rz",
    "cz", "cy", "ch", "ccx", "crz", "cu1", "cu3",
  ]

  static func isOriginal(_ name: String) -> Bool { originalNames.contains(name) }

  /// The file name if the last part of a path names a built-in file.
  static func builtInFile(_ path: String) -> String? {
    let last = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init)
    return last.flatMap { ["qelib1.inc", "stdgates.inc"].contains($0) ? $0 : nil }
  }

  /// The gate of this name, where OpenQASM 2 can apply it.
  static func record(named name: String) -> GateRecord? {
    GateTable.record(named: name).flatMap { $0.qubitCount > 0 ? $0 : nil }
  }
}
