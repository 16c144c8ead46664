import Circuits
import ComplexModule

/// Runs every gate on a kernel set and compares with the gate's matrix, multiplied as the definition
/// says.
enum SelfTest {
  struct Outcome {
    let set: KernelSet
    var checks = 0
    var largestDoubleError = 0.0
    var largestSingleError = 0.0
    /// One sentence for each comparison that failed.
    var failures: [String] = []

    var passed: Bool { failures.isEmpty }
  }

  /// Enough for vectors of every width and for several threads to share the work.
  private static let qubitCount = 9

  static func run(_ set: KernelSet) -> Outcome {
    var outcome = Outcome(set: set)
    var random = RandomStream(seed: 20)
    let amplitudes = randomAmplitudes(using: &random)
    for record in GateTable.records {
      let angles = record.parameterNames.map { _ in
        Angle.value(Double.random(in: -4...4, using: &random))
      }
      // Low qubits lie within a vector, high ones outside; a shuffle has both.
      let places = Array((0..<qubitCount).shuffled(using: &random).prefix(record.qubitCount))
      do throws(QuantumError) {
        let gate = try StandardGate(record, angles)
        let expected = multiply(try gate.matrix(), places, amplitudes)
        let double = try largestError(Double.self, gate, places, amplitudes, expected, set)
        let single = try largestError(Float.self, gate, places, amplitudes, expected, set)
        outcome.checks += 2
        outcome.largestDoubleError = max(outcome.largestDoubleError, double)
        outcome.largestSingleError = max(outcome.largestSingleError, single)
        // Amplitudes are below 1. A gate mixes at most 32 of them, in at most a few steps.
        if !(double <= 100 * Double.ulpOfOne && single <= 100 * Double(Float.ulpOfOne)) {
          outcome.failures.append(
            "\(record.name) on qubits \(places) differs by \(max(double, single))")
        }
      } catch {
        outcome.failures.append("\(record.name): \(error)")
      }
    }
    return outcome
  }

  /// The largest distance of an amplitude from what is expected, once the gate has run.
  private static func largestError<Scalar: StateScalar>(
    _: Scalar.Type, _ gate: StandardGate, _ places: [Int], _ amplitudes: [Complex<Double>],
    _ expected: [Complex<Double>], _ set: KernelSet
  ) throws(QuantumError) -> Double {
    var state = try StateVector<Scalar>(
      amplitudes: amplitudes.map { Complex(Scalar($0.real), Scalar($0.imaginary)) })
    let options = KernelOptions(set: set, serialLimit: 64)
    try gate.forEachOperation(on: places) { operation, targets, controls throws(QuantumError) in
      try state.applyUnchecked(operation, to: targets, controls: controls, using: options)
    }
    return expected.indices.reduce(0) { largest, index in
      let actual = Complex(Double(state[index].real), Double(state[index].imaginary))
      // A comparison with NaN is false: keep it as the largest.
      let distance = (actual - expected[index]).length
      return distance <= largest ? largest : distance
    }
  }

  /// Bit k of a row or column of the matrix is qubit `places[k]`.
  private static func multiply(
    _ matrix: ComplexMatrix, _ places: [Int], _ amplitudes: [Complex<Double>]
  ) -> [Complex<Double>] {
    let mask = places.reduce(0) { $0 | 1 << $1 }
    return amplitudes.indices.map { index in
      let row = places.indices.reduce(0) { $0 | (index >> places[$1] & 1) << $1 }
      return (0..<matrix.columns).reduce(Complex.zero) { sum, column in
        let source = places.indices.reduce(index & ~mask) { $0 | (column >> $1 & 1) << places[$1] }
        return sum + matrix[row, column] * amplitudes[source]
      }
    }
  }

  private static func randomAmplitudes(using random: inout RandomStream) -> [Complex<Double>] {
    let amplitudes = (0..<(1 << qubitCount)).map { _ in
      Complex(Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
    }
    let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    return amplitudes.map { Complex($0.real / norm, $0.imaginary / norm) }
  }
}
