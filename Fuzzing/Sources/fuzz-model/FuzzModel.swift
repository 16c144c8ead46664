import Foundation
import FuzzLoop
import HybridML

/// Feeds the reader of model files and checkpoints with mutated ones for a while.
///
///     swift run -c release --package-path Fuzzing fuzz-model SECONDS [SEED]
///
/// Most inputs get a right size and checksum, so that what lies behind these is reached. Whatever the
/// reader makes of an input, it must come back with an error or with a model that predicts, or says why
/// not, and that makes bytes which are read again.
@main
struct FuzzModel {
  static func main() throws {
    try FuzzLoop.run("fuzz-model", memoryLimit: 4 << 30) { random, _ in
      FileMutator(corpus: try corpus(), random: random)
    } check: {
      check($0)
    }
  }

  /// Whether the input is a model or a checkpoint.
  private static func check(_ input: [UInt8]) -> Bool {
    if (try? Checkpoint(bytes: input)) != nil { return true }
    guard let model = try? SavedModel(bytes: input) else { return false }
    let rows = RealMatrix(rows: 2, columns: model.featureNames.count, repeating: 0.5)
    _ = try? model.predict(rows)
    _ = try? model.probabilities(rows)
    if let predictor = try? Predictor(model) { _ = try? predictor.predict(Array(rows.row(0))) }
    if let bytes = try? model.bytes() {
      precondition((try? SavedModel(bytes: bytes)) != nil, "a model changed on the way")
    }
    return true
  }

  /// A file of every kind, as small as can be.
  private static func corpus() throws -> [[UInt8]] {
    let iris = try Dataset.iris().selecting(rows: [0, 1, 2, 50, 51, 52, 100, 101, 102])
    let numbers = try Dataset.diabetes().selecting(rows: Array(0..<20))
    var files: [[UInt8]] = []
    let settings: [(Pipeline, Encoding, Ansatz, Readout)] = [
      ([.standardise, .pca(2), .minMax(0...3)], .angle(.y), .stronglyEntangling(layers: 1), .z),
      ([.polynomial(degree: 2), .select(3)], .iqp(repetitions: 1), .mera(), .xyz),
      (
        [], .amplitude, .twoLocal(TwoLocal(entangler: .rxx, pattern: .ring), layers: 1),
        .observables([0.5 * Z(0) * X(1) - Y(0), Z(1), X(0)])
      ),
    ]
    for (features, encoding, ansatz, readout) in settings {
      var model = QuantumClassifier(
        features: features, encoding: encoding, ansatz: ansatz,
        reuploads: true, readout: readout)
      try model.fit(iris, optimizer: .adam(), epochs: 1)
      files.append(try SavedModel(model, trainedOn: iris).bytes())
    }
    var regressor = QuantumRegressor(features: [.minMax(-1...1), .select(2)], encoding: .angle(.x))
    try regressor.fit(numbers, optimizer: .adam(), epochs: 1)
    files.append(try SavedModel(regressor, trainedOn: numbers).bytes())
    var logistic = LogisticRegression()
    try logistic.fit(iris)
    files.append(try SavedModel(.logisticRegression(logistic), trainedOn: iris).bytes())
    var svm = KernelSVM()
    try svm.fit(iris)
    files.append(try SavedModel(.kernelSVM(svm), trainedOn: iris).bytes())
    var neighbours = NearestNeighbours(neighbours: 2)
    try neighbours.fit(iris)
    files.append(try SavedModel(.nearestNeighbours(neighbours), trainedOn: iris).bytes())
    let angles: Pipeline = [.standardise, .pca(2), .minMax(0...3)]
    for (encoding, comparison) in [
      (Encoding.zzFeatureMap(repetitions: 1), QuantumKernel.Comparison.fidelity),
      (.pauliFeatureMap(["Z", "YX"], repetitions: 1), .projected(gamma: nil)),
    ] {
      let kernel = QuantumKernel(encoding, comparison: comparison)
      var machine = QuantumKernelClassifier(features: angles, kernel: kernel)
      try machine.fit(iris)
      files.append(try SavedModel(.quantumKernelClassifier(machine), trainedOn: iris).bytes())
      var regressor = QuantumKernelRegressor(
        features: angles, kernel: kernel, bandwidth: .fixed(0.5), method: .supportVector())
      try regressor.fit(numbers)
      files.append(try SavedModel(.quantumKernelRegressor(regressor), trainedOn: numbers).bytes())
    }
    for method in [QuantumKernelRegressor.Method.ridge(), .gaussianProcess] {
      var regressor = QuantumKernelRegressor(
        features: angles, kernel: QuantumKernel(.angle(.x)), bandwidth: .fixed(0.5), method: method)
      try regressor.fit(numbers)
      files.append(try SavedModel(.quantumKernelRegressor(regressor), trainedOn: numbers).bytes())
    }
    var similar = NystromClassifier(
      kernel: .quantum(QuantumKernel(.angle(.y), comparison: .projected(gamma: nil))), landmarks: 3)
    try similar.fit(iris)
    files.append(try SavedModel(.nystromClassifier(similar), trainedOn: iris).bytes())
    var landmarks = NystromRegressor(landmarks: 3)
    try landmarks.fit(numbers)
    files.append(try SavedModel(.nystromRegressor(landmarks), trainedOn: numbers).bytes())
    var process = GaussianProcess()
    try process.fit(numbers)
    files.append(try SavedModel(.gaussianProcess(process), trainedOn: numbers).bytes())
    var kernelRidge = KernelRidge(kernel: .linear)
    try kernelRidge.fit(numbers)
    files.append(try SavedModel(.kernelRidge(kernelRidge), trainedOn: numbers).bytes())
    var ridge = RidgeRegression()
    try ridge.fit(numbers)
    files.append(try SavedModel(.ridgeRegression(ridge), trainedOn: numbers).bytes())
    var support = KernelSVR()
    try support.fit(numbers)
    files.append(try SavedModel(.kernelSVR(support), trainedOn: numbers).bytes())
    var network = MLPClassifier(hiddenUnits: [3])
    try network.fit(iris)
    files.append(try SavedModel(.mlpClassifier(network), trainedOn: iris).bytes())
    var numeric = MLPRegressor(hiddenUnits: [2, 2])
    try numeric.fit(numbers)
    files.append(try SavedModel(.mlpRegressor(numeric), trainedOn: numbers).bytes())
    var linear = LinearRegression()
    try linear.fit(numbers)
    files.append(try SavedModel(.linearRegression(linear), trainedOn: numbers).bytes())

    let path = NSTemporaryDirectory() + "fuzz-model-\(getpid()).ckpt"
    defer { unlink(path) }
    var trainer = Trainer(epochs: 1)
    trainer.callbacks = [.checkpoint(path)]
    var model = QuantumClassifier(features: [.minMax(0...3)], ansatz: .realAmplitudes(layers: 1))
    try model.fit(iris, with: trainer)
    files.append(try Checkpoint(contentsOf: path).bytes)
    return files
  }
}
