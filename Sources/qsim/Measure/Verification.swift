import Circuits
import ComplexModule

/// A result compared with that of a second, independent run.
struct Verification {
  /// What was compared.
  enum Scope: Equatable {
    /// Every amplitude of the final state.
    case state
    /// So many amplitudes, as two states do not fit the memory.
    case sample(Int)
    /// The state after the first instructions, as the whole would take too long.
    case beginning(instructions: Int, of: Int)
    /// The probabilities of a run that splits into branches.
    case distribution
    /// The probabilities of so many of the likeliest outcomes, as there are too many.
    case likeliest(Int)
  }

  let scope: Scope
  /// The kernels of the second run, which applied gate after gate.
  let kernels: KernelSet
  let largestDeviation: Double
  /// |1 − norm| of the worse of both states; of the sum of probabilities for a distribution.
  let normDrift: Double
  /// What rounding of both runs can explain.
  let bound: Double
  var seconds = 0.0

  /// False for deviations that are not numbers, too.
  var passed: Bool { largestDeviation <= bound && normDrift <= bound }

  /// In one clause.
  var scopeText: String {
    switch scope {
    case .state: "all amplitudes"
    case .sample(let count): "\(count) amplitudes (two states do not fit the memory)"
    case .beginning(let count, let total):
      "the first \(count) of \(total) instructions (all would take too long)"
    case .distribution: "all probabilities"
    case .likeliest(let count): "the probabilities of the \(count) likeliest outcomes"
    }
  }

  var scopeName: String {
    switch scope {
    case .state: "state"
    case .sample: "sample"
    case .beginning: "beginning"
    case .distribution: "distribution"
    case .likeliest: "likeliest"
    }
  }

  /// - Throws: where the deviation is more than rounding.
  func check(_ path: String) throws(Failure) {
    if passed { return }
    throw Failure(
      .internalFault, in: path,
      "verification failed: a second run with \(kernels.rawValue) kernels and --optimize 0 deviates "
        + "by \(NumberText.scientific(largestDeviation)) and the norm by "
        + "\(NumberText.scientific(normDrift)), where rounding explains "
        + "\(NumberText.scientific(bound)): do not trust this result, and please report it")
  }
}
