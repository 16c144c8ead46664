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
    }
  }

  var scopeName: String {
    switch scope {
    case .state: "state"
    case .sample: "sample"
    case .beginning: "beginning"
    case .distribution: "distribution"
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

/// Amplitudes of a state, set aside to be compared later.
struct AmplitudeSample {
  let values: [(index: Int, amplitude: Complex<Double>)]
  let norm: Double

  static let size = 1 << 16

  /// - Parameter count: how many; all of a state that has no more.
  init(of state: FinalState, count: Int = Self.size) {
    let total = state.amplitudeCount
    if count >= total {
      values = (0..<total).map { ($0, state[$0]) }
    } else {
      var random = RandomStream(seed: 0)
      values = (0..<count).map { _ in
        let index = Int(random.next() >> UInt64(64 - state.qubits.count))
        return (index, state[index])
      }
    }
    norm = state.norm
  }

  /// The largest distance of an amplitude from the other state's; infinite where one is no number.
  func largestDeviation(from other: FinalState) -> Double {
    var largest = 0.0
    for (index, amplitude) in values {
      let distance = (amplitude - other[index]).length
      largest = distance <= largest ? largest : distance.isNaN ? .infinity : distance
    }
    return largest
  }
}

extension FinalState {
  var amplitudeCount: Int {
    switch amplitudes {
    case .double(let state): state.count
    case .single(let state): state.count
    }
  }

  var norm: Double {
    switch amplitudes {
    case .double(let state): state.norm()
    case .single(let state): state.norm()
    }
  }

  /// The largest distance of two amplitudes; infinite where one is no number.
  func largestDeviation(from other: FinalState) -> Double {
    switch (amplitudes, other.amplitudes) {
    case (.double(let a), .double(let b)): Self.largestDeviation(a, b)
    case (.single(let a), .single(let b)): Self.largestDeviation(a, b)
    default: .infinity
    }
  }

  private static func largestDeviation<Scalar: StateScalar>(
    _ left: StateVector<Scalar>, _ right: StateVector<Scalar>
  ) -> Double {
    guard left.count == right.count else { return .infinity }
    let square = left.withUnsafeAmplitudes { left in
      right.withUnsafeAmplitudes { right in
        var largest: Scalar = 0
        var index = 0
        while index < left.count {
          let re = left[index].real - right[index].real
          let im = left[index].imaginary - right[index].imaginary
          let square = re * re + im * im
          // A comparison with NaN is false: keep it.
          largest = square <= largest ? largest : square
          if square.isNaN { return Scalar.infinity }
          index += 1
        }
        return largest
      }
    }
    return Double(square).squareRoot()
  }
}
