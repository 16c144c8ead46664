import TestSupport
import Testing

@testable import HybridML

@Suite struct SavedModelTests {
  static func classifier(_ data: Dataset) throws -> QuantumClassifier {
    var model = QuantumClassifier(
      features: [.standardise, .pca(2), .minMax(0...(.pi))], encoding: .iqp(repetitions: 1),
      ansatz: .efficientSU2(layers: 1), reuploads: true, scalesInputs: true, readout: .zAndPairs,
      seed: 7)
    try model.fit(data, optimizer: .adam(rate: 0.1), epochs: 3)
    return model
  }

  /// One model of every kind, fitted.
  static func models() throws -> [SavedModel] {
    let iris = try Dataset.iris()
    let diabetes = try Dataset.diabetes()
    var regressor = QuantumRegressor(
      features: [.select(3), .minMax(-1...1)], encoding: .chebyshev,
      ansatz: .twoLocal(TwoLocal(rotations: [.y], entangler: .rzz, pattern: .ring), layers: 1),
      readout: .observables([Z(0), 0.1 * X(0) * Y(1) - 2.5 * Z(2)]), loss: .huber(delta: 1))
    try regressor.fit(diabetes, optimizer: .gradientDescent(rate: 0.1), epochs: 2)
    var pipeline: Pipeline = [.standardise, .polynomial(degree: 2), .select(5)]
    let reduced = try iris.replacing(
      features: pipeline.fitTransform(iris.features, iris.target))
    var logistic = LogisticRegression()
    try logistic.fit(reduced)
    var svm = KernelSVM()
    try svm.fit(iris)
    var neighbours = NearestNeighbours()
    try neighbours.fit(iris.selecting(rows: Array(stride(from: 0, to: 150, by: 10))))
    var linear = LinearRegression()
    try linear.fit(diabetes)
    var ridge = RidgeRegression()
    try ridge.fit(diabetes)
    let few = diabetes.selecting(rows: Array(stride(from: 0, to: 442, by: 13)))
    var kernelRidge = KernelRidge(strength: 0.5)
    try kernelRidge.fit(few)
    var similar = NystromClassifier(
      kernel: .quantum(QuantumKernel(.angle(.x), comparison: .projected(gamma: nil))),
      bandwidth: .searched([1, 0.5]), landmarks: 12, seed: 3)
    try similar.fit(iris)
    var landmarks = NystromRegressor(landmarks: 9, strength: 0.5)
    try landmarks.fit(few)
    var process = GaussianProcess()
    try process.fit(few)
    var first = SavedModel(try classifier(iris), trainedOn: iris)
    first.metadata = ["note": "é \u{1F600} \"quoted\" \\ \n", "f64": "0"]
    return [
      first, SavedModel(regressor, trainedOn: diabetes),
      SavedModel(.logisticRegression(logistic), after: pipeline, trainedOn: iris),
      SavedModel(.kernelSVM(svm), trainedOn: iris),
      SavedModel(.nearestNeighbours(neighbours), trainedOn: iris),
      SavedModel(.linearRegression(linear), trainedOn: diabetes),
      SavedModel(.ridgeRegression(ridge), trainedOn: diabetes),
      SavedModel(.kernelRidge(kernelRidge), trainedOn: diabetes),
      SavedModel(.gaussianProcess(process), trainedOn: diabetes),
      SavedModel(.nystromClassifier(similar), trainedOn: iris),
      SavedModel(.nystromRegressor(landmarks), trainedOn: diabetes),
    ]
  }

  private static func rows(_ model: SavedModel) throws -> RealMatrix {
    model.classNames == nil ? try Dataset.diabetes().features : try Dataset.iris().features
  }

  @Test("every kind of model predicts the same bits after a file, and makes the same file again")
  func roundTrip() throws {
    for model in try Self.models() {
      let file = try TemporaryFile([])
      try model.save(to: file.path)
      let loaded = try SavedModel(contentsOf: file.path)
      let rows = try Self.rows(model)
      #expect(try loaded.predict(rows) == model.predict(rows))
      #expect(try loaded.probabilities(rows) == model.probabilities(rows))
      #expect(try loaded.distributions(rows)?.deviations == model.distributions(rows)?.deviations)
      #expect(try loaded.hasDeviations == (model.distributions(rows) != nil))
      #expect(loaded.featureNames == model.featureNames && loaded.classNames == model.classNames)
      #expect(loaded.targetName == model.targetName && loaded.metadata == model.metadata)
      #expect(try loaded.bytes() == model.bytes())
      #expect(loaded.parameterCount == model.parameterCount)
    }
  }

  @Test("a schema comes back, and one of other columns is refused")
  func schema() throws {
    let iris = try Dataset.iris()
    var model = SavedModel(try Self.classifier(iris), trainedOn: iris)
    model.schema = TableSchema(
      columns: iris.featureNames.map { TableSchema.Column(name: $0) }, label: "species",
      classes: iris.classNames)
    #expect(try SavedModel(bytes: model.bytes()).schema == model.schema)
    model.schema = TableSchema(
      columns: [TableSchema.Column(name: "other")], label: "species", classes: iris.classNames)
    let bytes = try model.bytes()
    #expect(throws: ModelFileError.self) { try SavedModel(bytes: bytes) }
  }

