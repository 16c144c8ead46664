internal import Gates

/// A run of nodes on two qubits, from its first to its last interaction.
private struct PairBlock {
  var first: Int
  var second: Int
  var begin: Int
  var end: Int
  /// Rotations up to `end`, and those behind it that count once another interaction follows.
  var rotations = 0
  var rotationsBehind = 0
  var interactions = 1
  /// Operations on both qubits that would go by themselves.
  var wholes = 0
  /// Which of the first and the second qubit have a one-qubit gate just before the run, or behind it.
  var neighboursBefore: Int
  var neighboursBehind: UInt64 = 0

  /// How the run is written.
  enum Form {
    case asItIs
    /// One-qubit gates around a pair rotation.
    case interaction
    /// One matrix, which takes in the one-qubit gates before and behind it.
    case matrix
  }

  /// The form that costs least, counting half of the one-qubit gates that it shares with its neighbours.
  func form(_ cost: PairCost) -> Form {
    let merged = min(neighboursBefore, 2) + min(neighboursBehind.nonzeroBitCount, 2)
    let present =
      Double(rotations) * cost.rotation + Double(interactions - wholes) * cost.interaction
      + Double(wholes) * cost.matrix
    let interaction = cost.pair + Double(4 - merged) * cost.rotation / 2
    let matrix = cost.matrix - Double(merged) * cost.rotation / 2
    if present <= min(interaction, matrix) { return .asItIs }
    return interaction <= matrix ? .interaction : .matrix
  }
}

extension PlanNodes {
  /// Writes runs of nodes on two qubits as one matrix, or as one-qubit gates around one interaction,
  /// where that costs less. The interaction of a general gate is one pair rotation and its share of the
  /// phases, its matrix eight multiply-adds a number. The nodes are settled, before and after.
  mutating func fusePairs(_ cost: PairCost) {
    // Transforms are found later, among nodes that are no pairs.
    let (blocks, blockOf) = pairBlocks()
    let forms = forms(of: blocks, blockOf, cost)
    guard forms.contains(where: { $0 != .asItIs }) else { return }
    // A matrix takes in what is behind its block, too: nothing else is on those qubits up to there.
    func isTaken(_ index: Int) -> Bool {
      let number = Int(blockOf[index])
      guard number >= 0 else { return false }
      switch forms[number] {
      case .asItIs: return false
      case .interaction: return index <= blocks[number].end
      case .matrix: return true
      }
    }
    var matrices = Array(repeating: Matrix4.identity, count: blocks.count)
    for index in nodes.indices where isTaken(index) {
      let number = Int(blockOf[index])
      apply(nodes[index], to: &matrices[number], first: blocks[number].first)
    }
    var result = PlanNodes(qubitCount: qubitCount)
    for index in nodes.indices {
      guard isTaken(index) else {
        result.add(copying: nodes[index], of: self)
        continue
      }
      let number = Int(blockOf[index])
      let block = blocks[number]
      guard index == block.end else { continue }
      if forms[number] == .matrix {
        result.appendMatrix(matrices[number], block.first, block.second)
        continue
      }
      guard let parts = CanonicalDecomposition(matrices[number]), parts.interaction.isRepresentable
      else {
        for inner in block.begin...block.end where Int(blockOf[inner]) == number {
          result.add(copying: nodes[inner], of: self)
        }
        continue
      }
      result.appendOneQubit(parts.before.first, block.first)
      result.appendOneQubit(parts.before.second, block.second)
      result.interactions.append((parts.interaction, block.first, block.second))
      result.add(
        PlanNode(kind: .interaction(result.interactions.count - 1)),
        touching: 1 << UInt64(block.first) | 1 << UInt64(block.second))
      result.appendOneQubit(parts.after.first, block.first)
      result.appendOneQubit(parts.after.second, block.second)
    }
    result.settle()
    replace(by: result)
  }

  /// The form of each run.
  ///
  /// A matrix goes by itself: what else there is then has to be split into passes before and behind it.
  /// So runs become matrices where these take in most of the gates on one qubit, or are there anyway.
  private func forms(
    of blocks: [PairBlock], _ blockOf: [Int32], _ cost: PairCost
  ) -> [PairBlock.Form] {
    let forms = blocks.map { $0.form(cost) }
    guard cost.matricesGoAlone, forms.contains(.matrix) else { return forms }
    var rotations = 0
    var taken = 0
    for (node, number) in zip(nodes, blockOf) {
      guard case .oneQubit(let matrix) = node.kind, !matrix.isDiagonal else { continue }
      rotations += 1
      if number >= 0, forms[Int(number)] == .matrix { taken += 1 }
    }
    if Double(taken) >= 0.8 * Double(rotations) { return forms }
    var dear = cost
    dear.matrix = .greatestFiniteMagnitude
    return zip(blocks, forms).map { block, form in
      form == .matrix && block.wholes == 0 ? block.form(dear) : form
    }
  }

