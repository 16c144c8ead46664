#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads whole files through the system, with a limit on their size.
package enum FileReading {
  /// The bytes of a regular file. Devices, pipes and directories are refused before they are read.
  ///
  /// - Parameter shown: the name for the error.
  package static func contents(
    of path: String, shownAs shown: String? = nil, limit: Int
  ) throws(FileError) -> [UInt8] {
    let shown = shown ?? path
    guard !path.utf8.contains(0) else { throw FileError(path: shown, reason: .missing) }
    // Without blocking: opening a pipe would wait for somebody to write into it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: shown, reason: reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(path: shown, reason: reason(errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(path: shown, reason: .isDirectory)
    default: throw FileError(path: shown, reason: .notRegular)
    }
    guard Int64(status.st_size) <= Int64(limit) else {
      throw FileError(path: shown, reason: .tooLarge(limit: limit))
    }
    return try contents(
      of: descriptor, shownAs: shown, expectedSize: Int(status.st_size), limit: limit)
  }

  /// Everything that standard input holds.
  static func standardInput(limit: Int) throws(FileError) -> [UInt8] {
    try contents(of: STDIN_FILENO, shownAs: "-", expectedSize: 0, limit: limit)
  }

  /// The path of a file without links and `..`; nil where there is none.
  package static func canonicalPath(_ path: String) -> String? {
    guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func contents(
    of descriptor: Int32, shownAs shown: String, expectedSize: Int, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    // One byte more than expected, so that the end is seen without growing.
    var room = expectedSize + 1
    while true {
      let old = bytes.count
      room = max(room, 1 << 16)
      var failure: Int32 = 0
      var received = 0
      bytes.append(contentsOf: repeatElement(0, count: room))
      bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        repeat {
          received = read(descriptor, base + old, room)
          failure = errno
        } while received < 0 && failure == EINTR
      }
      bytes.removeLast(room - max(received, 0))
      if received < 0 { throw FileError(path: shown, reason: reason(failure)) }
      if received == 0 { return bytes }
      guard bytes.count <= limit else {
        throw FileError(path: shown, reason: .tooLarge(limit: limit))
      }
      room = bytes.count
    }
  }

  private static func reason(_ number: Int32) -> FileError.Reason {
    switch number {
    case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: .missing
    case EACCES, EPERM: .notPermitted
    case EISDIR: .isDirectory
    default: .system(number)
    }
  }
}
