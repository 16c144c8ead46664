internal import Gates

/// Turns structural operations into plan nodes, merging neighbours on the way.
///
/// Swaps only rename qubits: `place[q]` says where qubit q ended up. A one-qubit gate waits until
/// something else needs its qubit, and comes right before that: a pass then finds it beside what it
/// can be done together with, and not among gates that only come later.
struct PlanNodes: OperationSink {
  /// Without the one-qubit gates that still wait and the phase of no qubits, before ``settle()``.
  var nodes: [PlanNode] = []
  let qubitCount: Int
  private(set) var place: [Int]
  /// What nodes refer to by number.
  var interactions: [(interaction: Interaction, first: Int, second: Int)] = []
  private(set) var wholes: [Program.Operation] = []
  var ladders: [FourierLadder] = []
  private var ends: [End]
  /// The product of the phases of no qubits.
  private var factor: Complex<Double> = 1

  /// Where the nodes of a qubit end.
  private struct End {
    /// The last node that touches the qubit, or −1.
    var last = -1
    /// The product of the one-qubit gates behind it.
    var waiting: OneQubitMatrix?
  }

  init(qubitCount: Int) {
    self.qubitCount = qubitCount
    place = ConsecutiveNumbers.below(qubitCount)
    ends = Array(repeating: End(), count: qubitCount)
  }

  /// Phases on more qubits than this are carried out by themselves.
  private static let phaseQubits = 6
  /// Diagonals and Pauli rotations on more qubits than this likewise: they become 2^k phases.
  private static let diagonalQubits = 4

  mutating func reserveCapacity(_ count: Int) { nodes.reserveCapacity(count) }

  mutating func append(_ operation: Program.Operation) {
    switch operation {
    case .matrix(let matrix, let target, let controls):
      append(matrix, target: target, controls: controls)
    case .structural(let operation, let targets, let controls):
      append(operation, targets.map { place[$0] }, renamed(controls))
    }
  }

  mutating func append(_ matrix: OneQubitMatrix, target: Int, controls: Controls) {
    appendMatrix(matrix, place[target], renamed(controls))
  }

  mutating func append(_ paulis: (Pauli, Pauli), angle: Double, targets: (Int, Int)) {
    let (first, second) = (place[targets.0], place[targets.1])
    appendTurn(of: paulis.0, first, back: true)
    appendTurn(of: paulis.1, second, back: true)
    let even = Complex<Double>(length: 1, phase: -angle / 2)
    let ratio = (even * even).conjugate
    let (a, b) = (1 << UInt64(first) as UInt64, 1 << UInt64(second) as UInt64)
    addPhase(even, 0)
    addPhase(ratio, a)
    addPhase(ratio, b)
    addPhase((ratio * ratio).conjugate, a | b)
    appendTurn(of: paulis.0, first, back: false)
    appendTurn(of: paulis.1, second, back: false)
  }

  mutating func appendSwap(_ first: Int, _ second: Int) {
    rename(place[first], place[second])
  }

  /// - Parameter targets: places, as are those in `controls`.
  private mutating func append(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls
  ) {
    switch operation {
    case .scale(let factor):
      if !appendPhase(factor, where: controls) {
        appendWhole(.structural(operation, targets: targets, controls: controls))
      }
    case .diagonal(let elements) where targets.count == 1:
      appendMatrix(.diagonal(elements[0], elements[1]), targets[0], controls)
    case .diagonal(let elements):
      appendDiagonal(elements, targets, controls)
    case .flip:
      for target in targets { appendFlip(target, controls) }
    case .swap:
      appendSwap(targets, controls)
    case .antidiagonal(let upper, let lower):
      appendMatrix(OneQubitMatrix(0, upper, lower, 0), targets[0], controls)
    case .dense(let matrix) where targets.count == 1:
      appendMatrix(OneQubitMatrix(matrix), targets[0], controls)
    case .pauliRotation(let paulis, let angle):
      appendPauliRotation(paulis, angle, targets, controls)
    case .dense, .permutation:
      appendWhole(.structural(operation, targets: targets, controls: controls))
    }
  }