  @Test("what a limit is compared with is the whole file, header and all")
  func sizeLimit() throws {
    for model in try Self.models() {
      let size = try model.bytes().count
      #expect(try model.bytes(limit: size).count == size)
      #expect(throws: ModelFileError(.tooLarge(bytes: size, limit: size - 1))) {
        try model.bytes(limit: size - 1)
      }
    }
  }

  @Test("a file with any byte changed is refused")
  func flippedBytes() throws {
    let iris = try Dataset.iris()
    let bytes = try SavedModel(Self.classifier(iris), trainedOn: iris).bytes()
    for index in bytes.indices {
      for change: UInt8 in [1, 0x80, 0xFF] {
        var damaged = bytes
        damaged[index] ^= change
        #expect(throws: ModelFileError.self, "\(index)") { try SavedModel(bytes: damaged) }
      }
    }
  }

  @Test("a file cut off anywhere, or with more behind it, is refused")
  func truncations() throws {
    let iris = try Dataset.iris()
    let bytes = try SavedModel(Self.classifier(iris), trainedOn: iris).bytes()
    for count in bytes.indices {
      #expect(throws: ModelFileError.self, "\(count)") {
        try SavedModel(bytes: Array(bytes.prefix(count)))
      }
    }
    #expect(throws: ModelFileError.self) { try SavedModel(bytes: bytes + [0]) }
  }

  @Test("headers made to do harm, with the right checksum, are refused or predict")
  func hostileHeaders() throws {
    var random = TestRandom(seed: 8)
    for model in try Self.models() {
      let bytes = try model.bytes()
      let size = Int(bytes[24]) | Int(bytes[25]) << 8 | Int(bytes[26]) << 16
      var accepted = 0
      for _ in 0..<150 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = 32 + Int.random(in: 0..<size, using: &random)
          damaged[place] = [
            UInt8(ascii: "0"), UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "}"),
            UInt8(ascii: "\""), UInt8.random(in: 0...255, using: &random),
          ].randomElement(using: &random)!
        }
        ModelFileEditor.sign(&damaged)
        guard let loaded = try? SavedModel(bytes: damaged) else { continue }
        accepted += 1
        // What is accepted may predict badly, or say that it cannot; it never ends the program.
        _ = try? loaded.predict(
          RealMatrix(rows: 1, columns: loaded.featureNames.count, repeating: 0.5))
      }
      #expect(accepted < 150)
    }
  }

  @Test("each way to be no model file has its message")
  func messages() throws {
    let iris = try Dataset.iris()
    let good = try SavedModel(Self.classifier(iris), trainedOn: iris).bytes()
    func message(_ bytes: [UInt8]) throws -> String {
      let file = try TemporaryFile(bytes)
      var text = ""
      do {
        _ = try SavedModel(contentsOf: file.path)
      } catch {
        text = "\(error)"
      }
      #expect(text.hasPrefix(file.path + ": error: "))
      return text
    }
    #expect(try message([]).contains("no model file"))
    #expect(try message(Array("qreg q[3];".utf8)).contains("no model file"))
    #expect(try message(Array("QML\n\u{1A}\n\0".utf8)).contains("transfer as text"))
    var newer = good
    newer[8] = 2
    #expect(try message(newer).contains("version 2, and this program reads up to 1: update"))
    #expect(try message(Array(good.dropLast())).contains("bytes but has"))
    var damaged = good
    damaged[good.count - 1] ^= 1
    #expect(try message(damaged).contains("checksum is wrong"))
    var long = good
    long[27] = 0xFF
    ModelFileEditor.sign(&long)
    #expect(try message(long).contains("header"))
    var missing = ModelFileError(.notAModel)
    do {
      _ = try SavedModel(contentsOf: "/nowhere/model.qml")
    } catch {
      missing = error
    }
    #expect("\(missing)".contains("there is no such file"))
    #expect(throws: ModelFileError.self) { try SavedModel(contentsOf: "/") }
  }

  @Test("models that no file can hold are refused by name, and places that cannot be written to")
  func unstorable() throws {
    let iris = try Dataset.iris()
    #expect(throws: ModelFileError(.notFitted)) {
      try SavedModel(QuantumClassifier(), trainedOn: iris).bytes()
    }
    var custom = QuantumClassifier(
      features: [.minMax(0...3)],
      ansatz: .custom("mine", weights: { $0 }) { weights, _, circuit in
        for (qubit, weight) in weights.enumerated() { circuit.ry(weight, qubit) }
      })
    try custom.fit(iris, optimizer: .adam(), epochs: 1)
    #expect(throws: ModelFileError(.holdsCode("the ansatz 'mine'"))) {
      try SavedModel(custom, trainedOn: iris).bytes()
    }
    var encoded = QuantumClassifier(
      encoding: .custom("own") { features, circuit in circuit.rx(features[0], 0) })
    try encoded.fit(iris, optimizer: .adam(), epochs: 1)
    #expect(throws: ModelFileError(.holdsCode("the encoding 'own'"))) {
      try SavedModel(encoded, trainedOn: iris).bytes()
    }
    let error = #expect(throws: ModelFileError.self) {
      try SavedModel(Self.classifier(iris), trainedOn: iris).save(to: "/nowhere/model.qml")
    }
    #expect(error.map { "\($0)".hasPrefix("/nowhere/model.qml: error: the file cannot") } == true)
  }
}
