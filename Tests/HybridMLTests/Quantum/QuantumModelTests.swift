import HybridML
import TestSupport
import Testing

@Suite struct QuantumModelTests {
  private static let single = QuantumModel.Architecture(features: 4, outputs: 3)
  private static let reuploading = QuantumModel.Architecture(
    features: 4, outputs: 3, reuploads: true)

  private static let references = [
    (
      single, ReferenceRuns.Single.start, ReferenceRuns.Single.gradient,
      ReferenceRuns.Single.logits, ReferenceRuns.Single.losses, ReferenceRuns.Single.foldAccuracies
    ),
    (
      reuploading, ReferenceRuns.Reuploading.start, ReferenceRuns.Reuploading.gradient,
      ReferenceRuns.Reuploading.logits, ReferenceRuns.Reuploading.losses,
      ReferenceRuns.Reuploading.foldAccuracies
    ),
  ]

  @Test("logits and gradient at the reference's start are the reference's")
  func start() throws {
    let fold = try IrisFold(0)
    for (architecture, start, gradient, logits, losses, _) in Self.references {
      let model = try QuantumModel(architecture, parameters: start)
      let first = try model.outputs(fold.train.features.selecting(rows: Array(0..<5)))
      for (x, y) in zip(first.elements, logits) { #expect(abs(x - y) < 1e-12) }
      let result = try model.lossAndGradient(
        fold.train.features, fold.train.target, loss: .crossEntropy)
      #expect(abs(result.loss - losses[0]) < 1e-12)
      #expect(result.gradient.count == gradient.count)
      for (x, y) in zip(result.gradient, gradient) { #expect(abs(x - y) < 1e-12) }
    }
  }

  @Test("a hundred steps of Adam follow the reference's losses")
  func path() throws {
    let fold = try IrisFold(0)
    for (architecture, start, _, _, losses, _) in Self.references {
      var model = try QuantumModel(architecture, parameters: start)
      let report = try Trainer().fit(&model, to: fold.train, loss: .crossEntropy)
      #expect(report.losses.count == 100 && report.ending == .allEpochs)
      for (x, y) in zip(report.losses, losses) { #expect(abs(x - y) < 1e-10) }
    }
  }

  @Test("every fold has the reference's accuracy")
  func accuracies() throws {
    for (architecture, start, _, _, _, accuracies) in Self.references {
      for number in 0..<5 {
        let fold = try IrisFold(number)
        var model = try QuantumModel(architecture, parameters: start)
        try Trainer().fit(&model, to: fold.train, loss: .crossEntropy)
        let outputs = try model.outputs(fold.test.features)
        let predictions = (0..<outputs.rows).map { row in
          (0..<3).reduce(0) { outputs[row, $1] > outputs[row, $0] ? $1 : $0 }
        }
        let accuracy = Metrics.accuracy(predictions, IrisFold.classes(fold.test))
        #expect(abs(accuracy - accuracies[number]) < 1e-12, "fold \(number)")
      }
    }
  }

  /// Every encoding with features that it takes.
  static let encodings: [(Encoding, ClosedRange<Double>)] = [
    (.angle(.x), -3...3), (.angle(.y), -3...3), (.angle(.z), -3...3), (.amplitude, -1...1),
    (.basis, 0...1), (.iqp(repetitions: 2), -2...2), (.zFeatureMap(repetitions: 2), -2...2),
    (.zzFeatureMap(repetitions: 1), -2...2),
    (.pauliFeatureMap(["X", "Y"], repetitions: 1), -2...2), (.chebyshev, -0.9...0.9),
    (
      .custom("doubled") { features, circuit in
        for (qubit, x) in features.enumerated() { circuit.ry(2 * x, qubit) }
      }, -2...2
    ),
  ]

  static let ansätze: [Ansatz] =
    Ansatz.Family.allCases.map { Ansatz($0, layers: 2) } + [
      .twoLocal(TwoLocal(rotations: [.x, .z], entangler: .rxx, pattern: .ring), layers: 1),
      .twoLocal(
        TwoLocal(rotations: [.z, .y], entangler: .ryy, pattern: .brick, endsWithRotations: false),
        layers: 2),
      .custom("chain", layers: 2, weights: { $0 }) { weights, layer, circuit in
        for (qubit, weight) in weights.enumerated() { circuit.ry(2 * weight, qubit) }
        for qubit in 1..<max(circuit.qubitCount, 1) { circuit.cz(qubit - 1, qubit) }
      },
    ]

  static func rows(
    _ encoding: Encoding, _ range: ClosedRange<Double>, count: Int, features: Int,
    _ random: inout TestRandom
  ) -> RealMatrix {
    RealMatrix(
      rows: count, columns: features,
      elements: (0..<count * features).map { _ in
        let x = Double.random(in: range, using: &random)
        return encoding == .basis ? x.rounded() : x
      })
  }

  @Test("every encoding with every ansatz has the gradient of central differences")
  func gradients() throws {
    var random = TestRandom(seed: 1)
    for (encoding, range) in Self.encodings {
      for ansatz in Self.ansätze {
        for features in 1...4 {
          let reuploads = Bool.random(using: &random)
          let model = try QuantumModel(
            .init(
              features: features, outputs: 2, encoding: encoding, ansatz: ansatz,
              reuploads: reuploads, scalesInputs: encoding.takesScaledFeatures,
              readout: [.z, .xyz, .zAndPairs].randomElement(using: &random) ?? .z), seed: 5)
          let rows = Self.rows(encoding, range, count: 3, features: features, &random)
          let target = Dataset.Target.classes([0, 1, 1], names: ["a", "b"])
          let (_, gradient) = try model.lossAndGradient(rows, target, loss: .crossEntropy)
          #expect(gradient.count == model.parameters.count)
          for _ in 0..<4 {
            let index = Int.random(in: 0..<gradient.count, using: &random)
            func loss(_ shift: Double) throws -> Double {
              var moved = model
              moved.parameters[index] += shift
              return try moved.loss(rows, target, loss: .crossEntropy)
            }
            // Five points: h⁴/30 times a fifth derivative of up to 10⁹ where features are multiplied.
            let h = 1e-4
            let difference =
              (8 * (try loss(h) - loss(-h)) - (try loss(2 * h) - loss(-2 * h))) / (12 * h)
            #expect(
              abs(gradient[index] - difference) < 1e-8,
              "\(encoding) \(ansatz) \(features) \(reuploads) \(index)")
          }
        }
      }
    }
  }

  @Test("every encoding with every ansatz gives a batch the values of single circuits")
  func batches() throws {
    var random = TestRandom(seed: 2)
    for (encoding, range) in Self.encodings {
      for ansatz in Self.ansätze {
        for features in [1, 2, 3, 5] {
          let model = try QuantumModel(
            .init(
              features: features, outputs: 1, encoding: encoding, ansatz: ansatz, readout: .xyz),
            seed: 9)
          let rows = Self.rows(encoding, range, count: 2, features: features, &random)
          let together = try model.expectations(rows)
          let inputs = try encoding.inputs(rows)
          for row in 0..<rows.rows {
            let point =
              Array(inputs.row(row)) + model.parameters[model.layout.circuit]
            let names =
              (0..<inputs.columns).map { Parameter("x[\($0)]") }
              + model.layout.weights.map { Parameter("w[\($0)]") }
            let alone = try DifferentiableCircuit(model.circuit, parameters: names).values(
              of: model.observables, at: point)
            for (x, y) in zip(together.row(row), alone) {
              #expect(abs(x - y) < 1e-12, "\(encoding) \(ansatz) \(features)")
            }
          }
        }
      }
    }
  }

  @Test("every loss has the gradient of central differences, also with respect to features")
  func losses() throws {
    var random = TestRandom(seed: 3)
    let classes = Dataset.Target.classes([0, 2, 1, 1], names: ["a", "b", "c"])
    let values = Dataset.Target.values([0.3, -2, 0.1, 1.4])
    for (loss, target, outputs) in [
      (Loss.crossEntropy, classes, 3), (.hinge, classes, 3), (.squaredError, values, 1),
      (.huber(delta: 0.5), values, 1),
    ] {
      for head in QuantumModel.Head.allCases {
        let model = try QuantumModel(
          .init(
            features: 3, outputs: outputs, encoding: .iqp(repetitions: 1),
            ansatz: .efficientSU2(layers: 1), scalesInputs: true, head: head), seed: 4)
        let rows = Self.rows(.angle(.y), -1...1, count: 4, features: 3, &random)
        let gradient = try model.lossAndGradient(rows, target, loss: loss).gradient
        let inputGradient = try model.inputGradient(rows, target, loss: loss)
        let h = 1e-5
        for index in gradient.indices {
          func shifted(_ shift: Double) throws -> Double {
            var moved = model
            moved.parameters[index] += shift
            return try moved.loss(rows, target, loss: loss)
          }
          let difference = (try shifted(h) - shifted(-h)) / (2 * h)
          #expect(abs(gradient[index] - difference) < 1e-8, "\(loss) \(head) \(index)")
        }
        for index in rows.elements.indices {
          func shifted(_ shift: Double) throws -> Double {
            var moved = rows
            moved.elements[index] += shift
            return try model.loss(moved, target, loss: loss)
          }
          let difference = (try shifted(h) - shifted(-h)) / (2 * h)
          #expect(abs(inputGradient.elements[index] - difference) < 1e-8, "\(loss) \(head)")
        }
      }
    }
  }

  @Test("derivatives at random weights have the variances of the reference")
  func barrenPlateau() throws {
    // d⟨Z0⟩/dθ of the middle layer's first ry, 2n layers, zero inputs: PennyLane, 60 draws.
    for (qubits, reference) in [(4, 0.030473), (6, 0.010313), (8, 0.0023194)] {
      let model = try QuantumModel(
        .init(
          features: qubits, outputs: 1, ansatz: .stronglyEntangling(layers: 2 * qubits)), seed: 1)
      let variances = try model.gradientVariances(
        at: Array(repeating: 0, count: qubits), draws: 60, seed: 1)
      let found = variances[3 * qubits * qubits + 1]
      // Two estimates from 60 draws of a distribution with heavy tails.
      #expect(found > reference / 3 && found < reference * 3, "\(qubits): \(found)")
    }
  }

  @Test("what does not fit is refused with the value and what is allowed")
  func refusals() throws {
    func refused(
      _ text: String, features: Int = 2, outputs: Int = 2, encoding: Encoding = .angle(.y),
      ansatz: Ansatz = .stronglyEntangling(layers: 1), scales: Bool = false,
      readout: Readout = .z, head: QuantumModel.Head = .linear,
      _ location: SourceLocation = #_sourceLocation
    ) {
      do {
        _ = try QuantumModel(
          .init(
            features: features, outputs: outputs, encoding: encoding, ansatz: ansatz,
            scalesInputs: scales, readout: readout, head: head), seed: 1)
        Issue.record("accepted", sourceLocation: location)
      } catch {
        #expect("\(error)".contains(text), "\(error)", sourceLocation: location)
      }
    }
    refused("the number of features is 0", features: 0)
    refused("the number of outputs is 0", outputs: 0)
    refused("the number of layers is 0", ansatz: .realAmplitudes(layers: 0))
    refused("repetitions of the encoding is 0", encoding: .iqp(repetitions: 0))
    refused("a Pauli word is 'Q'", encoding: .pauliFeatureMap(["Q"], repetitions: 1))
    refused("a Pauli word is 'ZZZ'", encoding: .pauliFeatureMap(["ZZZ"], repetitions: 1))
    refused("the list of Pauli words is empty", encoding: .pauliFeatureMap([], repetitions: 1))
    refused("a trained scale of inputs is on", encoding: .amplitude, scales: true)
    refused("the list of observables is empty", readout: .observables([]))
    refused("qubit 5 is out of range", readout: .observables([Z(5)]))
    refused("direct head is 3", outputs: 3, head: .direct)
    refused("bytes", features: 48)
    refused("the number of qubits is 70", features: 70)
    refused("'none' is 0", encoding: .custom("none", qubits: { _ in 0 }) { _, _ in })
    refused(
      "measures",
      ansatz: .custom("measuring", weights: { _ in 0 }) { _, _, circuit in
        _ = circuit.addBits(1, named: "c")
        circuit.measure(0, into: 0)
        circuit.h(0)
      })

    let architecture = QuantumModel.Architecture(features: 2, outputs: 2)
    // 18 weights, a matrix of 4 and 2 offsets.
    #expect(throws: DataError(.shape(what: "the number of parameters", expected: 24, got: 1))) {
      try QuantumModel(architecture, parameters: [1])
    }
    let model = try QuantumModel(architecture, seed: 1)
    let rows = RealMatrix(rows: 1, columns: 2, elements: [0.1, 0.2])
    #expect(throws: DataError.self) {
      try model.outputs(RealMatrix(rows: 1, columns: 3, elements: [1, 2, 3]))
    }
    #expect(throws: DataError(.notFiniteInput(row: 0, column: 1, value: .infinity))) {
      try model.outputs(RealMatrix(rows: 1, columns: 2, elements: [1, .infinity]))
    }
    for (target, loss) in [
      (Dataset.Target.classes([2], names: ["a", "b", "c"]), Loss.crossEntropy),
      (.classes([], names: ["a", "b"]), .crossEntropy), (.values([1]), .crossEntropy),
      (.classes([1], names: ["a", "b"]), .squaredError), (.values([1]), .squaredError),
    ] {
      #expect(throws: DataError.self) { try model.lossAndGradient(rows, target, loss: loss) }
    }
    #expect(throws: DataError.self) {
      try model.lossAndGradient(
        RealMatrix(rows: 0, columns: 2), .classes([], names: ["a", "b"]), loss: .crossEntropy)
    }
  }
}
