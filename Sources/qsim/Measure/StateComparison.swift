import Circuits
import ComplexModule

/// Amplitudes of a state, set aside to be compared later.
struct AmplitudeSample {
  private let factors: [[(index: Int, amplitude: Complex<Double>)]]
  private let qubits: [[Int]]
  let norm: Double

  static let size = 1 << 16

  /// How many amplitudes were set aside, of all groups of the state.
  var count: Int { factors.reduce(0) { $0 + $1.count } }

  /// - Parameter count: how many of each group; all of one that has no more.
  init(of state: FinalState, count: Int = Self.size) {
    var random = RandomStream(seed: 0)
    var samples: [[(index: Int, amplitude: Complex<Double>)]] = []
    for factor in state.factors {
      let total = 1 << factor.qubits.count
      let indices =
        count >= total
        ? Array(0..<total)
        : (0..<count).map { _ in Int(random.next() >> UInt64(64 - factor.qubits.count)) }
      samples.append(indices.map { ($0, factor.amplitudes[$0]) })
    }
    factors = samples
    qubits = state.factors.map(\.qubits)
    norm = state.norm
  }

  /// The largest distance of an amplitude from the other state's, of all groups together; infinite where
  /// one is no number.
  func largestDeviation(from other: FinalState) -> Double {
    guard qubits == other.factors.map(\.qubits) else { return .infinity }
    return zip(factors, other.factors).reduce(0) { sum, pair in
      var largest = 0.0
      for (index, amplitude) in pair.0 {
        let distance = (amplitude - pair.1.amplitudes[index]).length
        largest = distance <= largest ? largest : distance.isNaN ? .infinity : distance
      }
      return sum + largest
    }
  }
}

extension FinalState {
  /// That of the product.
  var norm: Double {
    factors.reduce(1) { norm, factor in
      switch factor.amplitudes {
      case .double(let state): norm * state.norm()
      case .single(let state): norm * state.norm()
      }
    }
  }

  /// The largest distance of two amplitudes; of states in the same groups a bound on it, the sum of the
  /// groups' largest. Infinite where one is no number.
  func largestDeviation(from other: FinalState) -> Double {
    if factors.map(\.qubits) == other.factors.map(\.qubits) {
      return zip(factors, other.factors).reduce(0) { sum, pair in
        switch (pair.0.amplitudes, pair.1.amplitudes) {
        case (.double(let a), .double(let b)): sum + Self.largestDeviation(a, b)
        case (.single(let a), .single(let b)): sum + Self.largestDeviation(a, b)
        default: .infinity
        }
      }
    }
    guard qubits == other.qubits, other.factors.count == 1, qubits.count <= 62 else {
      return .infinity
    }
    switch other.factors[0].amplitudes {
    case .double(let whole): return largestDeviation(from: whole)
    case .single(let whole): return largestDeviation(from: whole)
    }
  }

  /// From a state of all qubits, piece by piece so that the product is never held.
  private func largestDeviation<Scalar: StateScalar>(from whole: StateVector<Scalar>) -> Double {
    guard let product = product(of: Scalar.self, on: qubits) else { return .infinity }
    let pieceCount = min(whole.count, 1 << 12)
    var piece = [Complex<Scalar>](repeating: .zero, count: pieceCount)
    var largest = 0.0
    for start in stride(from: 0, to: whole.count, by: pieceCount) {
      piece.withUnsafeMutableBufferPointer { piece in
        guard let base = piece.baseAddress else { return }
        product.fill(start..<start + pieceCount, into: base)
      }
      for offset in 0..<pieceCount {
        let difference = piece[offset] - whole[start + offset]
        let distance = Double(difference.length)
        largest = distance <= largest ? largest : distance.isNaN ? .infinity : distance
      }
    }
    return largest
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
