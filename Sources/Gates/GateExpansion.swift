/// How large a gate is once written out in single operations.
///
/// Counts saturate, so that a gate whose definition doubles a hundred times is measured without being
/// written out. Every use of a definition counts as one step more, since it has to be followed: a
/// definition that doubles a hundred times and ends in nothing is as long as any other.
public struct GateExpansion: Hashable, Sendable {
  /// How many single operations and uses of definitions there are; `Int.max` stands for that many or
  /// more.
  public let operations: Int
  /// How deep definitions are nested: 0 for a gate that is no definition.
  public let depth: Int

  public init(operations: Int, depth: Int) {
    self.operations = operations
    self.depth = depth
  }

  /// One operation, no definition.
  public static let single = GateExpansion(operations: 1, depth: 0)

  /// The expansion of a definition with this body.
  public init(body: [GateStep]) {
    var operations = 1
    var depth = 0
    for step in body {
      let part = step.gate.expansion
      operations = operations.addingSaturating(part.operations)
      depth = max(depth, part.depth)
    }
    self.init(operations: operations, depth: depth + 1)
  }

  /// The expansion of `count` copies one after the other.
  func repeated(_ count: Int) -> GateExpansion {
    let (product, overflow) = operations.multipliedReportingOverflow(by: count)
    return GateExpansion(operations: overflow ? .max : product, depth: depth)
  }
}

extension Int {
  fileprivate func addingSaturating(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
