public import Gates

/// Expectation values of one circuit for many samples at once, and their derivatives: the engine of
/// quantum machine learning.
///
/// Some parameters of the circuit are *inputs*, which differ between samples; the others are *weights*,
/// which all samples share.
///
/// ```swift
/// let model = try BatchedCircuit(circuit, inputs: features, observables: [Z(0), Z(1)])
/// let values = try model.values(inputs: rows, weights: weights)   // [samples][observables]
/// ```
///
/// Up to 12 qubits a vector holds one amplitude of several samples, so that a step costs the same for
/// every qubit, and threads share the samples. Larger circuits, and those with gates of one's own, run
/// one sample after another. Results do not depend on the number of threads.
public struct BatchedCircuit: Sendable {
  /// What a row of inputs stands for, in order.
  public let inputs: [Parameter]
  /// What the weights stand for, in order.
  public let weights: [Parameter]
  public let observables: [PauliSum]
  let circuit: DifferentiableCircuit
  let terms: [[PauliTerm]]
  let inputTape: InputTape
  /// One program that finds derivatives with respect to weights, and one for inputs too; nil where
  /// samples run one after another.
  let program: BatchProgram<Double>?
  private let programForInputs: BatchProgram<Double>?

  /// - Parameters:
  ///   - inputs: the circuit's parameters that differ between samples.
  ///   - weights: the others; nil takes them in order of first occurrence.
  ///   - observables: what is evaluated at the end, Hermitian.
  /// - Throws: as ``DifferentiableCircuit/init(_:parameters:)`` and
  ///   ``DifferentiableCircuit/values(of:at:)``.
  public init(
    _ circuit: Circuit, inputs: [Parameter], weights: [Parameter]? = nil, observables: [PauliSum]
  ) throws(QuantumError) {
    try self.init(
      circuit, inputs: inputs, weights: weights, observables: observables,
      set: KernelOptions.current().set)
  }