  private func renamed(_ controls: Controls) -> Controls {
    guard !controls.isEmpty else { return controls }
    var mask: UInt64 = 0
    var values: UInt64 = 0
    for qubit in BitIndices(controls.mask) {
      mask |= 1 << UInt64(place[qubit])
      values |= (controls.values >> UInt64(qubit) & 1) << UInt64(place[qubit])
    }
    return Controls(mask: mask, values: values)
  }

  mutating func add(_ node: PlanNode, touching mask: UInt64) {
    for qubit in BitIndices(mask) { settle(qubit) }
    for qubit in BitIndices(mask) { ends[qubit].last = nodes.count }
    nodes.append(node)
  }

  /// Makes a node of the one-qubit gate that waits, if there is one.
  private mutating func settle(_ qubit: Int) {
    guard let matrix = takeWaiting(qubit) else { return }
    var node = PlanNode(kind: .oneQubit(matrix), target: qubit)
    let index = ends[qubit].last
    if index >= 0, case .controlledFlip = nodes[index].kind, nodes[index].target == qubit {
      nodes[index].next = nodes.count
      node.previous = index
    }
    ends[qubit].last = nodes.count
    nodes.append(node)
  }

  /// Takes away the one-qubit gate that waits, if there is one.
  mutating func takeWaiting(_ qubit: Int) -> OneQubitMatrix? {
    ends[qubit].waiting.take()
  }

  /// Makes nodes of all one-qubit gates that wait, and of the phase of no qubits.
  mutating func settle() {
    for qubit in 0..<qubitCount { settle(qubit) }
    let factor = factor.snapped
    if factor != 1 { nodes.append(PlanNode(kind: .phase(.init(mask: 0, factor: factor)))) }
    self.factor = 1
  }

  /// Whether the nodes tie all qubits together.
  var isConnected: Bool {
    var components = QubitComponents(count: qubitCount)
    for node in nodes { components.join(mask(of: node)) }
    return components.numbers.allSatisfy { $0 == 0 }
  }

  /// Whether swaps left a qubit elsewhere.
  var isRenamed: Bool { place.enumerated().contains { $0 != $1 } }

  /// The same work written anew; both are settled.
  mutating func replace(by other: PlanNodes) {
    nodes = other.nodes
    interactions = other.interactions
    wholes = other.wholes
    ends = other.ends
  }

  // MARK: Each kind

  mutating func appendWhole(_ operation: Program.Operation) {
    wholes.append(operation)
    add(PlanNode(kind: .whole(wholes.count - 1)), touching: operation.qubits)
  }

  mutating func appendOneQubit(_ matrix: OneQubitMatrix, _ target: Int) {
    ends[target].waiting = ends[target].waiting.map { matrix * $0 } ?? matrix
  }

  mutating func appendFlip(_ target: Int, _ controls: Controls) {
    guard !controls.isEmpty else { return appendOneQubit(.x, target) }
    guard controls.count < Self.phaseQubits else {
      return appendWhole(.structural(.flip, targets: [target], controls: controls))
    }
    settle(target)
    var node = PlanNode(kind: .controlledFlip(controls), target: target)
    let last = ends[target].last
    if last >= 0, case .oneQubit = nodes[last].kind { node.previous = last }
    add(node, touching: controls.mask | 1 << UInt64(target))
  }

  /// Exchanges what lies at two places: only the names change.
  private mutating func rename(_ a: Int, _ b: Int) {
    for qubit in place.indices {
      if place[qubit] == a { place[qubit] = b } else if place[qubit] == b { place[qubit] = a }
    }
  }

  private mutating func appendSwap(_ targets: [Int], _ controls: Controls) {
    let (a, b) = (targets[0], targets[1])
    guard !controls.isEmpty else { return rename(a, b) }
    appendFlip(a, Controls(on: [b]))
    let more = 1 << UInt64(a) as UInt64
    appendFlip(b, Controls(mask: controls.mask | more, values: controls.values | more))
    appendFlip(a, Controls(on: [b]))
  }

