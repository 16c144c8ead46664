import Gates
import RealModule

/// The gate definitions that a file needs beside `qelib1.inc`, each written once and after those it uses.
///
/// Definitions are kept as they are, with formal parameters, where OpenQASM 2 can express their angles;
/// any other gate is written for the values of its parameters, from its decomposition.
struct OpenQASM2Definitions {
  /// All definitions so far.
  private(set) var text = ""
  private var names: OpenQASM2Names
  private var written: [Key: String] = [:]
  /// Composite gates with angles that OpenQASM 2 cannot express in terms of formal parameters.
  private var inexpressible: Set<Key> = []
  private var phaseName: String?

  /// What a definition is known by.
  private enum Key: Hashable {
    case record(String)
    case composite(ObjectIdentifier, isInverse: Bool)
    /// A composite gate for these values of its parameters, as bits.
    case specialized(ObjectIdentifier, isInverse: Bool, values: [UInt64])
    /// A gate of the library under this description.
    case known(String)
    /// A body, and the name that it wants.
    case body(String)
  }

  /// How a gate is named in a statement.
  struct Call {
    let name: String
    let parameters: [String]
    /// A global phase is a gate on any one qubit.
    var isPhase = false

    /// The statement without its semicolon.
    ///
    /// - Parameter host: a qubit for a phase to stand on.
    func text(on qubits: [String], host: String) -> String {
      let arguments = parameters.isEmpty ? "" : "(\(parameters.joined(separator: ",")))"
      return "\(name)\(arguments) \(isPhase ? host : qubits.joined(separator: ","))"
    }
  }

  /// A definition with a body of other gates, which may need definitions first.
  private struct Pending {
    let key: Key
    let name: String
    let formal: [Parameter]
    let qubitCount: Int
    let steps: [GateStep]
  }

  private enum Resolution {
    case call(Call)
    case needs(Pending)
    /// The gate depends on a formal parameter in a way that cannot be written.
    case inexpressible
  }

  /// - Parameter names: with those of the registers taken.
  init(names: OpenQASM2Names) { self.names = names }

  /// The call of a gate, all of whose parameters have values.
  ///
  /// - Throws: ``QuantumError/unboundParameter(_:)``, ``QuantumError/notFinite(what:value:)``, what the
  ///   gate's decomposition throws.
  mutating func call(_ gate: any QuantumGate) throws(QuantumError) -> Call {
    let gate = gate.replacingParameters(try gate.angles().map(Angle.value))
    while true {
      switch try resolve(gate, formal: [:]) {
      case .call(let call): return call
      case .needs(let pending): try define(pending)
      case .inexpressible:
        throw .unsupported(
          what: "\(gate.name) in OpenQASM 2", remedy: "write its definition with finite angles")
      }
    }
  }

  // MARK: - Finding the name of a gate

  /// - Parameter formal: the names of the parameters of the definition that the gate stands in.
  private mutating func resolve(
    _ gate: any QuantumGate, formal: [Parameter: String]
  ) throws(QuantumError) -> Resolution {
    let arguments = expressions(gate.parameters, formal)
    if gate.qubitCount == 0 {
      if let gate = gate as? StandardGate, gate.record === GateTable.record(named: "gphase") {
        return arguments.map { .call(Call(name: phase(), parameters: $0, isPhase: true)) }
          ?? .inexpressible
      }
      guard let angles = try? gate.angles() else { return .inexpressible }
      let angle = try gate.checkedAction(angles).matrix(qubitCount: 0)[0, 0].phase
      let number = OpenQASM2Expression.number(angle)
      return .call(Call(name: phase(), parameters: [number], isPhase: true))
    }
    if let standard = gate as? StandardGate {
      if let call = resolve(standard, arguments) { return call }
    } else if let composite = gate as? CompositeGate {
      return try resolve(composite, arguments)
    }
    guard let angles = try? gate.angles() else { return .inexpressible }
    return .call(try decomposed(gate, angles))
  }

