/// What is done after each epoch of training.
public struct Callback: Sendable {
  /// How training stands after an epoch.
  public struct Epoch: Sendable {
    /// From 0.
    public let number: Int
    /// How many there will be, unless training ends early.
    public let total: Int
    public let loss: Double
    /// On the rows held back.
    public let validationLoss: Double?
    /// The learning rate of its last update.
    public let rate: Double
    /// Since training began, or was resumed.
    public let elapsed: Duration
    /// How many of the epochs were run in that time.
    let epochsRun: Int

    /// Until the last epoch, as fast as so far.
    public var remaining: Duration {
      elapsed / max(epochsRun, 1) * (total - number - 1)
    }
  }

  enum Action: Sendable {
    case observe(@Sendable (Epoch) -> Bool)
    case checkpoint(path: String, every: Int)
    case capture(
      @Sendable (@escaping @Sendable () throws(ModelFileError) -> Checkpoint) throws(ModelFileError)
        -> Void)
  }

  let action: Action

  /// Calls a function.
  public static func each(_ body: @escaping @Sendable (Epoch) -> Void) -> Callback {
    Callback(
      action: .observe {
        body($0)
        return true
      })
  }

  /// Ends training when a condition holds.
  public static func stop(when condition: @escaping @Sendable (Epoch) -> Bool) -> Callback {
    Callback(action: .observe { !condition($0) })
  }

  /// Prints a line to standard output for about every tenth of the epochs.
  public static var progress: Callback {
    each { epoch in
      let interval = max(1, epoch.total / 10)
      guard (epoch.number + 1) % interval == 0 || epoch.number + 1 == epoch.total else { return }
      var line = "epoch \(epoch.number + 1) of \(epoch.total): loss \(rounded(epoch.loss))"
      if let validation = epoch.validationLoss { line += ", validation \(rounded(validation))" }
      print(line)
    }
  }

  /// Writes a ``Checkpoint`` to a file after every so many epochs and when training ends, also when it is
  /// cancelled. The file is whole at any time.
  public static func checkpoint(_ path: String, every epochs: Int = 1) -> Callback {
    Callback(action: .checkpoint(path: path, every: epochs))
  }

  /// Hands out where training stands after each epoch: a function that makes a ``Checkpoint``, at any
  /// later time and on any thread, for those who keep it themselves.
  public static func eachCheckpoint(
    _ body:
      @escaping @Sendable (@escaping @Sendable () throws(ModelFileError) -> Checkpoint)
      throws(ModelFileError) -> Void
  ) -> Callback {
    Callback(action: .capture(body))
  }

  private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