  /// Multiplies where the controls have their values. A control on 0 is 1 minus the control on 1: the
  /// phase becomes one for each subset of such controls. False, and nothing done, for too many.
  private mutating func appendPhase(
    _ factor: Complex<Double>, where controls: Controls
  ) -> Bool {
    if factor == 1 { return true }
    guard controls.count <= Self.phaseQubits else { return false }
    let zeros = controls.mask & ~controls.values
    guard zeros.nonzeroBitCount <= Self.diagonalQubits else { return false }
    var subset: UInt64 = 0
    repeat {
      let sign = subset.nonzeroBitCount.isMultiple(of: 2)
      addPhase(sign ? factor : factor.inverseFactor, controls.values | subset)
      subset = (subset &- zeros) & zeros
    } while subset != 0
    return true
  }

  private mutating func addPhase(_ factor: Complex<Double>, _ mask: UInt64) {
    let factor = factor.snapped
    guard factor != 1 else { return }
    switch mask.nonzeroBitCount {
    case 0: self.factor *= factor
    case 1: appendPhase(factor, mask.trailingZeroBitCount)
    default: add(PlanNode(kind: .phase(.init(mask: mask, factor: factor))), touching: mask)
    }
  }

  /// A phase of one qubit's |1⟩: it multiplies a row of the matrix that waits.
  private mutating func appendPhase(_ factor: Complex<Double>, _ target: Int) {
    guard ends[target].waiting != nil else {
      return ends[target].waiting = .diagonal(1, factor)
    }
    ends[target].waiting?.m10 *= factor
    ends[target].waiting?.m11 *= factor
  }

  /// The factor of each set of qubits is what the diagonal has beyond the factors of its subsets.
  private mutating func appendDiagonal(
    _ elements: [Complex<Double>], _ targets: [Int], _ controls: Controls
  ) {
    let zeros = controls.mask & ~controls.values
    guard targets.count + zeros.nonzeroBitCount <= Self.diagonalQubits,
      targets.count + controls.count <= Self.phaseQubits
    else {
      return appendWhole(.structural(.diagonal(elements), targets: targets, controls: controls))
    }
    var factors = elements
    for bit in targets.indices {
      for index in factors.indices where index >> bit & 1 == 1 {
        factors[index] /= factors[index ^ 1 << bit]
      }
    }
    for (index, factor) in factors.enumerated() {
      var mask = controls.mask
      for (bit, target) in targets.enumerated() where index >> bit & 1 == 1 {
        mask |= 1 << UInt64(target)
      }
      // Cannot be refused: the numbers of qubits were checked above.
      _ = appendPhase(factor, where: Controls(mask: mask, values: mask & ~zeros))
    }
  }

  private mutating func appendMatrix(_ matrix: OneQubitMatrix, _ target: Int, _ controls: Controls)
  {
    guard !controls.isEmpty else { return appendOneQubit(matrix, target) }
    let zeros = controls.mask & ~controls.values
    guard controls.count < Self.phaseQubits, zeros.nonzeroBitCount < Self.diagonalQubits else {
      return appendWhole(.matrix(matrix, target: target, controls: controls))
    }
    let bit = 1 << UInt64(target) as UInt64
    let on = Controls(mask: controls.mask | bit, values: controls.values | bit)
    func phase(_ nodes: inout PlanNodes, _ factor: Complex<Double>, _ controls: Controls) {
      _ = nodes.appendPhase(factor, where: controls)
    }
    if matrix.isDiagonal {
      phase(&self, matrix.m00, controls)
      phase(&self, matrix.phaseRatio, on)
      return
    }
    if matrix.isAntidiagonal {
      appendFlip(target, controls)
      if matrix.m01 == 1, matrix.m10 == 1 { return }
      phase(&self, matrix.m01, controls)
      phase(&self, matrix.m10 / matrix.m01, on)
      return
    }
    // R(θ) is R(θ/2) Z R(−θ/2) Z: only the Zs and the phases need the controls.
    let factors = matrix.factors
    let half = factors.isCotangent ? Double.atan2(y: 1, x: factors.tangent) : .atan(factors.tangent)
    phase(&self, factors.before, on)
    phase(&self, -1, on)
    appendOneQubit(.ry(-half), target)
    phase(&self, -1, on)
    appendOneQubit(.ry(half), target)
    phase(&self, factors.scale.divided(by: factors.scale.length), controls)
    phase(&self, factors.after, on)
  }