  /// A gate of the table that has the name already, or steps in terms of those that have.
  private func resolve(_ gate: StandardGate, _ arguments: [String]?) -> Resolution? {
    let record = gate.record
    if record.dialects.contains(.qelib1), !gate.isFractionalWait {
      return arguments.map { .call(Call(name: record.name, parameters: $0)) } ?? .inexpressible
    }
    guard let definition = record.definition else { return nil }
    guard let arguments else { return .inexpressible }
    let key = Key.record(record.name)
    if let name = written[key] { return .call(Call(name: name, parameters: arguments)) }
    let formal = record.parameterNames.map { Parameter($0) }
    return .needs(
      Pending(
        key: key, name: record.name, formal: formal, qubitCount: record.qubitCount,
        steps: definition(formal.map { Angle($0) })))
  }

  private func resolve(
    _ gate: CompositeGate, _ arguments: [String]?
  ) throws(QuantumError) -> Resolution {
    let identifier = ObjectIdentifier(gate.definition)
    let key = Key.composite(identifier, isInverse: gate.isInverse)
    if !inexpressible.contains(key) {
      guard let arguments else { return .inexpressible }
      if let name = written[key] { return .call(Call(name: name, parameters: arguments)) }
      return .needs(
        Pending(
          key: key, name: gate.name, formal: gate.definition.parameters,
          qubitCount: gate.qubitCount, steps: gate.body))
    }
    guard let angles = try? gate.angles() else { return .inexpressible }
    let special = Key.specialized(
      identifier, isInverse: gate.isInverse, values: angles.map(\.bitPattern))
    if let name = written[special] { return .call(Call(name: name, parameters: [])) }
    guard case .sequence(let steps) = try gate.action(angles) else { return .inexpressible }
    return .needs(
      Pending(
        key: special, name: gate.name, formal: [], qubitCount: gate.qubitCount, steps: steps))
  }

  private func expressions(_ angles: [Angle], _ formal: [Parameter: String]) -> [String]? {
    var result: [String] = []
    for angle in angles {
      guard let text = OpenQASM2Expression.text(angle, names: formal) else { return nil }
      result.append(text)
    }
    return result
  }

  // MARK: - Writing definitions

  /// A definition that waits for those it uses.
  private struct Frame {
    let pending: Pending
    let formal: [Parameter: String]
    let formalNames: [String]
    let qubits: [String]
    var next = 0
    var statements: [String] = []

    init(_ pending: Pending) {
      self.pending = pending
      var local = OpenQASM2Names()
      formalNames = pending.formal.map { local.take($0.name) }
      formal = Dictionary(zip(pending.formal, formalNames)) { first, _ in first }
      qubits = (0..<pending.qubitCount).map { local.take("q\($0)") }
    }
  }

  /// Writes a definition and all that it needs, on a stack of our own: definitions may nest deeply.
  private mutating func define(_ root: Pending) throws(QuantumError) {
    var stack = [Frame(root)]
    while let top = stack.indices.last {
      let pending = stack[top].pending
      guard stack[top].next < pending.steps.count else {
        let frame = stack.removeLast()
        written[pending.key] = write(
          pending.name, parameters: frame.formalNames, qubits: frame.qubits,
          statements: frame.statements)
        continue
      }
      let step = pending.steps[stack[top].next]
      switch try resolve(step.gate, formal: stack[top].formal) {
      case .call(let call):
        let qubits = stack[top].qubits
        stack[top].statements.append(
          call.text(on: step.qubits.map { qubits[$0] }, host: qubits[0]))
        stack[top].next += 1
      case .needs(let needed):
        stack.append(Frame(needed))
      case .inexpressible:
        guard case .composite = pending.key else {
          throw .unsupported(
            what: "an angle of \(step.gate.name) in \(pending.name)",
            remedy: "give \(pending.name) parameters that make it a finite number")
        }
        inexpressible.insert(pending.key)
        stack.removeLast()
      }
    }
  }

