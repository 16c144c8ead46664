import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorTests {
  static func address<Scalar>(_ state: StateVector<Scalar>) -> UInt {
    state.withUnsafeAmplitudes { UInt(bitPattern: $0.baseAddress) }
  }

  @Test("A new state is |0…0⟩, in memory aligned for vectors, large ones for huge pages")
  func zeroState() throws {
    for qubits in 0...18 {
      let double = try StateVector<Double>(qubits: qubits)
      let single = try StateVector<Float>(qubits: qubits)
      #expect(double.count == 1 << qubits && single.qubitCount == qubits)
      #expect(double[0] == 1 && single[0] == 1)
      double.withUnsafeAmplitudes { #expect($0.dropFirst().allSatisfy { $0 == 0 }) }
      let alignment: UInt = qubits >= 17 ? 2 << 20 : 64
      #expect(Self.address(double) % alignment == 0)
      #expect(Self.address(single) % 64 == 0)
    }
  }

  @Test("Copies share their memory until one of them changes")
  func copyOnWrite() throws {
    var state = try StateVector<Double>(qubits: 3)
    let copy = state
    #expect(Self.address(state) == Self.address(copy))
    try state.apply(.flip, to: [1])
    #expect(Self.address(state) != Self.address(copy))
    #expect(state[2] == 1 && copy[0] == 1)
    #expect(state.copyCount == 1 && copy.copyCount == 0)
  }

  @Test("Applying operations to a state of one owner copies nothing")
  func noCopies() throws {
    var random = RandomStream(seed: 7)
    var state = try StateVector<Float>(qubits: 6)
    let before = Self.address(state)
    for count in 0...4 {
      for operation in random.operations(targets: count) {
        try state.apply(operation, to: Array((0..<6).shuffled(using: &random)[..<count]))
      }
    }
    #expect(state.copyCount == 0)
    #expect(Self.address(state) == before)
  }

  @Test("A large copy on two threads is whole")
  func largeCopy() throws {
    var random = RandomStream(seed: 8)
    var state = try StateVector<Float>(
      amplitudes: random.state(qubits: 18).map {
        Complex(Float($0.real), Float($0.imaginary))
      })
    let copy = state
    try state.apply(.scale(-1), to: [])
    #expect(state.amplitudes == copy.amplitudes.map { -$0 })
  }

  @Test("The bytes needed are counted without overflow")
  func bytesNeeded() {
    #expect(StateVector<Double>.bytesNeeded(qubits: 0) == 16)
    #expect(StateVector<Float>.bytesNeeded(qubits: 30) == 8 << 30)
    #expect(StateVector<Double>.bytesNeeded(qubits: 58) == 1 << 62)
    for qubits in [59, 64, 1000, Int.max] {
      #expect(StateVector<Double>.bytesNeeded(qubits: qubits) == .max)
    }
    #expect(StateVector<Double>.bytesNeeded(qubits: -1) == 0)
  }

  @Test(
    "A state that does not fit is refused before allocation, with both figures", arguments: 42...58)
  func tooLargeForMemory(qubits: Int) {
    let error = #expect(throws: QuantumError.self) { try StateVector<Double>(qubits: qubits) }
    guard case .insufficientMemory(qubits, let needed, let available) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed == 16 << UInt64(qubits) && available < needed)
  }

  @Test("More qubits than can be counted, or fewer than none, are refused")
  func qubitCounts() {
    for qubits in [59, 62, 63, 64, 1 << 20, Int.max] {
      #expect(throws: QuantumError.tooManyQubits(requested: qubits, limit: 58)) {
        try StateVector<Double>(qubits: qubits)
      }
      #expect(throws: QuantumError.self) { try StateVector<Float>.uniform(qubits: qubits) }
    }
    for qubits in [-1, Int.min] {
      #expect(throws: QuantumError.self) { try StateVector<Double>(qubits: qubits) }
      #expect(throws: QuantumError.self) { try StateVector<Float>(qubits: qubits, basisState: 1) }
    }
  }

  @Test("A memory limit holds for every way to make a state")
  func memoryLimit() throws {
    let refused = QuantumError.insufficientMemory(
      qubits: 4, bytesNeeded: 256, bytesAvailable: 255)
    #expect(throws: refused) { try StateVector<Double>(qubits: 4, memoryLimit: 255) }
    #expect(throws: refused) { try StateVector<Double>(qubits: 4, basisState: 3, memoryLimit: 255) }
    #expect(throws: refused) { try StateVector<Double>.uniform(qubits: 4, memoryLimit: 255) }
    #expect(throws: refused) {
      try StateVector<Double>(product: Array(repeating: (1, 0), count: 4), memoryLimit: 255)
    }
    var amplitudes = [Complex<Double>](repeating: 0, count: 16)
    amplitudes[5] = 1
    #expect(throws: refused) { try StateVector(amplitudes: amplitudes, memoryLimit: 255) }
    _ = try StateVector<Double>(qubits: 4, memoryLimit: 256)
    _ = try StateVector<Float>(qubits: 4, memoryLimit: 128)
  }
}
