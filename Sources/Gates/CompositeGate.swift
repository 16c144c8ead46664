public import QState

/// A gate defined by other gates.
///
/// The definition is shared by all uses of the gate; a use adds the values of its parameters.
///
/// ```swift
/// let θ = Parameter("theta")
/// let definition = try CompositeGate.Definition(
///   "zz", parameters: [θ], qubits: 2,
///   body: [
///     GateStep(StandardGate.cx, [0, 1]),
///     GateStep(StandardGate.rz(.parameter(θ)), [1]),
///     GateStep(StandardGate.cx, [0, 1]),
///   ])
/// circuit.append(try CompositeGate(definition, [0.3]), to: [0, 1])
/// ```
public struct CompositeGate: QuantumGate {
  public let definition: Definition
  public let parameters: [Angle]
  /// Whether this is the inverse of what is defined.
  public let isInverse: Bool

  /// - Throws: ``QuantumError/wrongParameterCount(gate:expected:got:)``
  public init(_ definition: Definition, _ parameters: [Angle] = []) throws(QuantumError) {
    guard parameters.count == definition.parameters.count else {
      throw .wrongParameterCount(
        gate: definition.name, expected: definition.parameters.count, got: parameters.count)
    }
    self.init(unchecked: definition, parameters, isInverse: false)
  }

  private init(unchecked definition: Definition, _ parameters: [Angle], isInverse: Bool) {
    self.definition = definition
    self.parameters = parameters
    self.isInverse = isInverse
  }

  /// The definition's name; with `_dg` for its inverse.
  public var name: String { isInverse ? definition.name + "_dg" : definition.name }
  public var qubitCount: Int { definition.qubitCount }
  public var expansion: GateExpansion { definition.expansion }

  /// The body's gates inverted in reverse order, when they are needed.
  public var inverse: any QuantumGate {
    CompositeGate(unchecked: definition, parameters, isInverse: !isInverse)
  }

  /// The steps in terms of the definition's formal parameters, in the order in which they act.
  public var body: [GateStep] { isInverse ? definition.body.inverted : definition.body }

  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    guard angles.count == definition.parameters.count else {
      throw .wrongParameterCount(
        gate: name, expected: definition.parameters.count, got: angles.count)
    }
    var body = body
    if angles.isEmpty { return .sequence(body) }
    let values = Dictionary(uniqueKeysWithValues: zip(definition.parameters, angles))
    for index in body.indices {
      let parameters = body[index].gate.parameters
      if parameters.allSatisfy({ $0.constant != nil }) { continue }
      body[index].gate = body[index].gate.replacingParameters(
        parameters.map { $0.substituting { values[$0].map(Angle.value) } })
    }
    return .sequence(body)
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    CompositeGate(unchecked: definition, parameters, isInverse: isInverse)
  }
}

extension CompositeGate {
  /// What a gate's name stands for: steps on its qubits, with angles that are expressions in its
  /// formal parameters. Immutable.
  public final class Definition: Sendable {
    public let name: String
    /// The formal parameters.
    public let parameters: [Parameter]
    public let qubitCount: Int
    public var body: [GateStep] { steps }
    public let expansion: GateExpansion

    /// Written once more after the initializer: by the deinitializer, when no one else can read it.
    private nonisolated(unsafe) var steps: [GateStep]

    /// How deep definitions may nest. Hand-written ones stay under twenty; the limit keeps everything
    /// that walks a definition within its call stack.
    public static let depthLimit = 1_000

    /// Costs time in proportion to the length of the body, however much it expands to.
    ///
    /// - Parameter body: each step on positions among `0..<qubits`.
    /// - Throws: ``QuantumError/wrongQubitCount(operation:expected:got:)``,
    ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``, ``QuantumError/duplicateQubit(_:)`` for
    ///   a step's qubits; ``QuantumError/unknownParameter(name:known:)`` for a parameter that is not
    ///   a formal one; ``QuantumError/outOfRange(what:value:range:)`` for definitions nested deeper
    ///   than ``depthLimit`` and for a formal parameter named twice.
    public init(
      _ name: String, parameters: [Parameter] = [], qubits: Int, body: [GateStep]
    ) throws(QuantumError) {
      let formal = Set(parameters)
      guard formal.count == parameters.count else {
        throw .outOfRange(
          what: "the number of different parameter names of \(name)", value: Double(formal.count),
          range: "\(parameters.count): each is named once")
      }
      for step in body {
        try step.validate(qubitCount: qubits)
        for angle in step.gate.parameters where angle.constant == nil {
          for parameter in angle.parameters where !formal.contains(parameter) {
            throw .unknownParameter(name: parameter.name, known: parameters.map(\.name))
          }
        }
      }
      let expansion = GateExpansion(body: body)
      guard expansion.depth <= Self.depthLimit else {
        throw .outOfRange(
          what: "the nesting depth of the definition of \(name)",
          value: Double(expansion.depth), range: "1...\(Self.depthLimit)")
      }
      self.name = name
      self.parameters = parameters
      self.qubitCount = qubits
      self.steps = body
      self.expansion = expansion
    }

    /// Left to itself, releasing a chain of definitions recurses once a level, some 500 bytes of stack
    /// each; here the bodies of those that die together are released in a loop.
    deinit {
      var doomed = steps
      steps = []
      while !doomed.isEmpty {
        guard var inner = Self.removeLastDefinition(from: &doomed),
          isKnownUniquelyReferenced(&inner)
        else { continue }
        doomed += inner.steps
        inner.steps = []
      }
    }

    private static func removeLastDefinition(from steps: inout [GateStep]) -> Definition? {
      (steps.removeLast().gate as? CompositeGate)?.definition
    }
  }
}
