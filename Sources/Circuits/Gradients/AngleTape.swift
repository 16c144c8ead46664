import Gates
import RealModule

/// The angles of a program as functions of a circuit's parameters, evaluated and differentiated in
/// both directions without walking expressions again.
///
/// Reverse and forward accumulation: A. Griewank and A. Walther, "Evaluating Derivatives" (2008),
/// doi:10.1137/1.9780898717761, chapter 3.
struct AngleTape: Sendable {
  enum Node: Sendable {
    case constant(Double)
    /// Parameter number i.
    case parameter(Int)
    case negation(Int)
    case sum(Int, Int)
    case difference(Int, Int)
    case product(Int, Int)
    case quotient(Int, Int)
    case power(Int, Int)
    case function(Angle.Function, Int)
  }

  private(set) var nodes: [Node] = []
  /// The node of each slot.
  private(set) var slots: [Int] = []
  /// Whether a slot depends on a parameter.
  private(set) var isVariable: [Bool] = []
  private var parameterNodes: [Parameter: Int] = [:]
  private var nodeIsVariable: [Bool] = []
  let parameters: [Parameter]
  private let numbers: [Parameter: Int]

  init(parameters: [Parameter]) {
    self.parameters = parameters
    numbers = Dictionary(uniqueKeysWithValues: parameters.enumerated().map { ($1, $0) })
  }

  /// Adds an angle and returns its slot.
  ///
  /// - Throws: ``QuantumError/unboundParameter(_:)`` for a parameter that is not the tape's.
  mutating func addSlot(_ angle: Angle) throws(QuantumError) -> Int {
    let node = try node(of: angle)
    slots.append(node)
    isVariable.append(nodeIsVariable[node])
    return slots.count - 1
  }

  /// Adds a node that no parameter changes.
  mutating func addConstant(_ value: Double) -> Int { add(.constant(value), false) }

  /// The node of an angle, added with those that it depends on.
  ///
  /// - Throws: as ``addSlot(_:)``.
  mutating func node(of angle: Angle) throws(QuantumError) -> Int {
    switch angle {
    case .value(let value): return addConstant(value)
    case .parameter(let parameter):
      if let node = parameterNodes[parameter] { return node }
      guard let number = numbers[parameter] else { throw .unboundParameter(parameter.name) }
      let node = add(.parameter(number), true)
      parameterNodes[parameter] = node
      return node
    case .negation(let a):
      let a = try node(of: a)
      return add(.negation(a), nodeIsVariable[a])
    case .sum(let a, let b): return try add(Node.sum, a, b)
    case .difference(let a, let b): return try add(Node.difference, a, b)
    case .product(let a, let b): return try add(Node.product, a, b)
    case .quotient(let a, let b): return try add(Node.quotient, a, b)
    case .power(let a, let b): return try add(Node.power, a, b)
    case .function(let function, let a):
      let a = try node(of: a)
      return add(.function(function, a), nodeIsVariable[a])
    }
  }

  private mutating func add(
    _ make: (Int, Int) -> Node, _ a: Angle, _ b: Angle
  ) throws(QuantumError) -> Int {
    let (a, b) = (try node(of: a), try node(of: b))
    return add(make(a, b), nodeIsVariable[a] || nodeIsVariable[b])
  }

  private mutating func add(_ node: Node, _ isVariable: Bool) -> Int {
    nodes.append(node)
    nodeIsVariable.append(isVariable)
    return nodes.count - 1
  }
}

// MARK: Evaluation

extension AngleTape {
  /// For each slot the first one that stands for the same node, so that its sine and cosine serve both.
  var firstSlots: [Int] {
    var first: [Int: Int] = [:]
    return slots.enumerated().map { slot, node in
      if let known = first[node] { return known }
      first[node] = slot
      return slot
    }
  }

  /// The value of every node.
  func values(at parameters: [Double]) -> [Double] {
    var values = Array(repeating: 0.0, count: nodes.count)
    values.withUnsafeMutableBufferPointer { values in
      for (index, node) in nodes.enumerated() {
        if case .parameter(let number) = node {
          values[index] = parameters[number]
        } else {
          values[index] = value(index, values)
        }
      }
    }
    return values
  }

