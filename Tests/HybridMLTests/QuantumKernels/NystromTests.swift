import Foundation
import HybridML
import Testing

@Suite("Nyström features and alignment") struct NystromTests {
  private static func angles() throws -> Dataset {
    var pipeline = Pipeline.angles(features: 13, qubits: 4)
    let wine = try Dataset.wine()
    try pipeline.fit(wine)
    return try pipeline.transform(wine)
  }

  private static func products(_ a: RealMatrix, _ b: RealMatrix) -> RealMatrix {
    var result = RealMatrix(rows: a.rows, columns: b.rows)
    for i in 0..<a.rows {
      for j in 0..<b.rows {
        result[i, j] = zip(a.row(i), b.row(j)).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return result
  }

  @Test("With every row a landmark the products are the kernel")
  func all() throws {
    let rows = try Self.angles().features.selecting(rows: Array(0..<40))
    let kernel = QuantumKernel(bandwidth: 0.25)
    var features = NystromFeatures(kernel: .quantum(kernel), landmarks: 1000)
    try features.fit(rows)
    let mapped = try features.transform(rows)
    let exact = try kernel.matrix(rows)
    for (x, y) in zip(Self.products(mapped, mapped).elements, exact.elements) {
      #expect(abs(x - y) < 1e-8)
    }
  }

  @Test("More landmarks come nearer to the kernel, and a linear model on them learns")
  func few() throws {
    let data = try Self.angles()
    let exact = try QuantumKernel(.angle(.y)).matrix(data.features)
    var last = Double.infinity
    for landmarks in [2, 8, 30] {
      var features = NystromFeatures(
        kernel: .quantum(QuantumKernel(.angle(.y))), landmarks: landmarks, seed: 1)
      try features.fit(data.features)
      #expect(features.outputCount <= landmarks)
      let mapped = try features.transform(data.features)
      let error = zip(Self.products(mapped, mapped).elements, exact.elements).reduce(0.0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      #expect(error < last)
      last = error
      let copy = try JSONDecoder().decode(
        NystromFeatures.self, from: JSONEncoder().encode(features))
      #expect(copy == features)
      #expect(try copy.transform(data.features) == mapped)
      if landmarks == 30 {
        var model = LogisticRegression(inversePenalty: 10)
        try model.fit(data.replacing(features: mapped))
        #expect(try model.score(data.replacing(features: mapped)) > 0.95)
      }
    }
  }

  @Test("With every row a landmark the regression is the ridge regression on the centred kernel")
  func models() throws {
    let data = try Dataset.diabetes().selecting(rows: Array(0..<60))
    var scaler = Standardizer()
    try scaler.fit(data)
    let rows = try scaler.transform(data)
    let quantum = QuantumKernel(.angle(.y), bandwidth: 0.25)
    var gaussian = RealMatrix(rows: 60, columns: 60)
    for i in 0..<60 {
      for j in 0..<60 {
        let square = zip(rows.features.row(i), rows.features.row(j)).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        gaussian[i, j] = Double.exp(-0.05 * square)
      }
    }
    for (kernel, matrix) in [
      (Kernel.rbf(gamma: 0.05), gaussian), (.quantum(quantum), try quantum.matrix(rows.features)),
    ] {
      let means = (0..<60).map { matrix.row($0).reduce(0, +) / 60 }
      let mean = means.reduce(0, +) / 60
      var centred = matrix
      for i in 0..<60 { for j in 0..<60 { centred[i, j] += mean - means[i] - means[j] } }
      var whole = KernelRidge(kernel: .precomputed, strength: 0.5)
      try whole.fit(rows.replacing(features: centred))
      var parts = NystromRegressor(kernel: kernel, landmarks: 60, strength: 0.5)
      try parts.fit(rows)
      for (a, b) in zip(try whole.predict(centred), try parts.predict(rows.features)) {
        #expect(abs(a - b) < 1e-6)
      }
    }
  }

  @Test(
    "A quantum kernel on few landmarks learns, its bandwidth searched, and the same seed the same")
  func quantum() throws {
    let data = try Self.angles()
    var model = NystromClassifier(
      kernel: .quantum(QuantumKernel()), bandwidth: .searched, landmarks: 40, inversePenalty: 10)
    try model.fit(data)
    guard case .quantum(let kernel) = model.features.kernel else {
      Issue.record("the kernel is another")
      return
    }
    #expect(kernel.bandwidth < 1)
    #expect(try model.score(data) > 0.95)
    var again = NystromClassifier(
      kernel: .quantum(QuantumKernel()), bandwidth: .searched, landmarks: 40, inversePenalty: 10)
    try again.fit(data)
    #expect(again == model)
    let copy = try JSONDecoder().decode(
      NystromClassifier.self, from: JSONEncoder().encode(model))
    #expect(copy == model)
    #expect(try copy.probabilities(data.features) == model.probabilities(data.features))
  }

  @Test("Many rows are compared with the landmarks in parts that make no difference")
  func blocks() throws {
    let few = try Self.angles().features
    var features = NystromFeatures(kernel: .rbf(gamma: 0.5), landmarks: 10)
    try features.fit(few)
    let many = few.selecting(rows: (0..<5000).map { $0 % few.rows })
    let (part, whole) = (try features.transform(few), try features.transform(many))
    #expect(whole.rows == 5000)
    for row in [0, 177, 178, 2047, 2048, 4096, 4999] {
      for (a, b) in zip(whole.row(row), part.row(row % few.rows)) { #expect(abs(a - b) < 1e-12) }
    }
  }

  @Test("Equal rows among the landmarks do not harm")
  func duplicates() throws {
    let row = try Self.angles().features.selecting(rows: [0, 0, 0, 1, 1])
    var features = NystromFeatures(kernel: .rbf(gamma: 1), landmarks: 5)
    try features.fit(row)
    #expect(features.outputCount == 2)
    let mapped = try features.transform(row)
    for index in 0..<5 {
      let square = mapped.row(index).reduce(0) { $0 + $1 * $1 }
      #expect(abs(square - 1) < 1e-12)
    }
  }

  @Test(
    "Alignment is 1 for the ideal matrix, 0 without differences, and better for a better bandwidth")
  func alignment() throws {
    let data = try Self.angles()
    let classes = try data.classIndices()
    var ideal = RealMatrix(rows: 178, columns: 178)
    for i in 0..<178 {
      for j in 0..<178 { ideal[i, j] = classes[i] == classes[j] ? 3 : 1 }
    }
    #expect(abs(try ideal.alignment(withClasses: classes) - 1) < 1e-12)
    #expect(
      try RealMatrix(rows: 178, columns: 178, repeating: 0.3).alignment(withClasses: classes) == 0)
    #expect(try ideal.alignment(withClasses: classes.map { _ in 0 }) == 0)
    let wide = try QuantumKernel(bandwidth: 1).matrix(data.features).alignment(withClasses: classes)
    let narrow = try QuantumKernel(bandwidth: 0.25).matrix(data.features)
      .alignment(withClasses: classes)
    #expect(narrow > wide + 0.1 && narrow < 1)
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let rows = try Self.angles().features
    func message(_ features: NystromFeatures, _ rows: RealMatrix) -> String {
      var features = features
      do {
        try features.fit(rows)
        return "nothing"
      } catch { return "\(error)" }
    }
    #expect(
      message(NystromFeatures(kernel: .linear, landmarks: 0), rows)
        == "the number of landmarks is 0: it must be 1 or more")
    #expect(
      message(NystromFeatures(kernel: .precomputed), rows)
        == "the kernel of landmarks is a given matrix: it must be one of features")
    #expect(
      message(NystromFeatures(kernel: .linear), rows.selecting(rows: []))
        == "a choice of landmarks needs at least 1 row but there are 0")
    #expect(throws: DataError(.notFitted("the Nyström features"))) {
      try NystromFeatures(kernel: .linear).transform(rows)
    }
    #expect(throws: DataError(.shape(what: "the width of a kernel matrix", expected: 178, got: 4)))
    {
      try rows.alignment(withClasses: Array(repeating: 0, count: 178))
    }
    #expect(throws: DataError(.shape(what: "the number of classes", expected: 2, got: 1))) {
      try RealMatrix(rows: 2, columns: 2).alignment(withClasses: [0])
    }
  }
}
