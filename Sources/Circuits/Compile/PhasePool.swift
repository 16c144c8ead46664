internal import Gates

/// Phases that wait to be applied, equal masks merged, and the scale of all amplitudes.
struct PhasePool {
  private(set) var phases: [TilePass.Phase] = []
  private var scale = ScaleProduct()
  /// What became of factors, where that is asked for.
  private(set) var tape: FactorTape?

  /// - Parameter recording: for so many plan items, keeps what becomes of their factors.
  init(recording itemCount: Int? = nil) {
    tape = itemCount.map { FactorTape(itemCount: $0) }
  }

  mutating func append(_ phase: TilePass.Phase) {
    guard phase.mask != 0 else {
      scale.multiply(by: phase.factor)
      tape?.record(.multiplyScale(phase.source))
      return
    }
    if let same = phases.firstIndex(where: { $0.mask == phase.mask }) {
      let sources = (phases[same].source, phase.source)
      phases[same].factor *= phase.factor
      // What cancels is gone for good: cz·cz, s·s·z.
      let vanishes = phases[same].factor.isOneButForRounding
      if let source = tape?.record(.product(sources.0, sources.1, vanishes: vanishes)) {
        phases[same].source = source
      }
      if vanishes {
        phases.swapAt(same, phases.count - 1)
        phases.removeLast()
      }
    } else {
      phases.append(phase)
    }
  }

  mutating func append(contentsOf more: [TilePass.Phase]) {
    for phase in more { append(phase) }
  }

  /// Takes out the phases that share a qubit with `mask`.
  mutating func remove(touching mask: UInt64) -> [TilePass.Phase] {
    var taken: [TilePass.Phase] = []
    var kept = 0
    // One more, for the scale.
    if !phases.isEmpty { taken.reserveCapacity(phases.count + 1) }
    for phase in phases {
      if phase.mask & mask != 0 {
        taken.append(phase)
      } else {
        phases[kept] = phase
        kept += 1
      }
    }
    phases.removeSubrange(kept...)
    return taken
  }

  /// The phase of the factor's inverse twice over.
  mutating func inverseSquare(of phase: TilePass.Phase, on mask: UInt64) -> TilePass.Phase {
    TilePass.Phase(
      mask: mask, factor: phase.factor.inverseSquare,
      source: tape?.record(.inverseSquare(phase.source)) ?? TilePass.constant)
  }

  /// The pair rotation between the phases and their inverses.
  mutating func conjugate(
    _ pair: TilePass.PairRotation, by phases: [TilePass.Phase]
  ) -> TilePass.PairRotation {
    var result = phases.reduce(pair) { $0.conjugated(by: $1) }
    if let source = tape?.record(pair, conjugatedBy: phases) { result.source = source }
    return result
  }

  /// Whether a phase changes probabilities: scales of pair rotations are among phases, and do.
  mutating func changesLength(_ phase: TilePass.Phase) -> Bool {
    let changes = phase.factor.changesLength
    tape?.record(.changesLength(phase.source, changes))
    return changes
  }

  // MARK: The scale of all amplitudes

  mutating func mustApplyScale() -> Bool {
    let must = scale.mustApply()
    tape?.record(.mustApplyScale(must))
    return must
  }

  /// Whether there is a scale to apply.
  mutating func hasScale() -> Bool {
    let has = scale.value != 1
    tape?.record(.hasScale(has))
    return has
  }

  /// Takes the scale away, as a phase of no qubits.
  mutating func takeScale() -> TilePass.Phase {
    TilePass.Phase(
      mask: 0, factor: scale.take(), source: tape?.record(.takeScale) ?? TilePass.constant)
  }

  /// Forgets the phase of the scale: for probabilities only its length counts.
  mutating func dropScalePhase() {
    scale.dropPhase()
    tape?.record(.dropScalePhase)
  }
}

/// What multiplies all amplitudes: scales of rotations, and phases of no qubits.
struct ScaleProduct {
  /// Together with √½ to the power of `rootHalves`. Counted apart, the roots of Hadamard gates give exact
  /// powers of two.
  private var factor: Complex<Double> = 1
  private var rootHalves = 0
  /// Whether the value is what it was when it was last found to be near enough to 1.
  private var isChecked = true

  mutating func multiply(by scale: Complex<Double>) {
    isChecked = false
    if abs(scale.lengthSquared - 0.5) < 4 * Double.ulpOfOne {
      rootHalves += 1
      factor *= Complex(scale.real * 2.squareRoot(), scale.imaginary * 2.squareRoot()).snapped
    } else {
      factor *= scale
    }
  }

  var value: Complex<Double> {
    let power = Double(sign: .plus, exponent: -(rootHalves / 2), significand: 1)
    let root = rootHalves.isMultiple(of: 2) ? 1 : 0.5.squareRoot()
    return Complex(factor.real * root * power, factor.imaginary * root * power)
  }

  /// Keeps the length alone.
  mutating func dropPhase() {
    factor = Complex(factor.length)
  }

  /// Amplitudes without their scale must stay far from the largest number of single precision.
  mutating func mustApply() -> Bool {
    if isChecked { return false }
    let size = value.lengthSquared
    isChecked = size >= 1e-12 && size <= 1e12
    return !isChecked
  }

  mutating func take() -> Complex<Double> {
    defer { self = ScaleProduct() }
    return value
  }
}

extension Complex<Double> {
  var isOneButForRounding: Bool { snapped == 1 || (self - 1).lengthSquared < 1e-31 }

  var inverseSquare: Complex { inverseFactor * inverseFactor }

  var changesLength: Bool { abs(lengthSquared - 1) > 1e-14 }
}

extension TilePass.PairRotation {
  /// D⁻¹·R·D for the diagonal D of a phase of these qubits.
  func conjugated(by phase: TilePass.Phase) -> Self {
    let factor = phase.factor
    let inverse = factor.inverseFactor
    var result = self
    result.factors.0 *= factor
    result.factors.3 *= inverse
    guard phase.mask != mask else { return result }
    let isFirst = phase.mask == 1 << UInt64(first)
    result.factors.1 *= isFirst ? inverse : factor
    result.factors.2 *= isFirst ? factor : inverse
    return result
  }
}