  /// X and Y become Z by a change of basis, and the product of Zs is a diagonal.
  private mutating func appendPauliRotation(
    _ paulis: [Pauli], _ angle: Double, _ targets: [Int], _ controls: Controls
  ) {
    let active = zip(targets, paulis).filter { $0.1 != .i }
    let zeros = controls.mask & ~controls.values
    guard active.count + zeros.nonzeroBitCount <= Self.diagonalQubits,
      active.count + controls.count <= Self.phaseQubits
    else {
      return appendWhole(
        .structural(
          .pauliRotation(paulis, angle: angle), targets: targets, controls: controls))
    }
    for (target, pauli) in active { appendTurn(of: pauli, target, back: true) }
    let even = Complex<Double>(Double.cos(angle / 2), -Double.sin(angle / 2))
    appendDiagonal(
      (0..<1 << active.count).map {
        $0.nonzeroBitCount.isMultiple(of: 2) ? even : even.conjugate
      }, active.map(\.0), controls)
    for (target, pauli) in active { appendTurn(of: pauli, target, back: false) }
  }

  /// The change of basis that makes Z of a Pauli matrix, or back: H·Z·H = X; (S·H)·Z·(S·H)† = Y.
  private mutating func appendTurn(of pauli: Pauli, _ target: Int, back: Bool) {
    switch pauli {
    case .i, .z: break
    case .x: appendOneQubit(.h, target)
    case .y: appendOneQubit(back ? Self.turnBackOfY : Self.turnOfY, target)
    }
  }

  private static let turnOfY = OneQubitMatrix.diagonal(1, .i) * .h
  private static let turnBackOfY = OneQubitMatrix.h * .diagonal(1, -.i)

  // MARK: Controlled flips

  /// Decides for each controlled flip between a move, which costs nothing where the target is in
  /// registers, and H·CZ·H, whose Hs cost nothing where they merge into neighbours and which lets the
  /// target and the controls be anywhere.
  private mutating func chooseFlips(laneBits: Int) {
    let lanes: UInt64 = 1 << UInt64(laneBits) - 1
    for index in nodes.indices {
      guard case .controlledFlip(let controls) = nodes[index].kind else { continue }
      let target = nodes[index].target
      // Neighbours that became part of a Fourier transform are none.
      if !isOneQubit(nodes[index].previous) { nodes[index].previous = -1 }
      if !isOneQubit(nodes[index].next) { nodes[index].next = -1 }
      let inLanes = (controls.mask | 1 << UInt64(target)) & lanes != 0
      guard inLanes || (isRotation(nodes[index].previous) && isRotation(nodes[index].next)) else {
        nodes[index].previous = -1
        nodes[index].next = -1
        continue
      }
      let (previous, next) = (nodes[index].previous, nodes[index].next)
      if previous >= 0, case .oneQubit(let matrix) = nodes[previous].kind {
        nodes[previous].kind = .oneQubit(.h * matrix)
      }
      if next >= 0, case .oneQubit(let matrix) = nodes[next].kind {
        nodes[next].kind = .oneQubit(matrix * .h)
      }
      nodes[index].isBasisChange = true
    }
  }

  private func isOneQubit(_ index: Int) -> Bool {
    guard index >= 0, case .oneQubit = nodes[index].kind else { return false }
    return true
  }

  private func isRotation(_ index: Int) -> Bool {
    guard index >= 0, case .oneQubit(let matrix) = nodes[index].kind else { return false }
    return !matrix.isDiagonal
  }

