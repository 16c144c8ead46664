#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Collects output in a buffer and writes it to a file descriptor in large pieces.
final class ByteSink {
  private let descriptor: Int32
  /// Names the destination in messages.
  private let name: String
  private var buffer: [UInt8] = []

  private static let capacity = 1 << 16

  var isStandardOutput: Bool { descriptor == STDOUT_FILENO }

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
    buffer.reserveCapacity(Self.capacity)
  }

  func write(_ text: String) throws(Failure) {
    try write(text.utf8)
  }

  func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  func write(_ byte: UInt8) throws(Failure) {
    buffer.append(byte)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes memory as it is, after what is in the buffer.
  func write(raw bytes: UnsafeRawBufferPointer) throws(Failure) {
    try flush()
    try writeAll(bytes)
  }

  /// Writes out what is in the buffer.
  func flush() throws(Failure) {
    if buffer.isEmpty { return }
    let bytes = buffer
    buffer.removeAll(keepingCapacity: true)
    var failure: Failure?
    bytes.withUnsafeBytes { bytes in
      do throws(Failure) { try writeAll(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    let number = Descriptor.writeAll(bytes, to: descriptor)
    if number == 0 { return }
    if number == EPIPE { throw .readerLeft }
    throw Failure(.cannotWrite, in: name, "cannot be written: \(SystemError.text(number))")
  }
}