  /// The value of a node that is no parameter, from those before it.
  func value(_ index: Int, _ values: UnsafeMutableBufferPointer<Double>) -> Double {
    switch nodes[index] {
    case .constant(let value): value
    case .parameter: values[index]
    case .negation(let a): -values[a]
    case .sum(let a, let b): values[a] + values[b]
    case .difference(let a, let b): values[a] - values[b]
    case .product(let a, let b): values[a] * values[b]
    case .quotient(let a, let b): values[a] / values[b]
    case .power(let a, let b): Angle.realPower(values[a], values[b])
    case .function(let function, let a): function(values[a])
    }
  }

  /// The slots' values.
  ///
  /// - Throws: ``QuantumError/notFinite(what:value:)``
  func angles(_ values: [Double]) throws(QuantumError) -> [Double] {
    let angles = slots.map { values[$0] }
    for angle in angles where !angle.isFinite { throw .notFinite(what: "an angle", value: angle) }
    return angles
  }

  /// Derivatives of the nodes along a direction in the parameters.
  func tangents(_ values: [Double], along direction: [Double]) -> [Double] {
    var tangents = Array(repeating: 0.0, count: nodes.count)
    for index in nodes.indices {
      if case .parameter(let number) = nodes[index] {
        tangents[index] = direction[number]
        continue
      }
      let d = partials(index, values)
      if let (a, by) = d.a { tangents[index] += by * tangents[a] }
      if let (b, by) = d.b { tangents[index] += by * tangents[b] }
    }
    return tangents
  }

  /// From derivatives with respect to slots to those with respect to parameters.
  func pullBack(_ values: [Double], slots adjoints: [Double]) -> [Double] {
    var gradient = Array(repeating: 0.0, count: parameters.count)
    var nodeAdjoints = Array(repeating: 0.0, count: nodes.count)
    for (slot, node) in slots.enumerated() { nodeAdjoints[node] += adjoints[slot] }
    for index in nodes.indices.reversed() where nodeAdjoints[index] != 0 {
      if case .parameter(let number) = nodes[index] {
        gradient[number] += nodeAdjoints[index]
        continue
      }
      let d = partials(index, values)
      if let (a, by) = d.a { nodeAdjoints[a] += by * nodeAdjoints[index] }
      if let (b, by) = d.b { nodeAdjoints[b] += by * nodeAdjoints[index] }
    }
    return gradient
  }

  /// The derivative of ``pullBack(_:slots:)`` along a direction, in which nodes have `tangents` and the
  /// slots' derivatives change by `adjointTangents`.
  func pullBackTangent(
    _ values: [Double], tangents: [Double], slots adjoints: [Double],
    slotTangents adjointTangents: [Double]
  ) -> [Double] {
    var result = Array(repeating: 0.0, count: parameters.count)
    var bar = Array(repeating: 0.0, count: nodes.count)
    var barTangent = bar
    for (slot, node) in slots.enumerated() {
      bar[node] += adjoints[slot]
      barTangent[node] += adjointTangents[slot]
    }
    for index in nodes.indices.reversed() where bar[index] != 0 || barTangent[index] != 0 {
      if case .parameter(let number) = nodes[index] {
        result[number] += barTangent[index]
        continue
      }
      let d = partials(index, values)
      let (ta, tb) = (d.a.map { tangents[$0.0] } ?? 0, d.b.map { tangents[$0.0] } ?? 0)
      if let (a, by) = d.a {
        bar[a] += by * bar[index]
        barTangent[a] += by * barTangent[index] + (d.aa * ta + d.ab * tb) * bar[index]
      }
      if let (b, by) = d.b {
        bar[b] += by * bar[index]
        barTangent[b] += by * barTangent[index] + (d.ab * ta + d.bb * tb) * bar[index]
      }
    }
    return result
  }

  /// Adds a node's derivative to those of its operands.
  func pullBack(
    _ index: Int, _ values: UnsafeMutableBufferPointer<Double>,
    _ adjoints: UnsafeMutableBufferPointer<Double>
  ) {
    let d = partials(index) { values[$0] }
    if let (a, by) = d.a { adjoints[a] += by * adjoints[index] }
    if let (b, by) = d.b { adjoints[b] += by * adjoints[index] }
  }

