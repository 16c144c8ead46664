import QState

extension ElementaryCircuit {
  /// Takes basis state x of `qubits` (the first least significant) to basis state image[x], where all
  /// `controls` are 1.
  ///
  /// The states are put in their places one after the other by NOTs under as many controls as their
  /// bits say, which leave every smaller state alone: D. M. Miller, D. Maslov, G. W. Dueck, "A
  /// transformation based algorithm for reversible logic synthesis", Proc. 40th Design Automation
  /// Conference, 318–323 (2003), doi:10.1145/775832.775915. Time 4^n n for n qubits.
  mutating func permutation(
    _ image: [Int], qubits: [Int], controls: [Int] = []
  ) throws(QuantumError) {
    var image = image
    /// NOTs on the images that make them the identity; undone in reverse order they make `image`.
    var flips: [(controls: Int, bit: Int)] = []
    func flip(_ bit: Int, where mask: Int) {
      flips.append((mask, bit))
      for index in image.indices where image[index] & mask == mask { image[index] ^= 1 << bit }
    }
    for index in image.indices {
      for bit in qubits.indices where (index & ~image[index]) >> bit & 1 == 1 {
        flip(bit, where: image[index])
      }
      for bit in qubits.indices where (image[index] & ~index) >> bit & 1 == 1 {
        flip(bit, where: image[index] & ~(1 << bit))
      }
    }
    for (mask, bit) in flips.reversed() {
      let bits = qubits.indices.filter { (mask >> $0) & 1 == 1 }
      controlledNot(controls + bits.map { qubits[$0] }, qubits[bit])
      try checkSize()
    }
  }
}
