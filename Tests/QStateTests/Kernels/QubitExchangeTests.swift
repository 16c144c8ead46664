import Testing

@testable import QState

@Suite("Exchanges of qubits")
struct QubitExchangeTests {
  /// Distinct pairs among the qubits, as many as asked for and possible.
  private func pairs(_ count: Int, among qubits: Int, _ random: inout RandomStream) -> [(Int, Int)]
  {
    var order = Array(0..<qubits)
    order.shuffle(using: &random)
    return (0..<min(count, qubits / 2)).map { (order[2 * $0], order[2 * $0 + 1]) }
  }

  private func check<Scalar: StateScalar>(
    _: Scalar.Type, qubits: Int, _ pairs: [(Int, Int)], _ options: KernelOptions
  ) throws {
    var state = try StateVector<Scalar>(qubits: qubits)
    try state.withUnsafeMutableAmplitudes { amplitudes in
      for index in amplitudes.indices { amplitudes[index] = Complex(Scalar(index), Scalar(-index)) }
    }
    try state.run(QubitExchange(pairs, qubitCount: qubits), using: options)
    let moved = state.amplitudes
    for index in moved.indices {
      var source = index
      for (a, b) in pairs where (index >> a ^ index >> b) & 1 == 1 { source ^= 1 << a | 1 << b }
      guard moved[index] == Complex(Scalar(source), Scalar(-source)) else {
        Issue.record("\(pairs), \(options), \(Scalar.self): amplitude \(index)")
        return
      }
    }
  }

  @Test("Every amplitude goes where its exchanged index says", arguments: 1...14)
  func everywhere(_ qubits: Int) throws {
    var random = RandomStream(seed: UInt64(qubits), stream: 0)
    for set in KernelSet.available {
      for count in 0...qubits / 2 {
        let pairs = pairs(count, among: qubits, &random)
        for threads in [1, 3] {
          let options = KernelOptions(set: set, threads: threads, serialLimit: 64)
          try check(Double.self, qubits: qubits, pairs, options)
          try check(Float.self, qubits: qubits, pairs, options)
        }
      }
    }
  }

  @Test("The order of qubits is reversed in one sweep", arguments: [2, 9, 15, 16])
  func reversal(_ qubits: Int) throws {
    let pairs = (0..<qubits / 2).map { ($0, qubits - 1 - $0) }
    let options = KernelOptions(set: .fastest, threads: 2)
    try check(Double.self, qubits: qubits, pairs, options)
    try check(Float.self, qubits: qubits, pairs, options)
  }
}
