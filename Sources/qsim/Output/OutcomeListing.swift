import Circuits

/// The outcomes that `qsim run` prints of a result.
struct OutcomeListing {
  /// One outcome, with what is printed for it.
  struct Row {
    let bits: BitString
    let value: Value

    enum Value {
      case probability(Double)
      case count(Int)
    }
  }

  /// How many different outcomes there are; `Int.max` from there on.
  let outcomeCount: Int
  /// Those that are printed; nil for all, in order of bits, which are then read as they are printed.
  let rows: [Row]?
  /// What finding them took.
  let seconds: Double

  /// More outcomes than this are printed only on request.
  static let limit = 1 << 20

  /// What is said where `outcomeCount` can count no further.
  static let uncountable = "over 9e18"

  /// Rows of a table when the user names no number.
  private static let tableRows = 16

  /// The likeliest outcomes, for people.
  init(tableOf result: SimulationResult, top: Int?) {
    let start = ContinuousClock.now
    rows = result.topRows(top ?? Self.tableRows)
    outcomeCount = result.outcomeCount
    seconds = start.secondsUntilNow
  }

  /// All outcomes or the likeliest, for programs.
  ///
  /// - Parameters:
  ///   - hasStateFile: whether the state also goes to a file, which then holds what is too much to print.
  ///   - readsLater: whether the result can still be asked when the outcomes are printed.
  init(
    objectOf result: SimulationResult, path: String, top: Int?, hasStateFile: Bool,
    readsLater: Bool
  ) throws(Failure) {
    let start = ContinuousClock.now
    outcomeCount = result.outcomeCount
    if let top {
      rows = result.topRows(top).sorted { $0.bits < $1.bits }
    } else if outcomeCount > Self.limit {
      guard hasStateFile else {
        let number = outcomeCount == .max ? Self.uncountable : "\(outcomeCount)"
        throw Failure(
          .usage, in: path,
          "\(number) outcomes are too many to print (the limit is \(Self.limit)): "
            + "add --top K for the K most probable ones, or --statevector PATH.npy for the state")
      }
      rows = []
    } else if readsLater {
      rows = nil
    } else {
      var all: [Row] = []
      try result.forEachRow { row throws(Failure) in all.append(row) }
      rows = all
    }
    seconds = start.secondsUntilNow
  }
}

extension SimulationResult {
  fileprivate var outcomeCount: Int { counts?.count ?? probabilities?.outcomeCount ?? 0 }

  /// The most frequent or most probable outcomes first; equal ones in order of bits.
  fileprivate func topRows(_ count: Int) -> [OutcomeListing.Row] {
    if let counts {
      let sorted = counts.sorted {
        $0.count != $1.count ? $0.count > $1.count : $0.bits < $1.bits
      }
      return sorted.prefix(count).map { .init(bits: $0.bits, value: .count($0.count)) }
    }
    return (probabilities?.top(count) ?? [])
      .map { .init(bits: $0.bits, value: .probability($0.probability)) }
  }

  /// Calls `body` for every outcome, in order of bits.
  func forEachRow(_ body: (OutcomeListing.Row) throws(Failure) -> Void) throws(Failure) {
    if let counts {
      for count in counts { try body(.init(bits: count.bits, value: .count(count.count))) }
    } else if let probabilities {
      try probabilities.forEachOutcome { outcome throws(Failure) in
        try body(.init(bits: outcome.bits, value: .probability(outcome.probability)))
      }
    }
  }
}
