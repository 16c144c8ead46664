public import Gates
import RealModule

extension Circuit {
  /// Grover's search for one marked basis state among 2^k, k the bits of `marked`.
  ///
  /// After m iterations the marked state is found with probability sin²((2m + 1)θ), sin θ = 2^(−k/2).
  /// L. K. Grover, "A fast quantum mechanical algorithm for database search" (1996),
  /// doi:10.1145/237814.237866; the probability: M. Boyer, G. Brassard, P. Høyer, A. Tapp (1998),
  /// arXiv:quant-ph/9605034.
  ///
  /// - Parameters:
  ///   - marked: the state to find, of one bit or more.
  ///   - iterations: 0 or more; by default the number that serves best, ⌊π/4θ⌋.
  ///   - helpers: whether gates have three qubits at most, with k − 2 helper qubits for the multiply
  ///     controlled ones (A. Barenco et al. 1995, doi:10.1103/PhysRevA.52.3457, lemma 7.2). They are a
  ///     second register, and |0⟩ again at the end.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func grover(
    marked: BitString, iterations: Int? = nil, helpers: Bool = false
  ) throws(QuantumError) -> Circuit {
    try check(marked.count, atLeast: 1, "the number of bits of the marked state")
    let count = iterations ?? bestGroverIterations(bits: marked.count)
    try check(count, atLeast: 0, "the number of iterations")
    var circuit = Circuit()
    circuit.addQubits(marked.count, named: "item")
    var search = GroverSearch(marked: marked)
    if helpers, marked.count > 2 {
      search.helpers = Array(circuit.addQubits(marked.count - 2, named: "helper"))
    }
    search.append(iterations: count, to: &circuit)
    return circuit
  }

  /// ⌊π/4θ⌋ for sin θ = 2^(−bits/2): after so many iterations the marked state is likeliest.
  static func bestGroverIterations(bits: Int) -> Int {
    let θ = Double.asin(.pow(2, -Double(bits) / 2))
    return max(1, Int(min(Double.pi / 4 / θ, 0x1p53)))
  }
}

/// How a search is written in gates.
struct GroverSearch {
  let marked: BitString
  /// Clean qubits for multiply controlled gates; none leaves those gates whole.
  var helpers: [Int] = []
  /// A qubit in |−⟩ on which the oracle kicks its phase back, in place of a controlled Z.
  var flag: Int?

  func append(iterations: Int, to circuit: inout Circuit) {
    let items = Array(0..<marked.count)
    for qubit in items { circuit.h(qubit) }
    if let flag {
      circuit.x(flag)
      circuit.h(flag)
    }
    for _ in 0..<iterations {
      let zeros = items.filter { !marked[$0] }
      for qubit in zeros { circuit.x(qubit) }
      appendMark(flag, to: &circuit)
      for qubit in zeros { circuit.x(qubit) }

      // 2|s⟩⟨s| − 1, up to its sign.
      for qubit in items { circuit.h(qubit) }
      for qubit in items { circuit.x(qubit) }
      appendMark(nil, to: &circuit)
      for qubit in items { circuit.x(qubit) }
      for qubit in items { circuit.h(qubit) }
    }
  }

  /// Changes the sign where all items are 1, or flips the target there.
  private func appendMark(_ target: Int?, to circuit: inout Circuit) {
    let items = Array(0..<marked.count)
    guard !helpers.isEmpty else {
      if let target {
        circuit.mcx(items, target)
      } else if items.count == 1 {
        circuit.z(0)
      } else {
        circuit.mcz(Array(items.dropLast()), items.count - 1)
      }
      return
    }
    var ladder = [(items[0], items[1], helpers[0])]
    for k in helpers.indices.dropFirst() {
      ladder.append((items[k + 1], helpers[k - 1], helpers[k]))
    }
    for (a, b, helper) in ladder { circuit.ccx(a, b, helper) }
    let (last, helper) = (items.count - 1, helpers[helpers.count - 1])
    if let target {
      circuit.ccx(helper, last, target)
    } else {
      circuit.cz(helper, last)
    }
    for (a, b, helper) in ladder.reversed() { circuit.ccx(a, b, helper) }
  }
}