  /// The items of all nodes, settled ones, in order.
  ///
  /// - Parameter findsFourier: whether Fourier transforms are looked for.
  mutating func items(_ limits: TileLimits, findsFourier: Bool) -> PlanItems {
    if findsFourier { findFourierLadders(atLeast: max(3, limits.laneBits + 1)) }
    chooseFlips(laneBits: limits.laneBits)
    var result = PlanItems(wholes: wholes)
    var items: [PlanItem] = []
    items.reserveCapacity(3 * nodes.count)
    for node in nodes {
      switch node.kind {
      case .oneQubit(let matrix):
        Self.emit(matrix, node.target, &items)
      case .phase(let phase):
        items.append(.phase(phase))
      case .interaction(let number):
        let (interaction, first, second) = interactions[number]
        interaction.emit(first, second, &items)
      case .whole(let number): items.append(.whole(number))
      case .absorbed: continue
      case .fourier(let number):
        let ladder = ladders[number]
        for phase in ladder.before { items.append(.phase(phase)) }
        emit(ladder, limits, &items, &result.levels)
        for phase in ladder.after { items.append(.phase(phase)) }
      case .controlledFlip(let controls):
        guard node.isBasisChange else {
          items.append(.move(.init(target: node.target, controls: controls)))
          continue
        }
        if node.previous < 0 { Self.emit(.h, node.target, &items) }
        Self.emitSigns(controls, node.target, &items)
        if node.next < 0 { Self.emit(.h, node.target, &items) }
      }
    }
    result.items = items
    return result
  }

  /// Levels of three qubits, or of four where four are left: sixteen vectors at large strides leave
  /// the first-level cache too early (measured: 0.18 ns a qubit for three, 0.21 for four). Qubits
  /// inside the vector, which a level cannot have, go one by one.
  private func emit(
    _ ladder: FourierLadder, _ limits: TileLimits, _ items: inout [PlanItem],
    _ levels: inout [TilePass.FourierLevel]
  ) {
    let room =
      place.count > limits.tileQubits ? limits.tileQubits - limits.runQubits : place.count
    let largest = max(1, min(limits.registers, room))
    let above = ladder.qubits.count { $0 >= limits.laneBits }
    var levelled = 0
    var left = ladder.qubits[...]
    while let highest = left.last {
      if highest < limits.laneBits {
        left.removeLast()
        Self.emit(.h, highest, &items)
        for (distance, qubit) in left.reversed().enumerated() {
          let mask = 1 << UInt64(highest) | 1 << UInt64(qubit) as UInt64
          items.append(.phase(.init(mask: mask, factor: ladder.factor(distance: distance + 1))))
        }
        continue
      }
      let size = min(largest, above - levelled == 4 ? 4 : 3)
      let targets = left.suffix(size).reversed().prefix { $0 >= limits.laneBits }.reversed()
      left.removeLast(targets.count)
      levelled += targets.count
      for _ in targets {
        items.append(.phase(.init(mask: 0, factor: Complex(0.5.squareRoot()))))
      }
      items.append(.fourier(levels.count))
      levels.append(
        .init(targets: Array(targets), sources: Array(left), isNegative: ladder.isNegative))
    }
  }

  private static func emit(_ matrix: OneQubitMatrix, _ target: Int, _ items: inout [PlanItem]) {
    let bit = 1 << UInt64(target) as UInt64
    func phase(_ factor: Complex<Double>, _ mask: UInt64) {
      let factor = factor.snapped
      if factor != 1 { items.append(.phase(.init(mask: mask, factor: factor))) }
    }
    if matrix.isDiagonal {
      phase(matrix.m00, 0)
      phase(matrix.phaseRatio, bit)
      return
    }
    let factors = matrix.factors
    phase(factors.scale, 0)
    phase(factors.before, bit)
    items.append(
      .rotation(
        .init(qubit: target, tangent: factors.tangent, isCotangent: factors.isCotangent)))
    phase(factors.after, bit)
  }

  /// −1 where the target is 1 and the controls have their values.
  private static func emitSigns(_ controls: Controls, _ target: Int, _ items: inout [PlanItem]) {
    let zeros = controls.mask & ~controls.values
    var subset: UInt64 = 0
    repeat {
      items.append(
        .phase(.init(mask: controls.values | subset | 1 << UInt64(target), factor: -1)))
      subset = (subset &- zeros) & zeros
    } while subset != 0
  }
}
