/// Why training could not go on.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Data or settings that do not suit.
  case data(DataError)
  /// A checkpoint that cannot be written, or that training cannot go on from.
  case checkpoint(ModelFileError)

  public var description: String {
    switch self {
    case .data(let error): "\(error)"
    case .checkpoint(let error): "\(error)"
    }
  }

  /// Runs what throws errors of data.
  static func data<Result>(
    _ body: () throws(DataError) -> Result
  ) throws(TrainingError) -> Result {
    do throws(DataError) {
      return try body()
    } catch {
      throw .data(error)
    }
  }
}