  /// The runs, and the one that each node is in, or −1.
  private func pairBlocks() -> ([PairBlock], [Int32]) {
    var blocks: [PairBlock] = []
    var blockOf = Array(repeating: -1 as Int32, count: nodes.count)
    var open = Array(repeating: -1 as Int32, count: qubitCount)
    // Qubits whose last node is a one-qubit gate.
    var turned: UInt64 = 0
    for (index, node) in nodes.enumerated() {
      let mask = mask(of: node)
      if case .oneQubit(let matrix) = node.kind {
        turned |= mask
        let number = open[node.target]
        guard number >= 0 else { continue }
        blockOf[index] = number
        blocks[Int(number)].neighboursBehind |= mask
        if !matrix.isDiagonal { blocks[Int(number)].rotationsBehind += 1 }
        continue
      }
      if isPairInteraction(node) {
        let first = mask.trailingZeroBitCount
        let second = 63 - mask.leadingZeroBitCount
        let number = open[first]
        if number >= 0, number == open[second] {
          blocks[Int(number)].extend(to: index)
        } else {
          open[first] = Int32(blocks.count)
          open[second] = Int32(blocks.count)
          blocks.append(
            PairBlock(
              first: first, second: second, begin: index, end: index,
              neighboursBefore: (turned & mask).nonzeroBitCount))
        }
        blockOf[index] = open[first]
        if case .whole = node.kind { blocks[Int(open[first])].wholes += 1 }
      } else {
        for qubit in BitIndices(mask) { open[qubit] = -1 }
      }
      turned &= ~mask
    }
    return (blocks, blockOf)
  }

  /// Adds a matrix on two qubits, which takes in the one-qubit gates that wait on them.
  private mutating func appendMatrix(_ matrix: Matrix4, _ first: Int, _ second: Int) {
    var before = Matrix4.identity
    if let waiting = takeWaiting(first) { before.apply(waiting, bit: 0) }
    if let waiting = takeWaiting(second) { before.apply(waiting, bit: 1) }
    appendWhole(
      .structural(
        .dense(
          ComplexMatrix(rows: 4, columns: 4, uncheckedElements: (matrix * before).elements)),
        targets: [first, second], controls: .none))
  }

  /// Adds a node of another list, merged with what is there.
  private mutating func add(copying node: PlanNode, of other: PlanNodes) {
    switch node.kind {
    case .oneQubit(let matrix): appendOneQubit(matrix, node.target)
    case .controlledFlip(let controls): appendFlip(node.target, controls)
    case .whole(let number): appendWhole(other.wholes[number])
    case .phase(let phase): add(node, touching: phase.mask)
    // Made by this step and the next one.
    case .interaction, .fourier, .absorbed: break
    }
  }

  /// The qubits that a node acts on.
  func mask(of node: PlanNode) -> UInt64 {
    switch node.kind {
    case .oneQubit: 1 << UInt64(node.target)
    case .phase(let phase): phase.mask
    case .controlledFlip(let controls): controls.mask | 1 << UInt64(node.target)
    case .whole(let number): wholes[number].qubits
    case .interaction, .fourier, .absorbed: 0
    }
  }

  /// Whether a node is one that ``apply(_:to:first:)`` knows, on two qubits.
  private func isPairInteraction(_ node: PlanNode) -> Bool {
    switch node.kind {
    case .oneQubit, .interaction, .fourier, .absorbed: return false
    case .phase(let phase): return phase.mask.nonzeroBitCount == 2
    case .controlledFlip(let controls): return controls.count == 1
    case .whole(let number):
      guard case .structural(.dense, let targets, let controls) = wholes[number] else {
        return false
      }
      return targets.count == 2 && controls.isEmpty
    }
  }

  /// Puts a node on two qubits behind a matrix on them; `first` is the lower one.
  private func apply(_ node: PlanNode, to result: inout Matrix4, first: Int) {
    switch node.kind {
    case .oneQubit(let matrix): result.apply(matrix, bit: node.target == first ? 0 : 1)
    case .phase(let phase): result.applyPhase(phase.factor)
    case .controlledFlip(let controls):
      result.applyFlip(
        bit: node.target == first ? 0 : 1, whereOther: controls.values == 0 ? 0 : 1)
    case .whole(let number):
      guard case .structural(.dense(let matrix), let targets, _) = wholes[number] else { break }
      // The matrix's first target is its low bit; ours is the lower qubit.
      let place = { (index: Int) in
        targets[0] == first ? index : (index & 1) << 1 | index >> 1
      }
      result = Matrix4((0..<16).map { matrix[place($0 / 4), place($0 % 4)] }) * result
    case .interaction, .fourier, .absorbed: break
    }
  }
}

extension PairBlock {
  fileprivate mutating func extend(to index: Int) {
    end = index
    interactions += 1
    rotations += rotationsBehind
    rotationsBehind = 0
    neighboursBehind = 0
  }
}
