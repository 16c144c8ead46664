import Circuits

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Files that are read as a whole, and appear whole or not at all.
enum WholeFile {
  static func read(_ path: String) throws(ModelFileError) -> [UInt8] {
    do throws(FileError) {
      return try FileReading.contents(of: path, limit: SavedModel.sizeLimit)
    } catch {
      throw ModelFileError(.unreadable(error.reason), path: path)
    }
  }

  /// Writes beside the place, makes sure that the bytes are on the disk, and renames. What is there and no
  /// regular file, such as a device or a named pipe, is written to directly.
  static func write(_ bytes: [UInt8], to path: String) throws(ModelFileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ModelFileError(.unwritable(ENOENT), path: path)
    }
    // Renaming onto a link would replace the link and leave its target as it was.
    let target = FileReading.canonicalPath(path) ?? path
    var status = stat()
    let isReplaced = stat(target, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    let beside = isReplaced ? "\(target).\(getpid()).part" : target
    let descriptor = open(
      beside, O_WRONLY | O_CLOEXEC | (isReplaced ? O_CREAT | O_TRUNC : 0), 0o666)
    guard descriptor >= 0 else { throw ModelFileError(.unwritable(errno), path: path) }
    var failure: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      var written = 0
      while written < buffer.count, failure == 0 {
        let count = writeSome(descriptor, base + written, buffer.count - written)
        if count > 0 {
          written += count
        } else if errno != EINTR {
          failure = errno
        }
      }
    }
    if failure == 0, isReplaced, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, isReplaced, rename(beside, target) != 0 { failure = errno }
    guard failure == 0 else {
      if isReplaced { unlink(beside) }
      throw ModelFileError(.unwritable(failure), path: path)
    }
  }
}

/// The system's `write`, whose name a method above has too.
private func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
