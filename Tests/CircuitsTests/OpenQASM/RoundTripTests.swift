import Circuits
import ComplexModule
import TestSupport
import Testing

/// Circuits written as OpenQASM 2 and read back.
@Suite("Round trips through OpenQASM 2")
struct RoundTripTests {
  @Test(
    "Random circuits over the whole table come back with the same state, phase included",
    arguments: 0..<60)
  func states(_ seed: Int) throws {
    let qubits = 1 + seed % 6
    let circuit = try randomCircuit(qubits: qubits, gates: 25, seed: UInt64(seed))
    let again = try Circuit(openQASM: circuit.openQASM2())
    // Some gates come back as thousands of elementary ones.
    let distance = maximumDistance(
      try circuit.stateVector().amplitudes, try again.stateVector().amplitudes)
    #expect(distance < 1e-11)
  }

  @Test(
    "Measurements, resets and conditions come back with the same distribution", arguments: 0..<30)
  func distributions(_ seed: Int) throws {
    let circuit = try randomCircuit(
      qubits: 2 + seed % 3, gates: 12, seed: UInt64(1_000 + seed), measurements: 6)
    let again = try Circuit(openQASM: circuit.openQASM2())
    let (first, second) = (try circuit.probabilities(), try again.probabilities())
    for bits in Set(first.keys).union(second.keys) {
      #expect(abs((first[bits] ?? 0) - (second[bits] ?? 0)) < 1e-10, "\(bits)")
    }
  }

  @Test("What was written is written again in the same words", arguments: 0..<20)
  func stable(_ seed: Int) throws {
    let circuit = try randomCircuit(qubits: 3, gates: 15, seed: UInt64(2_000 + seed))
    let once = try circuit.openQASM2()
    let twice = try Circuit(openQASM: once).openQASM2()
    let thrice = try Circuit(openQASM: twice).openQASM2()
    #expect(twice == thrice)
  }
}
