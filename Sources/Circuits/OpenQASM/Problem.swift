/// Everything that can be wrong, or worth saying, about an OpenQASM program, as data.
/// ``Problem/message`` and ``Problem/hint`` put it into words.
enum Problem {
  // The text.
  case nulByte
  case invalidUTF8(UInt8)
  case utf16
  case fileTooLarge(bytes: Int, limit: Int)
  case unexpectedCharacter(String)
  case unterminatedString
  case unterminatedComment
  case malformedNumber(String, MalformedNumber)
  case numberTooLarge(String)

  // The grammar.
  case expected(Expectation, found: String?)
  case missingSemicolon
  case unmatchedBrace
  case unclosedBody(gate: String)
  case openedHere(String)
  case notInGateBody(String)
  case bitCondition(String)
  case indexInGateBody(String)
  case newerLanguage(String)
  case unsupportedVersion(String)
  case formatNotRead(CircuitFormat)
  case versionNotFirst
  case emptyProgram
  case statementTooLarge(limit: Int)
  case tooManyErrors(Int)

  // Names.
  case unknownGate(String, suggestion: String?, library: Bool)
  case unknownRegister(String, suggestion: String?)
  case unknownQubitOfGate(String, gate: String, known: [String])
  case unknownParameter(String, known: [String], suggestion: String?)
  case parameterOutsideGate(String)
  case unknownFunction(String, suggestion: String?)
  case functionArguments(String)
  case wrongKind(String, is: NameKind, needed: NameKind)
  case alreadyDefined(String, as: NameKind)
  case alreadyInLibrary(String, as: NameKind)
  case definedHere(String)
  case duplicateFormal(String)
  case reservedName(String)
  case recursion(String)

  // Meaning.
  case parameterCount(gate: String, names: [String], got: Int)
  case qubitCount(gate: String, expected: Int, got: Int)
  case indexOutOfRange(register: String, index: String, size: Int, unit: String)
  case duplicateQubit(String, gate: String)
  case broadcastSizes(first: String, firstSize: Int, second: String, secondSize: Int)
  case measureSizes(qubits: String, qubitCount: Int, bits: String, bitCount: Int)
  case measureKinds(register: String, single: String)
  case opaqueApplied(String)
  case divisionByZero
  case functionDomain(function: String, argument: Double)
  case powerDomain(base: Double, exponent: Double)
  case overflow(String)
  case inApplication(gate: String, cause: String)
  case measureIntoCondition(register: String)

  // Limits.
  case registersTooLarge(register: String, size: String, unit: String, limit: Int)
  case tooManyInstructions(limit: Int)
  case tooManyOperands(limit: Int)
  case tooManyOperations(gate: String, operations: Int, limit: Int)
  case gateTooDeep(String, limit: Int)
  case expressionTooLarge(limit: Int)

  // Includes.
  case includeMissing(String, reason: String)
  case includeRefused(String, reason: String)
  case includeCycle(String)
  case includeDepth(limit: Int)
  case includeCount(limit: Int)

  // Worth saying.
  case noVersion
  case trailingComma
  case libraryElsewhere(String, builtIn: String)
  case differsFromLibrary(String)
  case opaqueFromTable(String)
  case delayIgnored
  case neverTrue(register: String, size: Int, value: String)
  case emptyRegister(String)

  enum MalformedNumber {
    case strayPoint, exponentWithoutDigits, lettersInNumber, secondPoint, leadingZero
  }

  /// What a name stands for.
  enum NameKind {
    case gate, quantumRegister, classicalRegister, register
    case parameter, gateQubit
  }

  /// What the grammar asks for at some place.
  enum Expectation {
    case statement, bodyStatement, guardedOperation
    case version, includePath
    case registerName, registerSize, registerSizeNumber
    case gateName, parameterName, qubitName
    case qubits, bits, index
    case value
    case functionArgument(String)
    case classicalRegister, comparedNumber
    case semicolon, commaOrSemicolon, arrow, equality
    case openingBrace, openingParenthesis, closingParenthesis, closingBracket
    case commaOrClosingParenthesis
    case operatorOrClosingParenthesis, operatorOrInnerParenthesis
  }
}
