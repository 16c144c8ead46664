/// Turns a tree and the arrays beside it back into codable values.
struct TreeDecoder {
  let arrays: [[Double]]

  func value<T: Decodable>(_ type: T.Type, from tree: TreeValue) throws -> T {
    try value(type, tree, [])
  }

  fileprivate func value<T: Decodable>(
    _ type: T.Type, _ tree: TreeValue, _ path: [any CodingKey]
  ) throws -> T {
    if type == [Double].self {
      guard case .object(let members) = tree, members.count == 1,
        let number = members["f64"]?.integer(Int.self), arrays.indices.contains(number),
        let array = arrays[number] as? T
      else { throw Self.mismatch(type, tree, path) }
      return array
    }
    return try T(from: Source(owner: self, tree: tree, codingPath: path))
  }

  fileprivate static func mismatch(
    _ type: any Any.Type, _ tree: TreeValue, _ path: [any CodingKey]
  ) -> DecodingError {
    .typeMismatch(
      type, .init(codingPath: path, debugDescription: "\(tree.kind) where \(type) belongs"))
  }

  /// The place of an element of a list.
  fileprivate struct Index: CodingKey {
    let intValue: Int?
    var stringValue: String { "\(intValue ?? 0)" }
    init(_ index: Int) { intValue = index }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
  }
}

extension TreeDecoder {
  fileprivate struct Source: Decoder {
    let owner: TreeDecoder
    let tree: TreeValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
      guard case .object(let members) = tree else {
        throw TreeDecoder.mismatch([String: String].self, tree, codingPath)
      }
      return KeyedDecodingContainer(
        Keyed<Key>(owner: owner, members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
      guard case .array(let elements) = tree else {
        throw TreeDecoder.mismatch([String].self, tree, codingPath)
      }
      return Unkeyed(owner: owner, elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
      Single(owner: owner, tree: tree, codingPath: codingPath)
    }
  }

  fileprivate struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let owner: TreeDecoder
    let members: [String: TreeValue]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.keys.sorted().compactMap { Key(stringValue: $0) } }
    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key) == .null }

    private func member(_ key: Key) throws -> TreeValue {
      guard let member = members[key.stringValue] else {
        throw DecodingError.keyNotFound(
          key, .init(codingPath: codingPath, debugDescription: "'\(key.stringValue)' is missing"))
      }
      return member
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      try owner.value(type, member(key), codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try source(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try source(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
      Source(owner: owner, tree: members["super"] ?? .null, codingPath: codingPath)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try source(key) }

    private func source(_ key: Key) throws -> Source {
      Source(owner: owner, tree: try member(key), codingPath: codingPath + [key])
    }
  }

  fileprivate struct Unkeyed: UnkeyedDecodingContainer {
    let owner: TreeDecoder
    let elements: [TreeValue]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(owner: TreeDecoder, elements: [TreeValue], codingPath: [any CodingKey]) {
      self.owner = owner
      self.elements = elements
      self.codingPath = codingPath
    }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    private mutating func next() throws -> (TreeValue, [any CodingKey]) {
      let path = codingPath + [Index(currentIndex)]
      guard !isAtEnd else {
        throw DecodingError.valueNotFound(
          TreeValue.self, .init(codingPath: path, debugDescription: "the list ends too early"))
      }
      currentIndex += 1
      return (elements[currentIndex - 1], path)
    }

    mutating func decodeNil() throws -> Bool {
      guard !isAtEnd, elements[currentIndex] == .null else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
      let (tree, path) = try next()
      return try owner.value(type, tree, path)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      let (tree, path) = try next()
      return try Source(owner: owner, tree: tree, codingPath: path).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      let (tree, path) = try next()
      return try Source(owner: owner, tree: tree, codingPath: path).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
      let (tree, path) = try next()
      return Source(owner: owner, tree: tree, codingPath: path)
    }
  }

  fileprivate struct Single: SingleValueDecodingContainer {
    let owner: TreeDecoder
    let tree: TreeValue
    let codingPath: [any CodingKey]

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
      guard let value = tree.integer(type) else {
        throw TreeDecoder.mismatch(type, tree, codingPath)
      }
      return value
    }

    func decodeNil() -> Bool { tree == .null }
    func decode(_ type: Bool.Type) throws -> Bool {
      guard case .bool(let value) = tree else {
        throw TreeDecoder.mismatch(type, tree, codingPath)
      }
      return value
    }
    func decode(_ type: String.Type) throws -> String {
      guard case .string(let value) = tree else {
        throw TreeDecoder.mismatch(type, tree, codingPath)
      }
      return value
    }
    func decode(_ type: Double.Type) throws -> Double {
      guard let value = tree.double else { throw TreeDecoder.mismatch(type, tree, codingPath) }
      return value
    }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
      try owner.value(type, tree, codingPath)
    }
  }
}
