import QState
import TestSupport
import Testing

@Suite("Tensor products of states")
struct ProductAmplitudesTests {
  @Test("Amplitudes are products, and 0 where a qubit of no factor is 1", arguments: 0..<12)
  func products(seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let count = [3, 5, 10, 11, 12, 15][seed % 6]
    // One qubit stays without a factor.
    var rest = random.qubits(count - 1, among: count)
    var factors: [ProductAmplitudes<Double>.Factor] = []
    while !rest.isEmpty {
      let size = min(rest.count, Int.random(in: 1...5, using: &random))
      let state = try StateVector<Double>(amplitudes: random.state(qubits: size), normalize: true)
      factors.append(.init(state, qubits: rest.suffix(size).sorted()))
      rest.removeLast(size)
    }
    let product = ProductAmplitudes(factors, qubitCount: count)
    let joined = try StateVector(product)
    #expect(joined.qubitCount == count)
    let covered = factors.reduce(0) { mask, factor in
      factor.qubits.reduce(mask) { $0 | 1 << $1 }
    }
    for index in 0..<(1 << count) {
      var expected = Complex<Double>(index & ~covered == 0 ? 1 : 0)
      for factor in factors {
        var own = 0
        for (bit, qubit) in factor.qubits.enumerated() { own |= (index >> qubit & 1) << bit }
        expected = expected * factor.state[own]
      }
      #expect((joined[index] - expected).length < 1e-15)
      #expect((product[index] - expected).length < 1e-15)
    }
  }
}
