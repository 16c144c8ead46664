public import ArgumentParser
public import HybridML

extension Ansatz.Family: ExpressibleByArgument {}
extension TwoLocal.Entangler: ExpressibleByArgument {}
extension TwoLocal.Pattern: ExpressibleByArgument {}
extension QuantumModel.Head: ExpressibleByArgument {}

enum ModelKind: String, ExpressibleByArgument, CaseIterable {
  case vqc, kernel, logistic, svm, knn, mlp, linear, ridge
  case kernelRidge = "kernel-ridge"
  case svr, gp

  /// The tasks that it can do.
  var isForClasses: Bool { ![.linear, .ridge, .kernelRidge, .svr, .gp].contains(self) }
  var isForNumbers: Bool { ![.logistic, .svm, .knn].contains(self) }
  var isQuantum: Bool { self == .vqc || self == .kernel }

  /// How many matrices of all pairs of training rows fitting holds at once.
  var pairMatrices: UInt64 {
    switch self {
    case .svm, .svr, .kernel: 1
    case .kernelRidge: 2
    case .gp: 3
    case .vqc, .logistic, .knn, .mlp, .linear, .ridge: 0
    }
  }
}

enum EncodingChoice: String, ExpressibleByArgument, CaseIterable {
  case angleX = "angle-x"
  case angleY = "angle-y"
  case angleZ = "angle-z"
  case amplitude, basis, iqp, z, zz, pauli, chebyshev

  /// - Parameters:
  ///   - repetitions: nil takes the usual number.
  ///   - paulis: of ``pauli``; nil takes `Z,YY`.
  func encoding(repetitions: Int?, paulis: [String]?) -> Encoding {
    switch self {
    case .angleX: .angle(.x)
    case .angleY: .angle(.y)
    case .angleZ: .angle(.z)
    case .amplitude: .amplitude
    case .basis: .basis
    case .iqp: .iqp(repetitions: repetitions ?? 1)
    case .z: .zFeatureMap(repetitions: repetitions ?? 2)
    case .zz: .zzFeatureMap(repetitions: repetitions ?? 2)
    case .pauli: .pauliFeatureMap(paulis ?? ["Z", "YY"], repetitions: repetitions ?? 2)
    case .chebyshev: .chebyshev
    }
  }

  /// Whether it can be done more than once.
  var repeats: Bool { [.iqp, .z, .zz, .pauli].contains(self) }

  /// How many features go into so many qubits.
  func featureCount(qubits: Int) -> Int { self == .amplitude ? 1 << qubits : qubits }

  /// What features are scaled to; nil leaves them standardised, or as they are for ``basis``.
  var range: ClosedRange<Double>? {
    switch self {
    case .angleX, .angleY, .angleZ, .iqp, .z, .zz, .pauli: 0...(.pi)
    case .chebyshev: -1...1
    case .amplitude, .basis: nil
    }
  }
}

enum ReadoutChoice: String, ExpressibleByArgument, CaseIterable {
  case z, xyz
  case zAndPairs = "z-and-pairs"

  var readout: Readout {
    switch self {
    case .z: .z
    case .xyz: .xyz
    case .zAndPairs: .zAndPairs
    }
  }
}

enum KernelChoice: String, ExpressibleByArgument, CaseIterable {
  case fidelity, projected, rbf, linear

  /// Whether it compares the states that encode rows, not the rows themselves.
  var isQuantum: Bool { self == .fidelity || self == .projected }
}

enum MachineChoice: String, ExpressibleByArgument, CaseIterable {
  case svm, logistic, ridge, svr, gp

  var isForClasses: Bool { self == .svm || self == .logistic }
  /// Whether it can learn from similarities to some of the rows alone.
  var takesLandmarks: Bool { self == .logistic || self == .ridge }
}

enum LossChoice: String, ExpressibleByArgument, CaseIterable {
  case crossEntropy = "cross-entropy"
  case hinge
  case squaredError = "squared-error"
  case huber

  var isForClasses: Bool { self == .crossEntropy || self == .hinge }

  /// - Parameter delta: where ``huber`` bends, in standard deviations of the label.
  func loss(delta: Double) -> Loss {
    switch self {
    case .crossEntropy: .crossEntropy
    case .hinge: .hinge
    case .squaredError: .squaredError
    case .huber: .huber(delta: delta)
    }
  }
}

enum GradientChoice: String, ExpressibleByArgument, CaseIterable {
  case exact
  case parameterShift = "parameter-shift"
  case spsa
}

enum OptimizerChoice: String, ExpressibleByArgument, CaseIterable {
  case adam, rmsprop, sgd
}

enum ScheduleChoice: String, ExpressibleByArgument, CaseIterable {
  case constant, cosine, step
}

enum ReductionChoice: String, ExpressibleByArgument, CaseIterable {
  case pca, select
  case mutualInformation = "mutual-information"

  func step(_ count: Int) -> Pipeline.Step {
    switch self {
    case .pca: .pca(count)
    case .select: .select(count)
    case .mutualInformation: .select(count, by: .mutualInformation)
    }
  }
}

extension Activation: ExpressibleByArgument {}

/// Two sides in pixels, such as `8x8`: height, then width.
struct PixelSize: ExpressibleByArgument {
  let size: ImagePatches.Size

  var text: String { "\(size.height)x\(size.width)" }

  init?(argument: String) {
    let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) }
    guard sides.count == 2, let height = sides[0], let width = sides[1],
      (1...100_000).contains(height), (1...100_000).contains(width)
    else { return nil }
    size = ImagePatches.Size(height: height, width: width)
  }
}

/// Axes of rotations with commas between them.
struct AxisList: ExpressibleByArgument {
  let axes: [Encoding.Axis]

  init?(argument: String) {
    let axes = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Encoding.Axis(rawValue: String($0)) }
    guard !axes.contains(nil) else { return nil }
    self.axes = axes.compactMap(\.self)
  }
}

/// Numbers with commas between them.
struct NumberList: ExpressibleByArgument {
  let numbers: [Double]

  var text: String { numbers.map { "\($0)" }.joined(separator: ",") }

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0) }
    guard !numbers.contains(nil) else { return nil }
    self.numbers = numbers.compactMap(\.self)
  }
}

/// Whole numbers above 0 with commas between them.
struct CountList: ExpressibleByArgument {
  let counts: [Int]

  var text: String { counts.map { "\($0)" }.joined(separator: ",") }

  init?(argument: String) {
    let counts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard counts.allSatisfy({ $0.map { $0 >= 1 } ?? false }) else { return nil }
    self.counts = counts.compactMap(\.self)
  }
}
