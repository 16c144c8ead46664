import Foundation
import HybridML
import Testing

/// Small files that ask for more than they hold.
@Suite struct HostileModelTests {
  /// A support vector machine on `count` features, saved.
  private static func machine(features count: Int) throws -> [UInt8] {
    let rows = RealMatrix(
      rows: 4, columns: count, elements: (0..<4 * count).map { Double($0 % 7) * 0.1 })
    let data = try Dataset(
      name: "four", features: rows, target: .classes([0, 1, 0, 1], names: ["u", "v"]))
    var machine = KernelSVM(kernel: .linear)
    try machine.fit(data)
    return try SavedModel(.kernelSVM(machine), trainedOn: data).bytes()
  }

  private static func quantum(_ encoding: String) -> String {
    #"{"quantum":{"_0":{"bandwidth":1.0,"comparison":{"fidelity":{}},"encoding":"# + encoding
      + "}}}"
  }

  @Test("states of more qubits than fit in memory are asked for by a prediction, not by reading")
  func manyQubits() throws {
    let bytes = try ModelFileEditor.replacing(
      #"{"linear":{}}"#, by: Self.quantum(#"{"angle":{"_0":"y"}}"#),
      in: Self.machine(features: 50))
    let model = try SavedModel(bytes: bytes)
    #expect(throws: DataError.self) {
      try model.predict(RealMatrix(rows: 1, columns: 50, repeating: 0.5))
    }
    #expect(try model.bytes() == bytes)
  }

  @Test("a kernel of more gates than a circuit may have is refused before one is made")
  func manyGates() throws {
    let word = String(repeating: "Z", count: 20)
    let bytes = try ModelFileEditor.replacing(
      #"{"linear":{}}"#,
      by: Self.quantum(#"{"pauliFeatureMap":{"_0":["\#(word)"],"repetitions":1}}"#),
      in: Self.machine(features: 40))
    let model = try SavedModel(bytes: bytes)
    let error = #expect(throws: DataError.self) {
      try model.predict(RealMatrix(rows: 1, columns: 40, repeating: 0.5))
    }
    #expect(error.map { "\($0)".contains("the size of the circuit is about") } == true)
  }

  @Test("states that a file does not hold are the same bits as those of training")
  func statesOfAFile() throws {
    let data = try Dataset.iris()
    for comparison in [QuantumKernel.Comparison.fidelity, .projected(gamma: nil)] {
      var model = QuantumKernelClassifier(
        features: [.standardise, .pca(2), .minMax(0...(.pi))],
        kernel: QuantumKernel(comparison: comparison), bandwidth: .fixed(0.25))
      try model.fit(data)
      let saved = SavedModel(.quantumKernelClassifier(model), trainedOn: data)
      let loaded = try SavedModel(bytes: saved.bytes())
      guard case .quantumKernelClassifier(let again) = loaded.model else {
        Issue.record("another kind of model")
        return
      }
      #expect(again == model && again.hashValue == model.hashValue)
      let angles = try model.features.transform(data.features)
      #expect(try again.machine?.decisions(angles) == model.machine?.decisions(angles))
    }
  }

  @Test("a circuit of many more gates than the file holds parameters is refused")
  func fewParameters() throws {
    let iris = try Dataset.iris()
    var model = QuantumClassifier(
      features: [.minMax(0...3)], encoding: .iqp(repetitions: 1),
      ansatz: .stronglyEntangling(layers: 9), reuploads: true)
    try model.fit(iris, optimizer: .adam(), epochs: 0)
    let bytes = try SavedModel(model, trainedOn: iris).bytes()
    let more = try ModelFileEditor.replacing(
      #""iqp":{"repetitions":1}"#, by: #""iqp":{"repetitions":9000}"#, in: bytes)
    let error = #expect(throws: ModelFileError.self) { try SavedModel(bytes: more) }
    #expect(error.map { "\($0)".contains("gates for") } == true)
    let some = try ModelFileEditor.replacing(
      #""iqp":{"repetitions":1}"#, by: #""iqp":{"repetitions":20}"#, in: bytes)
    _ = try SavedModel(bytes: some)
  }

  @Test("a number of training rows below 0 is refused")
  func negativeRows() throws {
    let bytes = try Self.machine(features: 2)
    let changed = try ModelFileEditor.replacing(
      #""trainingRows":4"#, by: #""trainingRows":-1"#, in: bytes)
    #expect(throws: ModelFileError.self) { try SavedModel(bytes: changed) }
  }

  @Test(
    "a schema whose names are not different is refused",
    arguments: [
      (#"["p","q"]"#, #"["p","p"]"#), (#""label":"y""#, #""label":"a""#),
      (#""classes":["u","v"]"#, #""classes":["u","u"]"#),
    ])
  func schema(_ text: String, _ other: String) throws {
    let table = try Table(
      bytes: Array("a,b,y\n1,p,u\n2,q,v\n3,p,v\n5,q,u\n".utf8), name: "t.csv")
    let schema = try TableSchema(table, label: "y")
    let data = try Dataset(table, schema)
    var machine = KernelSVM()
    try machine.fit(data)
    var model = SavedModel(.kernelSVM(machine), trainedOn: data)
    model.schema = schema
    let bytes = try model.bytes()
    _ = try SavedModel(bytes: bytes)
    let changed = try ModelFileEditor.replacing(text, by: other, in: bytes)
    #expect(throws: ModelFileError.self) { try SavedModel(bytes: changed) }
  }

  @Test("a named pipe is written to, and stays one")
  func pipe() throws {
    let path = NSTemporaryDirectory() + "model-\(UUID()).pipe"
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    // For reading and writing, so that opening does not wait for the other end.
    let descriptor = open(path, O_RDWR | O_NONBLOCK)
    defer { close(descriptor) }
    let bytes = try Self.machine(features: 2)
    try SavedModel(bytes: bytes).save(to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    var received = [UInt8](repeating: 0, count: bytes.count + 1)
    #expect(read(descriptor, &received, received.count) == bytes.count)
    #expect(Array(received.dropLast()) == bytes)
  }
}
