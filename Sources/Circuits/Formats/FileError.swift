/// Why a file cannot be read.
public struct FileError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case missing
    case notPermitted
    case isDirectory
    /// A device, a pipe or a socket.
    case notRegular
    case tooLarge(limit: Int)
    /// Any other answer of the system, by its `errno`.
    case system(Int32)
  }

  /// As the caller named the file.
  public let path: String
  public let reason: Reason

  public init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension FileError: CustomStringConvertible {
  public var description: String { "\(path.printable): error: \(reason)" }
}

extension FileError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no such file"
    case .notPermitted: "reading it is not permitted"
    case .isDirectory: "it is a directory"
    case .notRegular: "it is no regular file"
    case .tooLarge(let limit):
      "it is larger than \(ByteCount.text(UInt64(limit))), the limit of a file"
    case .system(let number): "the system cannot read it (error \(number))"
    }
  }
}