  /// For each node, whether it depends on a parameter that `isChosen` accepts.
  func nodesDepending(on isChosen: (Int) -> Bool) -> [Bool] {
    var depends = Array(repeating: false, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      switch node {
      case .constant: break
      case .parameter(let number): depends[index] = isChosen(number)
      case .negation(let a), .function(_, let a): depends[index] = depends[a]
      case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
        .quotient(let a, let b), .power(let a, let b):
        depends[index] = depends[a] || depends[b]
      }
    }
    return depends
  }

  /// The parameters that these slots depend on, ascending.
  func parameters(ofSlots chosen: [Int]) -> [Int] {
    nodesNeeded(for: chosen.map { slots[$0] }).compactMap {
      if case .parameter(let number) = nodes[$0] { number } else { nil }
    }.sorted()
  }

  /// The nodes that these depend on, themselves among them, in order.
  func nodesNeeded(for roots: [Int]) -> [Int] {
    var needed = Array(repeating: false, count: nodes.count)
    for root in roots { needed[root] = true }
    for (index, node) in nodes.enumerated().reversed() where needed[index] {
      switch node {
      case .constant, .parameter: break
      case .negation(let a), .function(_, let a): needed[a] = true
      case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
        .quotient(let a, let b), .power(let a, let b):
        needed[a] = true
        needed[b] = true
      }
    }
    return needed.indices.filter { needed[$0] }
  }

  /// First and second derivatives of a node with respect to its operands that vary.
  private struct Partials {
    var a: (Int, Double)?
    var b: (Int, Double)?
    var aa = 0.0
    var ab = 0.0
    var bb = 0.0
  }

  private func partials(_ index: Int, _ values: [Double]) -> Partials {
    partials(index) { values[$0] }
  }

  private func partials(_ index: Int, _ v: (Int) -> Double) -> Partials {
    var d = Partials()
    switch nodes[index] {
    case .constant, .parameter: break
    case .negation(let a): d.a = (a, -1)
    case .sum(let a, let b): (d.a, d.b) = ((a, 1), (b, 1))
    case .difference(let a, let b): (d.a, d.b) = ((a, 1), (b, -1))
    case .product(let a, let b):
      (d.a, d.b) = ((a, v(b)), (b, v(a)))
      d.ab = 1
    case .quotient(let a, let b):
      (d.a, d.b) = ((a, 1 / v(b)), (b, -v(a) / (v(b) * v(b))))
      d.ab = -1 / (v(b) * v(b))
      d.bb = 2 * v(a) / (v(b) * v(b) * v(b))
    case .power(let a, let b):
      let (x, y) = (v(a), v(b))
      d.a = (a, y == 0 ? 0 : y * Angle.realPower(x, y - 1))
      d.aa = y == 0 || y == 1 ? 0 : y * (y - 1) * Angle.realPower(x, y - 2)
      if nodeIsVariable[b] {
        let log = Double.log(x)
        d.b = (b, Double.pow(x, y) * log)
        d.ab = Angle.realPower(x, y - 1) * (1 + y * log)
        d.bb = Double.pow(x, y) * log * log
      }
    case .function(let function, let a):
      let (first, second) = function.derivatives(v(a))
      d.a = (a, first)
      d.aa = second
    }
    if let a = d.a, !nodeIsVariable[a.0] { d.a = nil }
    if let b = d.b, !nodeIsVariable[b.0] { d.b = nil }
    return d
  }
}

extension Angle.Function {
  /// First and second derivative at x.
  fileprivate func derivatives(_ x: Double) -> (Double, Double) {
    switch self {
    case .sin: return (.cos(x), -.sin(x))
    case .cos: return (-.sin(x), -.cos(x))
    case .tan:
      let t = Double.tan(x)
      return (1 + t * t, 2 * t * (1 + t * t))
    case .asin:
      let r = 1 / (1 - x * x).squareRoot()
      return (r, x * r * r * r)
    case .acos:
      let r = 1 / (1 - x * x).squareRoot()
      return (-r, -x * r * r * r)
    case .atan:
      let r = 1 / (1 + x * x)
      return (r, -2 * x * r * r)
    case .exp: return (.exp(x), .exp(x))
    case .ln: return (1 / x, -1 / (x * x))
    case .sqrt:
      let r = x.squareRoot()
      return (0.5 / r, -0.25 / (x * r))
    }
  }
}
