public import Circuits
public import ComplexModule
import RealModule

/// A small seeded generator for tests (Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014, doi:10.1145/2660193.2660195).
public struct TestRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension TestRandom {
  /// An angle in (-2π, 2π), one time in four a multiple of π/4.
  public mutating func angle() -> Double {
    Int.random(in: 0..<4, using: &self) == 0
      ? Double(Int.random(in: -8...8, using: &self)) * .pi / 4
      : Double.random(in: (-2 * Double.pi)..<(2 * .pi), using: &self)
  }

  /// `count` different qubits among `qubits`, in any order.
  public mutating func qubits(_ count: Int, among qubits: Int) -> [Int] {
    Array((0..<qubits).shuffled(using: &self).prefix(count))
  }

  /// A state of norm 1 with every amplitude drawn from a square.
  public mutating func state(qubits: Int) -> [Complex<Double>] {
    let amplitudes = (0..<(1 << qubits)).map { _ in
      Complex(
        Double.random(in: -1...1, using: &self), Double.random(in: -1...1, using: &self))
    }
    let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    return amplitudes.map { Complex($0.real / norm, $0.imaginary / norm) }
  }

  /// A gate of the table with random angles, on at most `largest` qubits.
  public mutating func standardGate(largest: Int) throws -> StandardGate {
    let fitting = GateTable.records.filter { $0.qubitCount <= largest }
    let record = fitting[Int.random(in: fitting.indices, using: &self)]
    return try StandardGate(record, record.parameterNames.map { _ in .value(angle()) })
  }

  /// A gate of the table, now and then controlled (on any values), inverted or raised to a whole
  /// power.
  public mutating func gate(largest: Int) throws -> any QuantumGate {
    let gate = try standardGate(largest: largest)
    switch Int.random(in: 0..<8, using: &self) {
    case 0: return gate.inverse
    case 1: return gate.power(Double(Int.random(in: -3...3, using: &self)))
    case 2 where gate.qubitCount < largest, 3 where gate.qubitCount < largest:
      let count = Int.random(in: 1...(largest - gate.qubitCount), using: &self)
      return gate.controlled(on: (0..<count).map { _ in Bool.random(using: &self) })
    default: return gate
    }
  }
}

/// A circuit of random gates over the whole table, the same for the same seed.
///
/// - Parameters:
///   - largest: the most qubits a gate acts on, controls included.
///   - measurements: how many measurements, resets and conditioned gates are strewn in.
public func randomCircuit(
  qubits: Int, gates: Int, seed: UInt64, largest: Int = 5, measurements: Int = 0
) throws -> Circuit {
  var random = TestRandom(seed: seed)
  var circuit = Circuit(qubits: qubits, bits: measurements > 0 ? qubits : 0)
  var steps = Array(repeating: false, count: gates) + Array(repeating: true, count: measurements)
  steps.shuffle(using: &random)
  for isMeasurement in steps {
    let gate = try random.gate(largest: min(largest, qubits))
    let targets = random.qubits(gate.qubitCount, among: qubits)
    guard isMeasurement else {
      circuit.append(gate, to: targets)
      continue
    }
    let qubit = Int.random(in: 0..<qubits, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: circuit.measure(qubit, into: Int.random(in: 0..<qubits, using: &random))
    case 1: circuit.reset(qubit)
    default:
      let value = UInt64.random(in: 0..<(1 << UInt64(min(qubits, 2))), using: &random)
      circuit.append(
        Instruction(
          .gate(gate), qubits: targets,
          condition: Condition(bits: 0..<min(qubits, 2), equals: value)))
    }
  }
  return circuit
}
