#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

enum Descriptor {
  /// Writes every byte; 0, or the system's error number.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return 0
  }
}

enum SystemError {
  /// What the system calls an error number, such as "No space left on device".
  static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}

/// A file in which the system describes itself, such as `/proc/cpuinfo`.
enum SystemFile {
  /// What the file says; empty where there is no such file.
  static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece[..<count]
    }
  }
}
