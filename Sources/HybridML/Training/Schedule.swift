import RealModule

/// The learning rate as a share of the optimiser's own, by the progress of training.
///
/// Progress is counted in updates, so that it does not jump between epochs of many mini-batches.
public struct Schedule: Hashable, Sendable, Codable {
  enum Shape: Hashable, Sendable, Codable {
    case constant
    case cosine(floor: Double)
    case step(every: Int, factor: Double)
  }

  let shape: Shape
  /// Epochs over which the rate rises from 0 in equal parts, before all else.
  let warmUpEpochs: Int

  /// The optimiser's rate throughout.
  public static let constant = Schedule(shape: .constant, warmUpEpochs: 0)

  /// Falls along half a cosine to `floor` at the last update (I. Loshchilov and F. Hutter (2017),
  /// arXiv:1608.03983, without restarts).
  public static func cosine(floor: Double = 0) -> Schedule {
    Schedule(shape: .cosine(floor: floor), warmUpEpochs: 0)
  }

  /// Multiplied by `factor` after every so many epochs.
  public static func step(every epochs: Int, factor: Double = 0.5) -> Schedule {
    Schedule(shape: .step(every: epochs, factor: factor), warmUpEpochs: 0)
  }

  /// This schedule after a rise from 0 over some epochs.
  public func warmingUp(epochs: Int) -> Schedule {
    Schedule(shape: shape, warmUpEpochs: epochs)
  }

  /// Whether shares depend on how many epochs there are in all.
  var looksAhead: Bool { if case .cosine = shape { true } else { false } }

  /// The share for update number `update`, from 0, of `epochs` epochs of `perEpoch` updates.
  public func share(update: Int, perEpoch: Int, epochs: Int) -> Double {
    let rise = warmUpEpochs * perEpoch
    if update < rise { return Double(update + 1) / Double(rise) }
    let (done, total) = (update - rise, epochs * perEpoch - rise)
    switch shape {
    case .constant: return 1
    case .cosine(let floor):
      let progress = total > 1 ? min(1, Double(done) / Double(total - 1)) : 0
      return floor + (1 - floor) * (1 + Double.cos(.pi * progress)) / 2
    case .step(let every, let factor): return Double.pow(factor, done / (every * perEpoch))
    }
  }

  /// - Throws: ``DataError`` for numbers that make no schedule.
  func validate() throws(DataError) {
    func require(_ holds: Bool, _ name: String, _ value: String, _ allowed: String)
      throws(DataError)
    {
      if !holds { throw DataError(.setting(name: name, value: value, allowed: allowed)) }
    }
    try require(
      (0...1_000_000).contains(warmUpEpochs), "the epochs of a warm-up", "\(warmUpEpochs)",
      "0 to a million")
    switch shape {
    case .constant: break
    case .cosine(let floor):
      try require((0...1).contains(floor), "the floor of a schedule", "\(floor)", "in 0...1")
    case .step(let every, let factor):
      try require(
        (1...1_000_000).contains(every), "the epochs of a step", "\(every)", "1 to a million")
      try require(
        factor > 0 && factor <= 1, "the factor of a step", "\(factor)", "above 0, up to 1")
    }
  }
}