  /// With kernels of one's choice, for tests.
  package init(
    _ circuit: Circuit, inputs: [Parameter], weights: [Parameter]? = nil, observables: [PauliSum],
    set: KernelSet
  ) throws(QuantumError) {
    let isInput = Set(inputs)
    let weights = weights ?? circuit.parameters.filter { !isInput.contains($0) }
    let names = inputs + weights
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw .unsupported(
        what: "the parameter \(names[twice].name), which is named twice",
        remedy: "name each parameter once, as an input or as a weight")
    }
    let prepared = try DifferentiableCircuit(circuit, parameters: inputs + weights)
    self.circuit = prepared
    self.inputs = inputs
    self.weights = weights
    self.observables = observables
    let terms = try observables.map { (sum) throws(QuantumError) in try prepared.stateTerms(sum) }
    self.terms = terms
    let inputTape = InputTape(prepared.tape, inputs: inputs.count)
    self.inputTape = inputTape
    func makeProgram(wantsInputs: Bool) -> BatchProgram<Double>? {
      let own = Set(inputTape.ownSlots)
      let isOwn = prepared.tape.slots.indices.map { own.contains($0) }
      let isWanted = prepared.tape.slots.indices.map { slot in
        prepared.tape.isVariable[slot]
          && (!own.contains(slot) || wantsInputs || inputTape.mixesWeights)
      }
      return BatchProgram(
        prepared.program, isOwn: isOwn, sources: prepared.tape.firstSlots, isWanted: isWanted,
        observables: terms, set: set)
    }
    program = makeProgram(wantsInputs: false)
    programForInputs = makeProgram(wantsInputs: true)
  }

  /// ⟨O⟩ of every observable for every sample, `[samples][observables]`.
  ///
  /// - Parameters:
  ///   - rows: `[samples][inputs]`, row by row.
  ///   - weights: one for each of ``weights``.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)``,
  ///   ``QuantumError/notFinite(what:value:)``
  public func values(inputs rows: [Double], weights: [Double]) throws(QuantumError) -> [Double] {
    let (count, nodes, angles) = try prepare(rows, weights)
    var values = Array(repeating: 0.0, count: count * observables.count)
    guard let program else {
      for sample in 0..<count {
        let point = Array(rows[(sample * inputs.count)...].prefix(inputs.count)) + weights
        let result = try circuit.values(of: observables, at: point)
        for (k, value) in result.enumerated() { values[sample * observables.count + k] = value }
      }
      return values
    }
    values.withUnsafeMutableBufferPointer { values in
      rows.withUnsafeBufferPointer { rows in
        guard let base = values.baseAddress else { return }
        nonisolated(unsafe) let rows = rows
        program.run(
          count: count, angles: angles, ownAngles: inputTape.angles(rows, nodes), values: base)
      }
    }
    try checkFinite(values)
    return values
  }

  /// An input can lie outside the range of a function that an angle is made with.
  private func checkFinite(_ values: [Double]) throws(QuantumError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(
        what: "an angle of sample \(index / observables.count)", value: values[index])
    }
  }

  /// The values, and the gradient of a sum over samples of any function of a sample's values.
  ///
  /// - Parameters:
  ///   - rows: `[samples][inputs]`, row by row.
  ///   - weights: one for each of ``weights``.
  ///   - wantsInputGradient: whether derivatives with respect to inputs are wanted too.
  ///   - derivative: given a sample's number and its values, fills the function's derivative with
  ///     respect to each value. Called once a sample, on any thread.
  /// - Returns: the values, `[samples][observables]`; the gradient with respect to the weights; that
  ///   with respect to the inputs, `[samples][inputs]`, or an empty array.
  /// - Complexity: about four runs a sample, whatever the number of weights and observables.
  public func valuesAndGradient(
    inputs rows: [Double], weights: [Double], wantsInputGradient: Bool = false,
    derivative:
      @escaping @Sendable (
        _ sample: Int, _ values: UnsafeBufferPointer<Double>,
        _ derivatives: UnsafeMutableBufferPointer<Double>
      ) -> Void
  ) throws(QuantumError) -> (values: [Double], weights: [Double], inputs: [Double]) {
    let (count, nodes, angles) = try prepare(rows, weights)
    let (inputCount, outputs) = (inputs.count, observables.count)
    guard let program = wantsInputGradient ? programForInputs : program else {
      return try oneByOne(rows, weights, count, wantsInputGradient, derivative)
    }
    var values = Array(repeating: 0.0, count: count * outputs)
    var inputGradient = Array(repeating: 0.0, count: wantsInputGradient ? count * inputCount : 0)
    var sums: [Double] = []
    values.withUnsafeMutableBufferPointer { values in
      inputGradient.withUnsafeMutableBufferPointer { gradient in
        rows.withUnsafeBufferPointer { rows in
          guard let base = values.baseAddress else { return }
          // Each sample writes its own row.
          nonisolated(unsafe) let (rows, gradient) = (rows, gradient)
          var backward = BatchProgram<Double>.Backward { sample, values, weights in
            derivative(
              sample, UnsafeBufferPointer(start: values, count: outputs),
              UnsafeMutableBufferPointer(start: weights, count: outputs))
          }
          if wantsInputGradient || inputTape.mixesWeights {
            backward.sums = self.weights.count
            backward.own = inputTape.pullBack(
              rows, nodes, weights: self.weights.count,
              inputGradient: wantsInputGradient ? gradient.baseAddress : nil)
          }
          sums = program.run(
            count: count, angles: angles, ownAngles: inputTape.angles(rows, nodes), values: base,
            backward: backward)
        }
      }
    }
    try checkFinite(values)
    let slotCount = circuit.tape.slots.count
    if sums.isEmpty { sums = Array(repeating: 0, count: slotCount) }
    var shared = circuit.tape.pullBack(nodes, slots: Array(sums.prefix(slotCount)))
    shared.removeFirst(inputCount)
    for (index, sum) in sums.dropFirst(slotCount).enumerated() { shared[index] += sum }
    return (values, shared, inputGradient)
  }

  private func oneByOne(
    _ rows: [Double], _ weights: [Double], _ count: Int, _ wantsInputGradient: Bool,
    _ derivative: (Int, UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws(QuantumError) -> (values: [Double], weights: [Double], inputs: [Double]) {
    var values: [Double] = []
    var total = Array(repeating: 0.0, count: weights.count)
    var inputGradient: [Double] = []
    for sample in 0..<count {
      let point = Array(rows[(sample * inputs.count)...].prefix(inputs.count)) + weights
      let result = try circuit.valuesAndJacobian(of: observables, at: point)
      var outer = Array(repeating: 0.0, count: observables.count)
      result.values.withUnsafeBufferPointer { values in
        outer.withUnsafeMutableBufferPointer { derivative(sample, values, $0) }
      }
      var gradient = Array(repeating: 0.0, count: point.count)
      for (row, weight) in zip(result.jacobian, outer) {
        for index in row.indices { gradient[index] += weight * row[index] }
      }
      values += result.values
      for index in total.indices { total[index] += gradient[inputs.count + index] }
      if wantsInputGradient { inputGradient += gradient.prefix(inputs.count) }
    }
    return (values, total, inputGradient)
  }

  /// The number of samples, the tape's values where inputs are 0, and its angles there.
  func prepare(
    _ rows: [Double], _ weights: [Double]
  ) throws(QuantumError) -> (count: Int, nodes: [Double], angles: [Double]) {
    guard weights.count == self.weights.count else {
      throw .wrongElementCount(
        what: "the weights", expected: self.weights.count, got: weights.count)
    }
    let count = inputs.isEmpty ? (rows.isEmpty ? 1 : 0) : rows.count / inputs.count
    guard count * inputs.count == rows.count else {
      throw .wrongElementCount(
        what: "the rows of inputs", expected: (count + 1) * inputs.count, got: rows.count)
    }
    for value in rows where !value.isFinite { throw .notFinite(what: "an input", value: value) }
    for value in weights where !value.isFinite { throw .notFinite(what: "a weight", value: value) }
    let nodes = circuit.tape.values(at: Array(repeating: 0, count: inputs.count) + weights)
    let angles = circuit.tape.slots.map { nodes[$0] }
    for (slot, angle) in angles.enumerated()
    where !angle.isFinite && !inputTape.ownSlots.contains(slot) {
      throw .notFinite(what: "an angle", value: angle)
    }
    return (count, nodes, angles)
  }
}

/// The part of a tape that depends on inputs.
struct InputTape: Sendable {
  let tape: AngleTape
  let inputs: Int
  /// The slots that depend on an input, ascending.
  let ownSlots: [Int]
  /// The nodes that depend on an input, in order.
  private let dependent: [Int]
  /// The nodes that own slots depend on, in order.
  private let needed: [Int]
  /// Whether an own slot also depends on a weight.
  let mixesWeights: Bool
  /// For each own slot the input that it is, where every own slot is an input as it stands.
  private let plain: [Int]?

  init(_ tape: AngleTape, inputs: Int) {
    self.tape = tape
    self.inputs = inputs
    let depends = tape.nodesDepending { $0 < inputs }
    dependent = depends.indices.filter { depends[$0] }
    let own = tape.slots.indices.filter { depends[tape.slots[$0]] }
    ownSlots = own
    needed = tape.nodesNeeded(for: own.map { tape.slots[$0] })
    mixesWeights = needed.contains {
      if case .parameter(let number) = tape.nodes[$0] { number >= inputs } else { false }
    }
    let numbers = own.compactMap { slot -> Int? in
      if case .parameter(let number) = tape.nodes[tape.slots[slot]] { number } else { nil }
    }
    plain = numbers.count == own.count ? numbers : nil
  }

  /// Fills the angles of a sample's own slots.
  func angles(
    _ rows: UnsafeBufferPointer<Double>, _ nodes: [Double]
  ) -> @Sendable (Int, UnsafeMutablePointer<Double>) -> Void {
    nonisolated(unsafe) let rows = rows
    if let plain {
      return { sample, angles in
        for (place, number) in plain.enumerated() { angles[place] = rows[sample * inputs + number] }
      }
    }
    return { sample, angles in
      withNodes(rows, nodes, sample) { values in
        for (place, slot) in ownSlots.enumerated() { angles[place] = values[tape.slots[slot]] }
      }
    }
  }

  /// Fills the angles of own slots for one row, with `nodes` for what lies between.
  func fill(
    _ row: UnsafeBufferPointer<Double>, nodes: UnsafeMutableBufferPointer<Double>,
    angles: UnsafeMutableBufferPointer<Double>
  ) {
    if let plain {
      for (place, number) in plain.enumerated() { angles[place] = row[number] }
      return
    }
    for node in dependent {
      if case .parameter(let number) = tape.nodes[node] {
        nodes[node] = row[number]
      } else {
        nodes[node] = tape.value(node, nodes)
      }
    }
    for (place, slot) in ownSlots.enumerated() { angles[place] = nodes[tape.slots[slot]] }
  }

  /// Turns the derivatives of own slots into those of inputs and weights.
  func pullBack(
    _ rows: UnsafeBufferPointer<Double>, _ nodes: [Double], weights: Int,
    inputGradient: UnsafeMutablePointer<Double>?
  ) -> @Sendable (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void {
    nonisolated(unsafe) let (rows, inputGradient) = (rows, inputGradient)
    return { sample, slots, sums in
      withNodes(rows, nodes, sample) { values in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: tape.nodes.count) { adjoints in
          for node in needed { adjoints[node] = 0 }
          for (place, slot) in ownSlots.enumerated() { adjoints[tape.slots[slot]] += slots[place] }
          for node in needed.reversed() where adjoints[node] != 0 {
            if case .parameter(let number) = tape.nodes[node] {
              if number >= inputs {
                sums[number - inputs] += adjoints[node]
              } else if let inputGradient {
                inputGradient[sample * inputs + number] += adjoints[node]
              }
            } else {
              tape.pullBack(node, values, adjoints)
            }
          }
        }
      }
    }
  }

  private func withNodes(
    _ rows: UnsafeBufferPointer<Double>, _ nodes: [Double], _ sample: Int,
    _ body: (UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: nodes.count) { values in
      _ = values.initialize(from: nodes)
      for node in dependent {
        if case .parameter(let number) = tape.nodes[node] {
          values[node] = rows[sample * inputs + number]
        } else {
          values[node] = tape.value(node, values)
        }
      }
      body(values)
    }
  }
}
