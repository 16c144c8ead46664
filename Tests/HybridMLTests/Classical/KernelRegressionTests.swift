import Foundation
import HybridML
import Testing

@Suite("Regression with kernels") struct KernelRegressionTests {
  private static func scaledDiabetes() throws -> Dataset {
    var scaler = Standardizer()
    let data = try Dataset.diabetes()
    try scaler.fit(data)
    return try scaler.transform(data)
  }

  @Test("Support vector regression predicts what scikit-learn's does")
  func supportVectors() throws {
    // SVR of scikit-learn 1.9.1 with tol = 1e-9 on all of diabetes, standardised. Its kernel matrix is in
    // single precision, which with C = 100 leaves an error of 1e-4; the tube below is held to 1e-6.
    let references: [(Kernel, Double, Double, Int, Double, [Double])] = [
      (
        .rbf(gamma: nil), 100, 5, 408, 164.0051735810326,
        [
          222.96971961557725, 71.53600042156783, 181.29864566112462, 204.1616345028321,
          95.47630860387513,
        ]
      ),
      (
        .linear, 10, 20, 314, 151.20955545860724,
        [
          202.11576076370693, 67.54105058685427, 169.2296480040437, 171.63813576613646,
          128.6260893116408,
        ]
      ),
    ]
    let data = try Self.scaledDiabetes()
    for (kernel, penalty, tube, support, bias, expected) in references {
      var model = KernelSVR(kernel: kernel, penalty: penalty, tube: tube, tolerance: 1e-9)
      try model.fit(data)
      #expect(model.supportRows.count == support)
      #expect(model.parameterCount == support + 1)
      #expect(abs(model.bias - bias) < 1e-5)
      let predictions = try model.predict(data.features)
      for (x, y) in zip(predictions, expected) { #expect(abs(x - y) < 1e-3) }
      // Rows inside the tube are no support vectors, rows beyond it are.
      let isSupport = Set(model.supportRows)
      for (row, value) in try data.values().enumerated() {
        let error = abs(predictions[row] - value)
        if error < tube - 1e-6 { #expect(!isSupport.contains(row)) }
        if error > tube + 1e-6 { #expect(isSupport.contains(row)) }
      }
      let copy = try JSONDecoder().decode(KernelSVR.self, from: JSONEncoder().encode(model))
      #expect(copy == model)
      #expect(try copy.predict(data.features) == predictions)
    }
  }

  @Test("A tube wider than the target's range gives its middle and no support vectors")
  func wideTube() throws {
    let data = try Self.scaledDiabetes()
    var model = KernelSVR(tube: 1000)
    try model.fit(data)
    #expect(model.supportRows.isEmpty && model.parameterCount == 1)
    let values = try data.values()
    for prediction in try model.predict(data.features) {
      #expect(values.allSatisfy { abs($0 - prediction) <= 1000 })
    }
  }

  @Test("Kernel ridge regression predicts what scikit-learn's does, on centred numbers")
  func ridge() throws {
    // KernelRidge of scikit-learn 1.9.1, alpha = 0.5, γ = 1 / (features · variance).
    let expected = [
      220.69139371867948, 74.69377189170204, 179.73140161174047, 197.6152177805206,
      102.05930895761304,
    ]
    let data = try Self.scaledDiabetes()
    var model = KernelRidge(strength: 0.5)
    try model.fit(data)
    #expect(model.parameterCount == 443)
    guard case .rbf(let gamma?)? = model.fittedKernel else {
      Issue.record("γ is not settled")
      return
    }
    #expect(abs(gamma - 0.1) < 1e-12)
    let predictions = try model.predict(data.features)
    for (x, y) in zip(predictions, expected) { #expect(abs(x - y) < 1e-9) }
    let copy = try JSONDecoder().decode(KernelRidge.self, from: JSONEncoder().encode(model))
    #expect(try copy.predict(data.features) == predictions)
  }

  @Test("With a linear kernel it is ridge regression")
  func linear() throws {
    let data = try Self.scaledDiabetes()
    var (kernel, plain) = (KernelRidge(kernel: .linear, strength: 3), RidgeRegression(strength: 3))
    try kernel.fit(data)
    try plain.fit(data)
    for (x, y) in zip(try kernel.predict(data.features), try plain.predict(data.features)) {
      #expect(abs(x - y) < 1e-8)
    }
  }

  @Test("A kernel given as a matrix gives what the kernel itself gives")
  func precomputed() throws {
    let data = try Self.scaledDiabetes().selecting(rows: Array(0..<60))
    let gram = try RealMatrix(
      (0..<60).map { i in
        (0..<60).map { j in
          zip(data.features.row(i), data.features.row(j)).reduce(0) { $0 + $1.0 * $1.1 }
        }
      })
    let given = try data.replacing(features: gram)
    var (ridge, ridgeGiven) = (KernelRidge(kernel: .linear), KernelRidge(kernel: .precomputed))
    try ridge.fit(data)
    try ridgeGiven.fit(given)
    for (x, y) in zip(try ridge.predict(data.features), try ridgeGiven.predict(gram)) {
      #expect(abs(x - y) < 1e-8)
    }
    var (machine, machineGiven) = (
      KernelSVR(kernel: .linear, tolerance: 1e-8), KernelSVR(kernel: .precomputed, tolerance: 1e-8)
    )
    try machine.fit(data)
    try machineGiven.fit(given)
    for (x, y) in zip(try machine.predict(data.features), try machineGiven.predict(gram)) {
      #expect(abs(x - y) < 1e-5)
    }
  }

  @Test("A file whose numbers do not fit together is refused")
  func corruption() throws {
    var model = KernelSVR(tube: 50)
    try model.fit(try Self.scaledDiabetes())
    var ridge = KernelRidge()
    try ridge.fit(try Self.scaledDiabetes().selecting(rows: [0, 1, 2]))
    var machine = KernelSVM()
    try machine.fit(try Dataset.iris())
    func broken(_ value: some Encodable, _ from: String, _ to: String) throws -> Data {
      let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
      #expect(text.contains(from))
      return Data(text.replacing(from, with: to, maxReplacements: 1).utf8)
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        KernelSVR.self, from: broken(model, "\"weights\":[", "\"weights\":[1,"))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        KernelRidge.self, from: broken(ridge, "\"trainingRows\":3", "\"trainingRows\":2"))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        KernelSVM.self, from: broken(machine, "\"support\":[", "\"support\":[9999,"))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        KernelSVM.self, from: broken(machine, "\"classCount\":3", "\"classCount\":2"))
    }
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let (iris, diabetes) = (try Dataset.iris(), try Dataset.diabetes())
    #expect(
      message(KernelSVR(), iris)
        == "the target does not suit this model: it needs numbers, not classes")
    #expect(message(KernelSVR(penalty: 0), diabetes) == "C is 0.0: it must be a positive number")
    #expect(
      message(KernelSVR(tube: -1), diabetes)
        == "the half width of the tube is -1.0: it must be 0 or more")
    #expect(
      message(KernelSVR(), diabetes.selecting(rows: []))
        == "a regression needs at least 1 row but there are 0")
    #expect(
      message(KernelRidge(strength: .nan), diabetes)
        == "the strength of the penalty is nan: it must be a positive number")
    #expect(
      message(KernelRidge(kernel: .precomputed), diabetes)
        == "the width of a kernel matrix should be 442 but is 10")
    let indefinite = try Dataset(
      name: "t", features: RealMatrix([[1, 9], [9, 1]]), target: .values([1, 2]))
    #expect(
      message(KernelRidge(kernel: .precomputed), indefinite)
        == "the strength of the penalty is 1.0: it must be larger for this kernel, which has "
        + "negative eigenvalues")
    #expect(throws: DataError(.notFitted("the support vector regression"))) {
      try KernelSVR().predict(iris.features)
    }
    #expect(throws: DataError(.notFitted("the kernel ridge regression"))) {
      try KernelRidge().predict(iris.features)
    }
  }
}