  /// A gate without a definition that OpenQASM 2 can express, for these values of its parameters.
  private mutating func decomposed(
    _ gate: any QuantumGate, _ angles: [Double]
  ) throws(QuantumError) -> Call {
    let known = gate.libraryDescription.map(Key.known)
    if let known, let name = written[known] { return Call(name: name, parameters: []) }
    let circuit = try gate.checkedAction(angles).elementaryCircuit(
      qubitCount: gate.qubitCount, keepsToffoli: true)
    let qubits = (0..<gate.qubitCount).map { "q\($0)" }
    var statements: [String] = []
    statements.reserveCapacity(circuit.steps.count + 1)
    if circuit.phase != 0 {
      statements.append("\(phase())(\(OpenQASM2Expression.number(circuit.phase))) \(qubits[0])")
    }
    for step in circuit.steps {
      let step = step.gateStep
      let parameters = expressions(step.gate.parameters, [:]) ?? []
      let call = Call(name: step.gate.name, parameters: parameters)
      statements.append(call.text(on: step.qubits.map { qubits[$0] }, host: qubits[0]))
    }
    // Gates of one name need not be the same gate; those of one body and name are.
    let body = Key.body("\(gate.qubitCount) \(gate.name) " + statements.joined(separator: ";"))
    let name =
      written[body]
      ?? write(
        gate.name, parameters: [], qubits: qubits, statements: statements,
        comment: angles.isEmpty ? nil : gate.commentedName(angles))
    written[body] = name
    if let known { written[known] = name }
    return Call(name: name, parameters: [])
  }

  /// The gate that stands for a global phase: u1 on |1⟩ and, between two NOTs, on |0⟩.
  private mutating func phase() -> String {
    if let phaseName { return phaseName }
    let name = write(
      "gphase", parameters: ["gamma"], qubits: ["q0"],
      statements: ["u1(gamma) q0", "x q0", "u1(gamma) q0", "x q0"],
      comment: "the global phase exp(i*gamma)")
    phaseName = name
    return name
  }

  private mutating func write(
    _ wanted: String, parameters: [String], qubits: [String], statements: [String],
    comment: String? = nil
  ) -> String {
    let name = names.take(wanted)
    let list = parameters.isEmpty ? "" : "(\(parameters.joined(separator: ",")))"
    if let comment { text += "// \(name): \(comment)\n" }
    text += "gate \(name)\(list) \(qubits.joined(separator: ",")) {"
    let length = statements.reduce(0) { $0 + $1.utf8.count + 2 }
    if statements.count <= 4, length <= 72 {
      for statement in statements { text += " \(statement);" }
      text += " }\n"
    } else {
      text += "\n"
      for statement in statements { text += "  \(statement);\n" }
      text += "}\n"
    }
    return name
  }
}

extension StandardGate {
  /// Qiskit reads `u0` as a wait of a whole number of gate lengths and refuses others.
  fileprivate var isFractionalWait: Bool {
    name == "u0" && parameters.contains { ($0.constant ?? 0.5).rounded() != $0.constant }
  }
}

extension QuantumGate {
  /// A description that two gates share only if they do the same, for gates whose types promise that.
  fileprivate var libraryDescription: String? {
    func angles() -> String { parameters.map { "\($0)" }.joined(separator: ",") }
    switch self {
    case let gate as StandardGate: return "\(gate.name)(\(angles()))"
    case let gate as PauliRotation: return "\(gate.paulis)(\(angles()))"
    case let gate as ControlledGate:
      return gate.base.libraryDescription.map { "controlled \(gate.values) \($0)" }
    case let gate as InverseGate: return gate.base.libraryDescription.map { "inverse \($0)" }
    case let gate as PowerGate:
      return gate.base.libraryDescription.map { "power \(gate.exponent) \($0)" }
    default: return nil
    }
  }

  /// The name and the values of the parameters, for a comment.
  fileprivate func commentedName(_ angles: [Double]) -> String {
    let values = angles.map { OpenQASM2Expression.number($0) }.joined(separator: ",")
    return "\(name.printable.inASCII)(\(values))"
  }
}
