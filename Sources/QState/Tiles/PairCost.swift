/// What gates on one and two qubits cost, in nanoseconds an amplitude in double precision within the
/// second-level cache; in single precision all take half of it.
package struct PairCost: Sendable, Equatable {
  /// A gate on one qubit: a share of a pass, table included.
  package var rotation: Double
  /// What a pair rotation adds to a pass, or its own pass.
  package var pair: Double
  /// A controlled flip or phase: a move or a row of a table.
  package var interaction: Double
  /// A dense operation on two qubits.
  package var matrix: Double
  /// Whether a dense operation parts the passes before it from those behind it.
  package var matricesGoAlone = true

  /// Passes with four registers, two pairs at once: measured on Zen 4 with 512-bit vectors.
  package static let wide = PairCost(
    rotation: 0.125, pair: 0.13, interaction: 0.03, matrix: 0.56)
  /// Passes with three registers, one pair at once: measured on Zen 3 with 256-bit vectors, and taken
  /// for narrower ones, too.
  package static let narrow = PairCost(
    rotation: 0.27, pair: 1.1, interaction: 0.05, matrix: 0.88)
  /// Operations one after the other, in lists: measured on Zen 3.
  package static let list = PairCost(
    rotation: 0.34, pair: .infinity, interaction: 0.1, matrix: 0.88, matricesGoAlone: false)
}
