/// The rows of a data set dealt into test folds: each row is tested once and trained on otherwise.
public struct Folds: Hashable, Sendable {
  /// The fold in which each row is tested.
  public let assignment: [Int]
  public let count: Int

  /// Folds that were made elsewhere.
  ///
  /// - Throws: ``DataError`` unless there are two folds or more, numbered from 0, none of them empty.
  public init(assignment: [Int]) throws(DataError) {
    let count = (assignment.max() ?? -1) + 1
    guard count >= 2, count <= assignment.count, assignment.allSatisfy({ $0 >= 0 }),
      Set(assignment).count == count
    else {
      throw DataError(
        .setting(
          name: "a list of folds", value: "of \(max(count, 0)) folds",
          allowed: "the numbers 0, 1, … for two folds or more, none of them empty"))
    }
    self.assignment = assignment
    self.count = count
  }

  /// The rows to train on when `fold` is tested, ascending.
  public func trainingRows(_ fold: Int) -> [Int] {
    assignment.indices.filter { assignment[$0] != fold }
  }

  /// The rows that `fold` tests, ascending.
  public func testRows(_ fold: Int) -> [Int] {
    assignment.indices.filter { assignment[$0] == fold }
  }
}

extension Dataset {
  /// Deals the rows into `count` folds.
  ///
  /// Stratified folds have each class in the proportion of the whole, to one row. Where the data set
  /// has ``groups``, whole groups are dealt, the largest first to the fold with the fewest rows; then
  /// classes are not looked at.
  ///
  /// - Throws: ``DataError`` when there are fewer rows, or groups, than folds.
  public func folds(_ count: Int, seed: UInt64, stratified: Bool = true) throws(DataError) -> Folds
  {
    guard count >= 2 else {
      throw DataError(
        .setting(name: "the number of folds", value: "\(count)", allowed: "2 or more"))
    }
    var random = RandomStream(seed: seed)
    let blocks = blocks(stratified: stratified, using: &random)
    guard blocks.reduce(0, { $0 + $1.count }) >= count else {
      let what = groups == nil ? "\(count) folds" : "\(count) folds of groups"
      throw DataError(
        .tooFewRows(what: what, needed: count, got: blocks.reduce(0) { $0 + $1.count }))
    }
    var assignment = Array(repeating: 0, count: rows)
    if groups != nil {
      var sizes = Array(repeating: 0, count: count)
      for block in blocks.joined().enumerated().sorted(by: {
        ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
      }) {
        let smallest = sizes.indices.min { (sizes[$0], $0) < (sizes[$1], $1) } ?? 0
        sizes[smallest] += block.element.count
        for row in block.element { assignment[row] = smallest }
      }
    } else {
      // Dealing goes on where the last class ended, so that folds differ by one row at most.
      for (turn, block) in blocks.joined().enumerated() {
        for row in block { assignment[row] = turn % count }
      }
    }
    return try Folds(assignment: assignment)
  }

  /// Splits the rows in two.
  ///
  /// - Parameters:
  ///   - test: the share of rows to test on, in (0, 1).
  ///   - stratified: keep the proportions of the classes, where there are classes and no groups.
  /// - Throws: ``DataError`` when one side would be empty.
  public func split(
    test: Double, seed: UInt64, stratified: Bool = true
  ) throws(DataError) -> (train: Dataset, test: Dataset) {
    guard test > 0, test < 1 else {
      throw DataError(.setting(name: "the share of test rows", value: "\(test)", allowed: "in 0…1"))
    }
    var random = RandomStream(seed: seed)
    let wanted = (Double(rows) * test).rounded()
    var tested = Array(repeating: false, count: rows)
    // What all strata together should have given so far, so that rounding does not add up.
    var (share, taken) = (0.0, 0.0)
    let all = blocks(stratified: stratified, using: &random)
    for stratum in all {
      share += Double(stratum.reduce(0) { $0 + $1.count }) / Double(rows) * wanted
      for block in stratum where taken + Double(block.count) / 2 <= share + 1e-9 && taken < wanted {
        taken += Double(block.count)
        for row in block { tested[row] = true }
      }
    }
    let testRows = tested.indices.filter { tested[$0] }
    let trainRows = tested.indices.filter { !tested[$0] }
    guard !testRows.isEmpty, !trainRows.isEmpty else {
      throw DataError(.tooFewRows(what: "a split with \(test) tested", needed: 2, got: rows))
    }
    return (selecting(rows: trainRows), selecting(rows: testRows))
  }

  /// About so many rows drawn at random, of each class its share and at least two where it has them;
  /// rows of one group need not stay together. All rows where there are no more.
  func sample(_ wanted: Int, seed: UInt64) -> Dataset {
    guard rows > wanted else { return self }
    var random = RandomStream(seed: seed)
    var ungrouped = self
    ungrouped.groups = nil
    let share = Double(wanted) / Double(rows)
    let chosen = ungrouped.blocks(stratified: true, using: &random).flatMap { stratum in
      stratum.prefix(max(2, Int((Double(stratum.count) * share).rounded()))).joined()
    }
    return selecting(rows: chosen.sorted())
  }

  /// Strata of shuffled blocks of rows that stay together: rows by class, or groups.
  private func blocks(stratified: Bool, using random: inout RandomStream) -> [[[Int]]] {
    if let groups {
      let byGroup = Dictionary(grouping: 0..<rows) { groups[$0] }
      var list = byGroup.sorted { $0.key < $1.key }.map(\.value)
      list.shuffle(using: &random)
      return [list]
    }
    if stratified, case .classes(let indices, let names) = target {
      var byClass = Array(repeating: [[Int]](), count: names.count)
      for (row, index) in indices.enumerated() { byClass[index].append([row]) }
      for index in byClass.indices { byClass[index].shuffle(using: &random) }
      return byClass
    }
    var list = (0..<rows).map { [$0] }
    list.shuffle(using: &random)
    return [list]
  }
}
