#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file that appears whole or not at all: written beside its place, then renamed to it.
///
/// What exists at the path and is no regular file, such as `/dev/null` or a named pipe, is written to
/// directly.
final class OutputFile {
  let sink: ByteSink
  private let path: String
  private let descriptor: Int32
  /// Where the bytes go until ``commit()``; `nil` when they go to the place itself.
  private var temporary: String?

  /// Creates the file beside its place, so that a directory that is missing or closed shows before any
  /// work.
  init(_ path: String) throws(Failure) {
    // Renaming onto a link would replace the link and leave its target as it was.
    let target = realpath(path, nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    self.path = target ?? path
    var status = stat()
    let exists = stat(self.path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind != S_IFREG {
      if kind == S_IFDIR { throw Self.cannotCreate(path, EISDIR) }
      temporary = nil
      descriptor = open(self.path, O_WRONLY | O_CLOEXEC)
    } else {
      let split = self.path.lastIndex(of: "/").map(self.path.index(after:)) ?? self.path.startIndex
      let name = self.path[split...]
      // A file that exists but may not be written to is not replaced either.
      if name.isEmpty || (exists && access(self.path, W_OK) != 0) {
        throw Self.cannotCreate(path, name.isEmpty ? EISDIR : errno)
      }
      let beside = "\(self.path[..<split]).\(name.prefix(200)).\(getpid()).part"
      temporary = beside
      Interruption.removeIfInterrupted(beside)
      descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    }
    sink = ByteSink(descriptor: descriptor, name: path)
    guard descriptor >= 0 else { throw Self.cannotCreate(path, errno) }
    // A file that is replaced keeps its permissions.
    if exists, temporary != nil { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  /// Puts the finished file in its place.
  func commit() throws(Failure) {
    try sink.flush()
    // Some file systems notice only now that there is no room.
    guard close(descriptor) == 0 else {
      throw Failure(.cannotWrite, in: path, "cannot be written: \(SystemError.text(errno))")
    }
    guard let temporary else { return }
    guard rename(temporary, path) == 0 else { throw Self.cannotCreate(path, errno) }
    Interruption.finished(temporary)
    self.temporary = nil
  }

  deinit {
    guard let temporary else { return }
    close(descriptor)
    unlink(temporary)
    Interruption.finished(temporary)
  }

  private static func cannotCreate(_ path: String, _ number: Int32) -> Failure {
    Failure(.cannotCreate, in: path, "cannot be created: \(SystemError.text(number))")
  }
}
