internal import Gates
import RealModule

/// The random choices that circuits of the library make: the same seed gives the same circuit on every
/// machine.
struct RandomChoices {
  private var stream: RandomStream

  /// - Parameter qubits: circuits of different widths share no numbers.
  init(seed: UInt64, qubits: Int) {
    stream = RandomStream(seed: seed, stream: UInt64(qubits))
  }

  /// A number drawn uniformly from [0, 1).
  mutating func uniform() -> Double { stream.uniform() }

  /// An angle drawn uniformly from [−π, π).
  mutating func angle() -> Double { .pi * (2 * stream.uniform() - 1) }

  /// A number drawn uniformly from `0..<bound`.
  mutating func below(_ bound: Int) -> Int { Int(stream.uniform() * Double(bound)) }

  mutating func bits(_ count: Int) -> BitString {
    var bits = BitString(zeros: count)
    for bit in 0..<count { bits[bit] = below(2) == 1 }
    return bits
  }

  /// A uniformly random order of `0..<count` (Fisher and Yates).
  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, below(i + 1)) }
    return order
  }

  /// Disjoint random pairs; an odd qubit is left over.
  mutating func pairs(_ count: Int) -> [(Int, Int)] {
    let order = permutation(count)
    return (0..<count / 2).map { (order[2 * $0], order[2 * $0 + 1]) }
  }
}

extension Circuit {
  /// Appends a one-qubit gate drawn from the Haar measure, up to its phase: cos θ is uniform.
  mutating func appendHaarGate(_ qubit: Int, using random: inout RandomChoices) {
    let θ = Double.acos(1 - 2 * random.uniform())
    u3(.value(θ), .value(random.angle()), .value(random.angle()), qubit)
  }

  /// Refuses a size that a circuit of the library cannot have.
  static func check(
    _ value: Int, atLeast least: Int, _ what: String
  ) throws(QuantumError) {
    guard value >= least else {
      throw .outOfRange(what: what, value: Double(value), range: "\(least)…")
    }
  }
}
