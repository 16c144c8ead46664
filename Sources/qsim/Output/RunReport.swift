import Circuits

/// What `qsim run` says about one circuit.
struct RunReport {
  struct Amplitude {
    let bits: BitString
    let real: Double
    let imaginary: Double
  }

  /// One outcome, with what is printed for it.
  struct Row {
    let bits: BitString
    let value: Value

    enum Value {
      case probability(Double)
      case count(Int)
    }
  }

  let file: CircuitFile
  let result: SimulationResult
  /// The seed that the user asked for.
  let seed: UInt64?
  let amplitudes: [Amplitude]
  /// How many outcomes the user wants to see.
  let top: Int?
  /// Whether the state also goes to a file, which then holds what is too much to print.
  let hasStateFile: Bool
  let isQuiet: Bool
  /// The comparison with a second run, where it was asked for.
  let verification: Verification?

  /// More outcomes than this are printed only on request.
  static let outcomeLimit = 1 << 20

  /// What is said where `outcomeCount` can count no further.
  static let uncountable = "over 9e18"

  /// How many different outcomes there are; `Int.max` from there on.
  var outcomeCount: Int {
    result.counts?.count ?? result.probabilities?.outcomeCount ?? 0
  }

  /// The most frequent or most probable outcomes first; equal ones in order of bits.
  func topRows(_ count: Int) -> [Row] {
    if let counts = result.counts {
      let sorted = counts.sorted {
        $0.count != $1.count ? $0.count > $1.count : $0.bits < $1.bits
      }
      return sorted.prefix(count).map { Row(bits: $0.bits, value: .count($0.count)) }
    }
    return (result.probabilities?.top(count) ?? [])
      .map { Row(bits: $0.bits, value: .probability($0.probability)) }
  }

  /// Calls `body` for every outcome, in order of bits.
  func forEachRow(_ body: (Row) throws(Failure) -> Void) throws(Failure) {
    if let counts = result.counts {
      for count in counts { try body(Row(bits: count.bits, value: .count(count.count))) }
    } else if let probabilities = result.probabilities {
      try probabilities.forEachOutcome { outcome throws(Failure) in
        try body(Row(bits: outcome.bits, value: .probability(outcome.probability)))
      }
    }
  }
}
