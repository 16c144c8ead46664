import Gates

/// Gives statements their meaning: looks names up, checks counts and sizes, works expressions out,
/// and lowers what is done to qubits.
struct Semantics {
  let limits: OpenQASM.Limits
  let log: FindingLog
  var symbols = SymbolTable()
  var lowering: Lowering
  /// Whether the built-in library has been included.
  var hasLibrary = false
  /// Whether an `include` failed, so that unknown gates are no mistakes of their own.
  var lacksDefinitions = false

  /// How many more operations of gates whose expressions may fail are tried out; what is not tried
  /// here is found when the circuit runs.
  var trials = 200_000
  /// The operands of the statement at hand.
  var targets: [Target] = []
  /// Values waiting inside an expression.
  var values: [Double] = []
  /// Element q is the number of the last statement that named qubit q.
  private var marks: [UInt32] = []
  private var mark: UInt32 = 0

  /// How many names of a program are compared with an unknown one.
  static let suggestionLimit = 10_000

  init(limits: OpenQASM.Limits, log: FindingLog) {
    self.limits = limits
    self.log = log
    lowering = Lowering(limits: limits)
  }

  /// The bits or qubits that an operand names.
  struct Target {
    let start: Int
    /// How many there are; nil for one by its index.
    let size: Int?
  }

  /// The meaning of any statement but `include` and the version.
  mutating func process(_ statement: Statement, in parser: borrowing Parser) {
    switch statement {
    case .register(let declaration): declare(declaration, in: parser)
    case .gate(let definition): define(definition, in: parser)
    case .opaque(let signature): declareOpaque(signature, in: parser)
    case .failed(let name):
      if case .undefined = symbols[name] { symbols[name] = .failed }
    case .operation(let operation, let condition):
      process(operation, guard: condition, in: parser)
    case .failedInclude: lacksDefinitions = true
    case .version, .include: break
    }
  }

  private mutating func process(
    _ operation: Operation, guard condition: Guard?, in parser: borrowing Parser
  ) {
    var meaning: Condition?
    if let condition {
      guard let found = self.condition(condition, in: parser) else { return }
      meaning = found
    }
    switch operation {
    case .apply(let application): apply(application, if: meaning, in: parser)
    case .measure(let qubits, let bits, let range):
      measure(qubits, into: bits, at: range, if: meaning, in: parser)
    case .reset(let operand): reset(operand, if: meaning, in: parser)
    case .barrier(let operands): barrier(operands, in: parser)
    }
  }

  // MARK: Operations

  private mutating func condition(_ condition: Guard, in parser: borrowing Parser) -> Condition? {
    let operand = Operand(
      name: condition.register.name, index: -1, start: condition.register.range.start,
      end: condition.register.range.end)
    guard let target = target(operand, isQuantum: false, in: parser) else { return nil }
    let range = condition.value.range
    guard
      let value = condition.value.value.map({ WholeNumber($0) })
        ?? WholeNumber(digits: parser.source.bytes[Int(range.start)..<Int(range.end)])
    else {
      parser.report(.numberTooLarge(parser.source.text(range)), at: range)
      return nil
    }
    let size = target.size ?? 1
    let meaning = Condition(bits: target.start..<target.start + size, equals: value)
    if !meaning.canHold {
      log.warn(
        .neverTrue(
          register: parser.spelling(condition.register.name), size: size,
          value: "\(value)".printable),
        at: parser.place(condition.range))
    }
    return meaning
  }

  private mutating func measure(
    _ qubits: Operand, into bits: Operand, at range: SourceRange, if condition: Condition?,
    in parser: borrowing Parser
  ) {
    guard let source = target(qubits, isQuantum: true, in: parser),
      let goal = target(bits, isQuantum: false, in: parser)
    else { return }
    switch (source.size, goal.size) {
    case (nil, nil): break
    case (let qubitCount?, let bitCount?):
      if qubitCount != bitCount {
        parser.report(
          .measureSizes(
            qubits: parser.spelling(qubits.name), qubitCount: qubitCount,
            bits: parser.spelling(bits.name), bitCount: bitCount), at: range)
        return
      }
    case (_?, nil):
      parser.report(
        .measureKinds(
          register: parser.spelling(qubits.name), single: parser.source.text(bits.range)),
        at: range)
      return
    case (nil, _?):
      parser.report(
        .measureKinds(
          register: parser.spelling(bits.name), single: parser.source.text(qubits.range)),
        at: range)
      return
    }
    let count = source.size ?? 1
    // Each bit would be compared after the ones before it have changed.
    if count > 1, let condition, condition.bits.lowerBound == goal.start {
      parser.report(.measureIntoCondition(register: parser.spelling(bits.name)), at: range)
      return
    }
    guard reserve(count, operands: 1, if: condition, at: range, in: parser) else { return }
    for offset in 0..<count {
      lowering.measure(source.start + offset, into: goal.start + offset, if: condition)
    }
  }

