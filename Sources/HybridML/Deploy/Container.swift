/// The bytes of model files and checkpoints: a canonical JSON header, and arrays of doubles.
///
/// All numbers are little-endian.
///
/// | bytes | what |
/// |---|---|
/// | 0–7 | `QML\r\n\u{1A}\n\0`: changed by whatever takes the file for text |
/// | 8–11 | version, 1 |
/// | 12–15 | CRC-32C of all bytes but these four |
/// | 16–23 | size of the file |
/// | 24–31 | size of the header |
/// | 32– | header: `{"arrays":[lengths],"content":…,"kind":"…"}` |
/// | then | zeros up to a multiple of 64, and each array so |
///
/// Nothing is allocated by what a file claims: sizes are compared with the bytes that are there first.
struct Container {
  static let magic: [UInt8] = Array("QML\r\n\u{1A}\n\0".utf8)
  static let version = 1
  static let alignment = 64
  private static let start = 32

  enum Kind: String { case model, checkpoint, journal }

  var kind: Kind
  var content: TreeValue
  var arrays: [[Double]]

  // MARK: Writing

  func bytes() -> [UInt8] {
    let header = header
    return bytes(header, size: size(header))
  }

  /// - Throws: ``ModelFileError/Problem/tooLarge(bytes:limit:)`` before anything of that size is taken.
  func bytes(limit: Int) throws(ModelFileError) -> [UInt8] {
    let header = header
    let size = size(header)
    guard size <= limit else { throw ModelFileError(.tooLarge(bytes: size, limit: limit)) }
    return bytes(header, size: size)
  }

  private var header: [UInt8] {
    TreeValue.object([
      "arrays": .array(arrays.map { TreeValue($0.count) }), "content": content,
      "kind": .string(kind.rawValue),
    ]).json
  }

  private func size(_ header: [UInt8]) -> Int {
    arrays.reduce(Self.aligned(Self.start + header.count)) { Self.aligned($0 + 8 * $1.count) }
  }

  private func bytes(_ header: [UInt8], size: Int) -> [UInt8] {
    var bytes = Self.magic
    Self.append(UInt32(Self.version), to: &bytes)
    Self.append(UInt32(0), to: &bytes)
    bytes.reserveCapacity(size)
    Self.append(UInt64(size), to: &bytes)
    Self.append(UInt64(header.count), to: &bytes)
    bytes += header
    for array in arrays {
      Self.pad(&bytes)
      for number in array { Self.append(number.bitPattern, to: &bytes) }
    }
    Self.pad(&bytes)
    let checksum = Self.checksum(of: bytes)
    withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(12..<16, with: $0) }
    return bytes
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  private static func pad(_ bytes: inout [UInt8]) {
    bytes += repeatElement(0, count: aligned(bytes.count) - bytes.count)
  }

  private static func aligned(_ size: Int) -> Int {
    (size + alignment - 1) / alignment * alignment
  }

  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    var checksum = Checksum()
    checksum.add(bytes[..<12])
    checksum.add(bytes[16...])
    return checksum.value
  }

  // MARK: Reading

  init(kind: Kind, content: TreeValue, arrays: [[Double]]) {
    self.kind = kind
    self.content = content
    self.arrays = arrays
  }

  init(_ bytes: [UInt8]) throws(ModelFileError) {
    guard bytes.starts(with: Self.magic) else {
      let isText = bytes.starts(with: "QML\n".utf8) || bytes.starts(with: "QML\r\r".utf8)
      throw ModelFileError(isText ? .sentAsText : .notAModel)
    }
    guard bytes.count >= Self.start else {
      throw ModelFileError(.wrongSize(expected: UInt64(Self.start), got: bytes.count))
    }
    func number<T: FixedWidthInteger>(_ type: T.Type, at place: Int) -> T {
      var value: T = 0
      for byte in bytes[place..<place + MemoryLayout<T>.size].reversed() {
        value = value << 8 | T(byte)
      }
      return value
    }
    let version = number(UInt32.self, at: 8)
    guard version == UInt32(Self.version) else {
      throw version > UInt32(Self.version)
        ? ModelFileError(.newerVersion(found: Int(version), supported: Self.version))
        : ModelFileError(.malformed("version \(version)"))
    }
    let size = number(UInt64.self, at: 16)
    guard size == UInt64(bytes.count) else {
      throw ModelFileError(.wrongSize(expected: size, got: bytes.count))
    }
    guard number(UInt32.self, at: 12) == Self.checksum(of: bytes) else {
      throw ModelFileError(.wrongChecksum)
    }
    let headerSize = number(UInt64.self, at: 24)
    guard headerSize <= UInt64(bytes.count - Self.start) else {
      throw ModelFileError(.malformed("a header of \(headerSize) bytes"))
    }
    let headerEnd = Self.start + Int(headerSize)
    let header: TreeValue
    do throws(TreeReader.Fault) {
      header = try TreeReader.value(of: bytes[Self.start..<headerEnd])
    } catch {
      throw ModelFileError(.malformed("\(error.what) at byte \(error.place)"))
    }
    guard case .object(let members) = header, case .array(let lengths)? = members["arrays"],
      let content = members["content"], case .string(let name)? = members["kind"],
      let kind = Kind(rawValue: name)
    else { throw ModelFileError(.malformed("no arrays, content and kind")) }
    var arrays: [[Double]] = []
    var place = Self.aligned(headerEnd)
    for length in lengths {
      guard let count = length.integer(Int.self), count >= 0, place <= bytes.count,
        count <= (bytes.count - place) / 8
      else { throw ModelFileError(.malformed("an array longer than the file")) }
      arrays.append(
        (0..<count).map { Double(bitPattern: number(UInt64.self, at: place + 8 * $0)) })
      place = Self.aligned(place + 8 * count)
    }
    guard place == bytes.count else {
      throw ModelFileError(.malformed("\(bytes.count) bytes where arrays end at \(place)"))
    }
    self.init(kind: kind, content: content, arrays: arrays)
  }
}

extension Container {
  /// The error of a value that does not decode, with its place in the header.
  static func malformed(_ error: any Error) -> ModelFileError {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      default: nil
      }
    guard let context else { return ModelFileError(.malformed("\(error)")) }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return ModelFileError(
      .malformed(context.debugDescription + (path.isEmpty ? "" : ", at \(path)")))
  }
}
