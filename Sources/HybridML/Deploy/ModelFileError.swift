/// Why a model or checkpoint cannot be read from a file, or written to one.
public struct ModelFileError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    case unreadable(FileError.Reason)
    /// A model whose file nobody could read again.
    case tooLarge(bytes: Int, limit: Int)
    /// The system's `errno`.
    case unwritable(Int32)
    /// The first bytes are of no model file.
    case notAModel
    /// Line ends were changed on the way, as when a binary file is sent as text.
    case sentAsText
    case newerVersion(found: Int, supported: Int)
    /// Fewer or more bytes than the file says that it has.
    case wrongSize(expected: UInt64, got: Int)
    case wrongChecksum
    /// The header is no JSON, or says what cannot be.
    case malformed(String)
    /// A checkpoint in place of a model, or the other way round.
    case wrongKind(expected: String, found: String)
    /// Something made of the user's own code, which no file can hold.
    case holdsCode(String)
    /// A model that has not been fitted.
    case notFitted
    /// The training that a checkpoint is from had other settings or rows.
    case otherTraining(String)
  }

  /// As the caller named the file; nil for bytes in memory.
  public let path: String?
  public let problem: Problem

  public init(_ problem: Problem, path: String? = nil) {
    self.problem = problem
    self.path = path
  }

  func at(_ path: String) -> ModelFileError { ModelFileError(problem, path: path) }
}

extension ModelFileError: CustomStringConvertible {
  public var description: String { (path.map { "\($0): error: " } ?? "") + "\(problem)" }
}

extension ModelFileError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): "\(reason)"
    case .unwritable(let number):
      "the file cannot be written (error \(number)): choose a folder that exists and has room"
    case .tooLarge(let bytes, let limit):
      "the model takes \(bytes) bytes, and files hold \(limit) at most: fit it to fewer rows"
    case .notAModel: "this is no model file: name one that was saved by this library"
    case .sentAsText:
      "the file was changed by a transfer as text: copy it again, as binary"
    case .newerVersion(let found, let supported):
      "the file has version \(found), and this program reads up to \(supported): update the program"
    case .wrongSize(let expected, let got):
      "the file should have \(expected) bytes but has \(got): copy it again, as a whole"
    case .wrongChecksum: "the checksum is wrong: the file is damaged, copy or save it again"
    case .malformed(let what): "the header is not valid (\(what)): save the model again"
    case .wrongKind(let expected, let found):
      "this is a \(found) where a \(expected) is needed: name another file"
    case .holdsCode(let what):
      "\(what) is code, which a file cannot hold: use a named one, or keep the parameters and "
        + "build the model again"
    case .notFitted:
      "the model has not been fitted, so that there is nothing to save: call fit first"
    case .otherTraining(let what):
      "the checkpoint is of another training (\(what)): use the same data and settings, or start anew"
    }
  }
}