  private mutating func reset(
    _ operand: Operand, if condition: Condition?, in parser: borrowing Parser
  ) {
    guard let target = target(operand, isQuantum: true, in: parser) else { return }
    let count = target.size ?? 1
    guard reserve(count, operands: 1, if: condition, at: operand.range, in: parser) else { return }
    for offset in 0..<count { lowering.reset(target.start + offset, if: condition) }
  }

  /// A qubit named twice stands in the barrier once.
  private mutating func barrier(_ operands: Range<Int>, in parser: borrowing Parser) {
    var qubits: [Int] = []
    if operands.isEmpty {
      qubits = Array(0..<lowering.circuit.qubitCount)
    } else {
      beginMarks()
      for operand in parser.tree.operands[operands] {
        guard let target = target(operand, isQuantum: true, in: parser) else { return }
        for qubit in target.start..<target.start + (target.size ?? 1) where markFirst(qubit) {
          qubits.append(qubit)
        }
      }
    }
    guard !qubits.isEmpty, reserve(1, operands: qubits.count, at: nil, in: parser) else { return }
    lowering.barrier(qubits)
  }

  /// Reports that the program breaks a limit, and ends reading it: every further statement breaks it
  /// too.
  func reportLimit(
    _ problem: Problem, at range: SourceRange, in parser: borrowing Parser
  ) {
    parser.report(problem, at: range)
    log.stop()
  }

  /// Counts further instructions; false after a report of the limit that they break.
  ///
  /// - Parameter steps: how many operations each is when written out; a condition is looked at before
  ///   each of them.
  mutating func reserve(
    _ instructions: Int, operands: Int, steps: Int = 1, if condition: Condition? = nil,
    at range: SourceRange?, in parser: borrowing Parser
  ) -> Bool {
    // Neither the limit on operations nor that on bits lets this overflow.
    let operands = operands + (condition?.bits.count ?? 0) * steps
    guard let problem = lowering.reserve(instructions: instructions, operands: operands) else {
      return true
    }
    reportLimit(problem, at: range ?? parser.firstToken.range, in: parser)
    return false
  }

  // MARK: Operands

  /// The qubits or bits that an operand names; nil after a report.
  mutating func target(_ operand: Operand, isQuantum: Bool, in parser: borrowing Parser) -> Target?
  {
    guard case .register(let index) = symbols[operand.name],
      symbols.registers[index].isQuantum == isQuantum
    else {
      reportNoRegister(operand, isQuantum: isQuantum, in: parser)
      return nil
    }
    let range = symbols.registers[index].range
    if operand.index < 0 { return Target(start: range.lowerBound, size: range.count) }
    guard Int(operand.index) < range.count else {
      let text = parser.source.text(operand.range)
      let number = text.drop { $0 != "[" }.dropFirst().dropLast().filter { !$0.isWhitespace }
      parser.report(
        .indexOutOfRange(
          register: parser.spelling(operand.name), index: String(number), size: range.count,
          unit: isQuantum ? "qubit" : "bit"), at: operand.range)
      return nil
    }
    return Target(start: range.lowerBound + Int(operand.index), size: nil)
  }

  /// Forgets which qubits were marked.
  mutating func beginMarks() {
    if marks.count < lowering.circuit.qubitCount {
      marks = Array(repeating: 0, count: max(64, 2 * lowering.circuit.qubitCount))
      mark = 0
    }
    if mark == .max {
      for index in marks.indices { marks[index] = 0 }
      mark = 0
    }
    mark += 1
  }

  /// Marks a qubit; false if it was marked before.
  mutating func markFirst(_ qubit: Int) -> Bool {
    if marks[qubit] == mark { return false }
    marks[qubit] = mark
    return true
  }

  private mutating func reportNoRegister(
    _ operand: Operand, isQuantum: Bool, in parser: borrowing Parser
  ) {
    let name = parser.spelling(operand.name)
    let range = SourceRange(operand.start, operand.start + UInt32(name.utf8.count))
    let needed: Problem.NameKind = isQuantum ? .quantumRegister : .classicalRegister
    switch symbols[operand.name] {
    case .failed: break
    case .register(let index):
      parser.report(
        .wrongKind(
          name, is: symbols.registers[index].isQuantum ? .quantumRegister : .classicalRegister,
          needed: needed), at: range)
    case .gate:
      parser.report(.wrongKind(name, is: .gate, needed: needed), at: range)
    case .undefined:
      let known = symbols.registers.prefix(Self.suggestionLimit)
        .filter { $0.isQuantum == isQuantum }.map { parser.spelling($0.name) }
      parser.report(
        .unknownRegister(name, suggestion: Spelling.nearest(to: name, among: known)), at: range)
      symbols[operand.name] = .failed
    }
  }
}
