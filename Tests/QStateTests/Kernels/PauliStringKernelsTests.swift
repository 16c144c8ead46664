import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import QState

@Suite("Pauli strings on states") struct PauliStringKernelsTests {
  /// P|ψ⟩ by its definition: (P ψ)_{i⊕flip} = iʸ (-1)^|i ∧ sign| ψ_i.
  static func applied(_ mask: PauliMasks, _ state: [Complex<Double>]) -> [Complex<Double>] {
    var result = state
    let powers: [Complex<Double>] = [1, .i, -1, -.i]
    let phase = powers[(mask.flip & mask.sign).nonzeroBitCount % 4]
    for index in state.indices {
      let isOdd = (UInt64(index) & mask.sign).nonzeroBitCount % 2 == 1
      result[index ^ Int(mask.flip)] = (isOdd ? -phase : phase) * state[index]
    }
    return result
  }

  static func check<Scalar: StateScalar>(
    _ scalar: Scalar.Type, qubits: Int, _ masks: [PauliMasks], _ options: [KernelOptions],
    seed: UInt64
  ) throws {
    var random = RandomStream(seed: seed)
    let state = try StateVector<Scalar>(rounding: random.state(qubits: qubits))
    let amplitudes = state.wide
    let images = masks.map { applied($0, amplitudes) }
    let expected = images.map { image in
      zip(amplitudes, image).reduce(0) { $0 + ($1.0.conjugate * $1.1).real }
    }
    let terms = masks.map { PauliTerm(random.uniform() - 0.5, $0) }
    var total = [Complex<Double>](repeating: 0, count: amplitudes.count)
    for (term, image) in zip(terms, images) {
      for index in total.indices { total[index] += Complex(term.coefficient) * image[index] }
    }
    for options in options {
      let values = try state.expectations(of: masks, using: options)
      // Products are exact in double precision for Float amplitudes, sums of about 1 are not.
      let tolerance = Double(state.count + 16) * .ulpOfOne
      for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < tolerance) }
      let sum = try state.applying(terms, using: options)
      let distance = maximumDistance(sum.amplitudes, total)
      #expect(distance < Double(4 + terms.count) * Double(Scalar.ulpOfOne), "\(options)")
    }
  }

  @Test("All strings on up to four qubits, together and one by one", arguments: 0...4)
  func everyString(qubits: Int) throws {
    var masks: [PauliMasks] = []
    for flip in 0..<UInt64(1 << qubits) {
      for sign in 0..<UInt64(1 << qubits) { masks.append(PauliMasks(flip: flip, sign: sign)) }
    }
    try Self.check(Double.self, qubits: qubits, masks, KernelOptions.everyKind, seed: 1)
    try Self.check(Float.self, qubits: qubits, masks, KernelOptions.everyKind, seed: 2)
    for mask in masks {
      try Self.check(Double.self, qubits: qubits, [mask], KernelOptions.everyKind, seed: 3)
      try Self.check(Float.self, qubits: qubits, [mask], KernelOptions.everyKind, seed: 4)
    }
  }

  /// Random strings, some of which flip the same qubits, and diagonal ones.
  static func randomMasks(_ qubits: Int, _ count: Int, seed: UInt64) -> [PauliMasks] {
    var random = RandomStream(seed: seed)
    let all = UInt64(1 << qubits) - 1
    var masks: [PauliMasks] = []
    while masks.count < count {
      let flip = random.next() & all
      masks.append(PauliMasks(flip: flip, sign: random.next() & all))
      masks.append(PauliMasks(flip: 0, sign: random.next() & all))
      if random.uniform() < 0.3 {
        for _ in 0..<7 { masks.append(PauliMasks(flip: flip, sign: random.next() & all)) }
      }
    }
    return masks
  }

  @Test("Random strings on 5 to 13 qubits", arguments: 5...13)
  func insideOneBlock(qubits: Int) throws {
    let masks = Self.randomMasks(qubits, qubits < 10 ? 60 : 16, seed: UInt64(qubits))
    try Self.check(Double.self, qubits: qubits, masks, KernelOptions.everyKind, seed: 5)
    try Self.check(Float.self, qubits: qubits, masks, KernelOptions.everyKind, seed: 6)
  }

  @Test("Strings that flip qubits above a block", arguments: [15, 17])
  func acrossBlocks(qubits: Int) throws {
    let masks = Self.randomMasks(qubits, 14, seed: UInt64(qubits))
    let options = [
      KernelOptions(set: .fastest, threads: 1), KernelOptions(set: .fastest, threads: 3),
    ]
    try Self.check(Double.self, qubits: qubits, masks, options, seed: 7)
    try Self.check(Float.self, qubits: qubits, masks, options, seed: 8)
  }

  @Test("Values and images have the same bits at every number of threads", arguments: [3, 12, 16])
  func threads(qubits: Int) throws {
    var random = RandomStream(seed: 9)
    let masks = Self.randomMasks(qubits, 30, seed: 10)
    let state = try StateVector<Double>(rounding: random.state(qubits: qubits))
    let results = try [1, 2, 3, 8].map { threads in
      let options = KernelOptions(set: .fastest, threads: threads, serialLimit: 8)
      let image = try state.applying(masks.map { PauliTerm(0.3, $0) }, using: options)
      return try state.expectations(of: masks, using: options).map(\.bitPattern)
        + image.amplitudes.flatMap { [$0.real.bitPattern, $0.imaginary.bitPattern] }
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
  }
}
