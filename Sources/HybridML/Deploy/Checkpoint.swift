/// Training after a whole epoch: parameters, the optimiser's state, and all that the next epoch depends
/// on, so that training goes on from it with the same bits as if it had never stopped.
///
/// ```swift
/// trainer.callbacks = [.checkpoint("wine.ckpt")]
/// try model.fit(train, with: trainer)          // stopped on the way
/// trainer.resumes = try Checkpoint(contentsOf: "wine.ckpt")
/// try model.fit(train, with: trainer)          // to the end
/// ```
public struct Checkpoint: Sendable {
  /// What must be the same for training to go on.
  struct Conditions: Hashable, Sendable, Codable {
    var optimizer: String
    /// What the optimiser is before its first step, as JSON: momentum, decay and the like. Files of before
    /// do not have it.
    var optimizerSettings: String?
    var rate: Double
    var epochs: Int
    var batchSize: Int?
    var schedule: Schedule
    var gradient: GradientMethod
    var earlyStopping: EarlyStopping?
    var seed: UInt64
    var loss: Loss
    /// In words, as it may have parts that are code.
    var architecture: String
    /// Of rows and targets.
    var examples: UInt32
    var validation: UInt32?
  }

  private let container: Container
  let conditions: Conditions
  /// How many epochs are done.
  public let epochs: Int
  /// The mean loss of each.
  public let losses: [Double]

  // MARK: Files

  /// Reads a checkpoint.
  ///
  /// - Throws: ``ModelFileError`` with what is wrong and what to do.
  public init(contentsOf path: String) throws(ModelFileError) {
    let bytes = try WholeFile.read(path)
    do throws(ModelFileError) {
      try self.init(bytes: bytes)
    } catch {
      throw error.at(path)
    }
  }

  /// Reads a checkpoint from the bytes of a file.
  public init(bytes: [UInt8]) throws(ModelFileError) {
    try self.init(try Container(bytes))
  }

  private init(_ container: Container) throws(ModelFileError) {
    guard container.kind == .checkpoint else {
      throw ModelFileError(.wrongKind(expected: "checkpoint", found: container.kind.rawValue))
    }
    self.container = container
    do {
      let decoder = TreeDecoder(arrays: container.arrays)
      conditions = try decoder.value(
        Conditions.self, from: Self.member("conditions", container.content))
      let progress = try decoder.value(
        TrainingState.Progress.self, from: Self.member("progress", container.content))
      guard progress.isConsistent else {
        throw ModelFileError(.malformed("epochs and losses do not fit together"))
      }
      (epochs, losses) = (progress.epoch, progress.losses)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw Container.malformed(error)
    }
  }

  init(_ state: TrainingState, _ conditions: Conditions) throws(ModelFileError) {
    let encoder = TreeEncoder()
    do {
      let content = TreeValue.object([
        "conditions": try encoder.tree(conditions), "progress": try encoder.tree(state.progress),
        "optimizer": try Self.tree(state.optimizer, encoder),
      ])
      container = Container(kind: .checkpoint, content: content, arrays: encoder.arrays)
    } catch {
      throw ModelFileError(.malformed("\(error)"))
    }
    self.conditions = conditions
    (epochs, losses) = (state.progress.epoch, state.progress.losses)
  }

  /// Writes the checkpoint, so that the file is whole at any time.
  public func save(to path: String) throws(ModelFileError) {
    try WholeFile.write(bytes, to: path)
  }

  /// The bytes of the file.
  public var bytes: [UInt8] { container.bytes() }

  /// The settings of an optimiser that has not taken a step, in words; nil where it cannot be stored.
  static func settings(of optimizer: any TrainingOptimizer) -> String? {
    let encoder = TreeEncoder()
    return (try? tree(optimizer, encoder)).map { String(decoding: $0.json, as: UTF8.self) }
  }

  private static func tree(
    _ optimizer: some TrainingOptimizer, _ encoder: TreeEncoder
  ) throws -> TreeValue { try encoder.tree(optimizer) }

  private static func member(
    _ name: String, _ content: TreeValue
  ) throws(ModelFileError) -> TreeValue {
    guard case .object(let members) = content, let member = members[name] else {
      throw ModelFileError(.malformed("'\(name)' is missing"))
    }
    return member
  }

  // MARK: Going on

  /// The state to go on from.
  ///
  /// - Throws: ``ModelFileError`` where settings, model or rows differ from those of the checkpoint.
  func state(
    like optimizer: any TrainingOptimizer, parameters: Int, under conditions: Conditions
  ) throws(ModelFileError) -> TrainingState {
    if let difference = self.conditions.difference(from: conditions) {
      throw ModelFileError(.otherTraining(difference))
    }
    do {
      let decoder = TreeDecoder(arrays: container.arrays)
      let progress = try decoder.value(
        TrainingState.Progress.self, from: Self.member("progress", container.content))
      guard progress.parameters.count == parameters,
        progress.best.map({ $0.parameters.count == parameters }) ?? true
      else { throw ModelFileError(.otherTraining("another number of parameters")) }
      return TrainingState(
        progress: progress,
        optimizer: try Self.decode(
          like: optimizer, decoder, Self.member("optimizer", container.content)))
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw Container.malformed(error)
    }
  }

  private static func decode<O: TrainingOptimizer>(
    like optimizer: O, _ decoder: TreeDecoder, _ tree: TreeValue
  ) throws -> any TrainingOptimizer { try decoder.value(O.self, from: tree) }
}

extension Checkpoint.Conditions {
  /// What differs, in words; nil where training may go on.
  ///
  /// More or fewer epochs in all change nothing before them, unless the schedule looks ahead to the last.
  func difference(from other: Self) -> String? {
    if optimizer != other.optimizer || rate != other.rate {
      return "\(optimizer) at rate \(rate), not \(other.optimizer) at \(other.rate)"
    }
    if let optimizerSettings, optimizerSettings != other.optimizerSettings {
      return "other settings of the optimiser"
    }
    if batchSize != other.batchSize { return "another batch size" }
    if schedule != other.schedule { return "another schedule" }
    if epochs != other.epochs, schedule.looksAhead {
      return "\(epochs) epochs in all, which its schedule depends on, not \(other.epochs)"
    }
    if gradient != other.gradient { return "gradients by another method" }
    if earlyStopping != other.earlyStopping { return "other settings of early stopping" }
    if seed != other.seed { return "seed \(seed), not \(other.seed)" }
    if loss != other.loss { return "another loss" }
    if architecture != other.architecture { return "another architecture" }
    if examples != other.examples || validation != other.validation { return "other rows" }
    return nil
  }
}
