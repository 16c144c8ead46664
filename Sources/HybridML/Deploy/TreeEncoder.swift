/// Turns codable values into a tree, and lists of doubles into arrays beside it: `{"f64": number}`.
final class TreeEncoder {
  private(set) var arrays: [[Double]] = []

  init() {}

  func tree<T: Encodable>(_ value: T) throws -> TreeValue {
    try node(value, []).tree
  }

  /// A value that is being put together.
  fileprivate final class Node {
    var value = TreeValue.object([:])
    var members: [String: Node] = [:]
    var elements: [Node] = []
    var isArray = false
    var isSingle = false

    var tree: TreeValue {
      if isSingle { return value }
      if isArray { return .array(elements.map(\.tree)) }
      return .object(members.mapValues(\.tree))
    }

    func set(_ value: TreeValue) {
      self.value = value
      isSingle = true
    }
  }

  fileprivate func node<T: Encodable>(_ value: T, _ path: [any CodingKey]) throws -> Node {
    let node = Node()
    if let numbers = value as? [Double], T.self == [Double].self {
      node.set(.object(["f64": TreeValue(arrays.count)]))
      arrays.append(numbers)
    } else {
      try value.encode(to: Target(owner: self, node: node, codingPath: path))
    }
    return node
  }

  /// JSON has no infinities and no NaN: they become texts.
  fileprivate static func tree(_ value: Double) -> TreeValue {
    value.isFinite ? .double(value) : .string("\(value)")
  }
}

extension TreeEncoder {
  fileprivate struct Target: Encoder {
    let owner: TreeEncoder
    let node: Node
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      KeyedEncodingContainer(Keyed<Key>(owner: owner, node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
      node.isArray = true
      return Unkeyed(owner: owner, node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
      Single(owner: owner, node: node, codingPath: codingPath)
    }
  }

  fileprivate struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let owner: TreeEncoder
    let node: Node
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) {
      let child = Node()
      child.set(.null)
      node.members[key.stringValue] = child
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
      node.members[key.stringValue] = try owner.node(value, codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      let child = Node()
      node.members[key.stringValue] = child
      return KeyedEncodingContainer(
        Keyed<Nested>(owner: owner, node: child, codingPath: codingPath + [key]))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      let child = Node()
      child.isArray = true
      node.members[key.stringValue] = child
      return Unkeyed(owner: owner, node: child, codingPath: codingPath + [key])
    }

    func superEncoder() -> any Encoder { target("super") }
    func superEncoder(forKey key: Key) -> any Encoder { target(key.stringValue) }

    private func target(_ name: String) -> any Encoder {
      let child = Node()
      node.members[name] = child
      return Target(owner: owner, node: child, codingPath: codingPath)
    }
  }

  fileprivate struct Unkeyed: UnkeyedEncodingContainer {
    let owner: TreeEncoder
    let node: Node
    let codingPath: [any CodingKey]
    var count: Int { node.elements.count }

    private func append() -> Node {
      let child = Node()
      node.elements.append(child)
      return child
    }

    func encodeNil() { append().set(.null) }
    func encode<T: Encodable>(_ value: T) throws {
      node.elements.append(try owner.node(value, codingPath))
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      KeyedEncodingContainer(
        Keyed<Nested>(owner: owner, node: append(), codingPath: codingPath))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      let child = append()
      child.isArray = true
      return Unkeyed(owner: owner, node: child, codingPath: codingPath)
    }

    func superEncoder() -> any Encoder {
      Target(owner: owner, node: append(), codingPath: codingPath)
    }
  }

  fileprivate struct Single: SingleValueEncodingContainer {
    let owner: TreeEncoder
    let node: Node
    let codingPath: [any CodingKey]

    func encodeNil() { node.set(.null) }
    func encode(_ value: Bool) { node.set(.bool(value)) }
    func encode(_ value: String) { node.set(.string(value)) }
    func encode(_ value: Double) { node.set(TreeEncoder.tree(value)) }
    func encode(_ value: Float) { encode(Double(value)) }
    func encode(_ value: Int) { node.set(TreeValue(value)) }
    func encode(_ value: Int8) { node.set(TreeValue(value)) }
    func encode(_ value: Int16) { node.set(TreeValue(value)) }
    func encode(_ value: Int32) { node.set(TreeValue(value)) }
    func encode(_ value: Int64) { node.set(TreeValue(value)) }
    func encode(_ value: UInt) { node.set(TreeValue(value)) }
    func encode(_ value: UInt8) { node.set(TreeValue(value)) }
    func encode(_ value: UInt16) { node.set(TreeValue(value)) }
    func encode(_ value: UInt32) { node.set(TreeValue(value)) }
    func encode(_ value: UInt64) { node.set(TreeValue(value)) }
    func encode<T: Encodable>(_ value: T) throws {
      node.set(try owner.node(value, codingPath).tree)
    }
  }
}
