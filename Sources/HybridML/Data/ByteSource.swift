#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Bytes in chunks, from memory or from a file that may be larger than memory.
package struct ByteSource {
  private enum Origin {
    case memory
    case descriptor(Descriptor)
  }

  /// Closes the file with the last copy of the reader.
  private final class Descriptor {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { if number != STDIN_FILENO { close(number) } }
  }

  private let origin: Origin
  package private(set) var chunk: [UInt8]

  package init(_ bytes: [UInt8]) {
    origin = .memory
    chunk = bytes
  }

  /// - Parameter path: `-` is standard input.
  package init(path: String) throws(FileError) {
    if path == "-" {
      origin = .descriptor(Descriptor(STDIN_FILENO))
    } else {
      guard !path.utf8.contains(0) else { throw FileError(path: path, reason: .missing) }
      let number = open(path, O_RDONLY | O_CLOEXEC)
      guard number >= 0 else { throw FileError(path: path, reason: Self.reason(errno)) }
      let descriptor = Descriptor(number)
      var status = stat()
      guard fstat(number, &status) == 0 else {
        throw FileError(path: path, reason: Self.reason(errno))
      }
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw FileError(path: path, reason: .isDirectory)
      }
      origin = .descriptor(descriptor)
    }
    chunk = []
    chunk.reserveCapacity(1 << 16)
    try refill(path: path)
  }

  /// Replaces the chunk by the next one; an empty one is the end.
  package mutating func refill(path: String) throws(FileError) {
    guard case .descriptor(let descriptor) = origin else {
      chunk.removeAll()
      return
    }
    var failure: Int32 = 0
    chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      var received = 0
      repeat {
        received = read(descriptor.number, buffer.baseAddress, buffer.count)
        failure = received < 0 ? errno : 0
      } while failure == EINTR
      count = max(received, 0)
    }
    if failure != 0 { throw FileError(path: path, reason: Self.reason(failure)) }
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
