internal import Gates

/// What the planner did with the factors of plan items, step by step, and what it found them to be where
/// the plan depends on that.
///
/// The source of a factor is an item below the number of items, any other the result of a step; that of a
/// pair rotation in a pass is a number of those between phases.
struct FactorTape: Sendable {
  enum Step: Sendable {
    /// The product of two factors, and whether it came to 1.
    case product(Int32, Int32, vanishes: Bool)
    case inverseSquare(Int32)
    case changesLength(Int32, Bool)
    case multiplyScale(Int32)
    case mustApplyScale(Bool)
    case hasScale(Bool)
    case dropScalePhase
    case takeScale
  }

  private struct Pair: Sendable {
    let item: Int32
    let phases: [TilePass.Phase]
  }

  private let itemCount: Int
  private var steps: [Step] = []
  private var pairs: [Pair] = []

  init(itemCount: Int) { self.itemCount = itemCount }

  /// - Returns: the source of the step's result.
  @discardableResult
  mutating func record(_ step: Step) -> Int32 {
    steps.append(step)
    return Int32(itemCount + steps.count - 1)
  }

  /// - Parameter pair: an item.
  /// - Returns: the source of the pair rotation between phases and their inverses.
  mutating func record(
    _ pair: TilePass.PairRotation, conjugatedBy phases: [TilePass.Phase]
  ) -> Int32 {
    pairs.append(Pair(item: pair.source, phases: phases))
    return Int32(pairs.count - 1)
  }

  /// What there is in place of recorded numbers.
  struct Numbers {
    let items: [PlanItem]
    fileprivate var factors: [Complex<Double>] = []
    fileprivate var pairs: [TilePass.PairRotation] = []

    /// The factor of a source, nil for what is always the same.
    func factor(_ source: Int32) -> Complex<Double>? {
      source == TilePass.constant ? nil : factors[Int(source)]
    }

    /// Puts the numbers into a pass that has others.
    func fill(_ pass: inout TilePass) {
      for table in pass.tables.indices {
        for index in pass.tables[table].indices {
          guard let factor = factor(pass.tables[table][index].source) else { continue }
          pass.tables[table][index].factor = factor
        }
      }
      for index in pass.rotations.indices {
        guard case .rotation(let rotation) = items[Int(pass.rotations[index].source)] else {
          preconditionFailure("a rotation that is no item")
        }
        pass.rotations[index].tangent = rotation.tangent
        pass.rotations[index].isCotangent = rotation.isCotangent
      }
      for index in pass.pairs.indices {
        pass.pairs[index].factors = pairs[Int(pass.pairs[index].source)].factors
      }
    }
  }

  /// The steps again with the numbers of other items, of the same shape. Nil where one of them comes out
  /// so that the planner would have gone on otherwise.
  func replayed(with items: [PlanItem]) -> Numbers? {
    var numbers = Numbers(items: items)
    numbers.factors.reserveCapacity(itemCount + steps.count)
    for item in items {
      if case .phase(let phase) = item {
        numbers.factors.append(phase.factor)
      } else {
        numbers.factors.append(1)
      }
    }
    var scale = ScaleProduct()
    for step in steps {
      var result: Complex<Double> = 1
      switch step {
      case .product(let first, let second, let vanishes):
        result = numbers.factors[Int(first)] * numbers.factors[Int(second)]
        guard result.isOneButForRounding == vanishes else { return nil }
      case .inverseSquare(let source):
        result = numbers.factors[Int(source)].inverseSquare
      case .changesLength(let source, let changes):
        guard numbers.factors[Int(source)].changesLength == changes else { return nil }
      case .multiplyScale(let source):
        scale.multiply(by: numbers.factors[Int(source)])
      case .mustApplyScale(let must):
        guard scale.mustApply() == must else { return nil }
      case .hasScale(let has):
        guard (scale.value != 1) == has else { return nil }
      case .dropScalePhase: scale.dropPhase()
      case .takeScale: result = scale.take()
      }
      numbers.factors.append(result)
    }
    numbers.pairs = pairs.map { pair in
      guard case .pair(let rotation) = items[Int(pair.item)] else {
        preconditionFailure("a pair rotation that is no item")
      }
      return pair.phases.reduce(rotation) { result, phase in
        var phase = phase
        phase.factor = numbers.factors[Int(phase.source)]
        return result.conjugated(by: phase)
      }
    }
    return numbers
  }
}
