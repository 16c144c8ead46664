import QState

extension Problem {
  /// What is wrong, in one sentence without a full stop.
  var message: String {
    switch self {
    case .nulByte: "a NUL byte: this is no text file"
    case .invalidUTF8(let byte): "the byte 0x\(byte.hexadecimal) is not valid UTF-8 here"
    case .utf16: "this file is UTF-16 text"
    case .fileTooLarge(let bytes, let limit):
      "the file has \(bytes) bytes; at most \(limit) are read"
    case .unexpectedCharacter(let character): "unexpected character \(character.characterName)"
    case .unterminatedString: "the string that begins here is not closed on its line"
    case .unterminatedComment: "the comment that begins here is not closed"
    case .malformedNumber(let text, let reason):
      "'\(text.printable)' is not a number: \(reason.text)"
    case .numberTooLarge(let text): "the number \(text.printable) is too large"

    case .expected(let expected, let found):
      "expected \(expected.text) but found \(found.map(\.quoted) ?? "the end of the file")"
    case .missingSemicolon: "';' is missing"
    case .unmatchedBrace: "'}' closes nothing"
    case .unclosedBody(let gate): "'}' is missing: the body of gate \(gate.quoted) is not closed"
    case .openedHere(let bracket): "the '\(bracket)' is here"
    case .notInGateBody(let word): "\(word.quoted) cannot stand inside a gate definition"
    case .bitCondition(let register): "a condition on a single bit of \(register.quoted)"
    case .indexInGateBody(let name): "\(name.quoted) cannot be indexed inside a gate definition"
    case .newerLanguage(let word): "\(word.quoted) belongs to OpenQASM 3"
    case .unsupportedVersion(let version):
      "OpenQASM \(version.printable) is not read here"
    case .formatNotRead(let format): "\(format.title) is not read yet"
    case .versionNotFirst: "the version must be the first statement"
    case .emptyProgram: "the file holds no statement"
    case .statementTooLarge(let limit):
      "the statement has more than \(limit) parts, the limit of one statement"
    case .tooManyErrors(let count): "\(count) errors found; the rest of the file is not checked"

    case .unknownGate(let name, _, _): "there is no gate named \(name.quoted)"
    case .unknownRegister(let name, _): "there is no register named \(name.quoted)"
    case .unknownQubitOfGate(let name, let gate, _):
      "\(name.quoted) is not a qubit of gate \(gate.quoted)"
    case .unknownParameter(let name, _, _): "there is no parameter named \(name.quoted)"
    case .parameterOutsideGate(let name): "\(name.quoted) has no value here"
    case .unknownFunction(let name, _): "there is no function named \(name.quoted)"
    case .functionArguments(let function): "\(function) takes one argument"
    case .wrongKind(let name, let kind, let needed):
      "\(name.quoted) is \(kind.text), not \(needed.text)"
    case .alreadyDefined(let name, let kind): "\(name.quoted) is already defined as \(kind.text)"
    case .alreadyInLibrary(let name, _): "\(name.quoted) is already defined by 'qelib1.inc'"
    case .definedHere(let name): "\(name.quoted) is first defined here"
    case .duplicateFormal(let name): "\(name.quoted) is named twice in one gate's declaration"
    case .reservedName(let name): "\(name.quoted) is a word of the language"
    case .recursion(let name): "gate \(name.quoted) is used inside its own definition"

    case .parameterCount(let gate, let names, let got):
      "\(gate.printable) takes \(Self.parameters(names)) but got \(got)"
    case .qubitCount(let gate, let expected, let got):
      "\(gate.printable) acts on \(expected.counted("qubit")) but got \(got)"
    case .indexOutOfRange(let register, let index, let size, let unit):
      "index \(index.printable) is out of range: \(register.quoted) has \(size.counted(unit))"
    case .duplicateQubit(let qubit, let gate):
      "\(qubit.quoted) is named twice: the qubits of \(gate.quoted) must differ"
    case .broadcastSizes(let first, let firstSize, let second, let secondSize):
      "registers of different sizes: \(first.quoted) has \(firstSize.counted("qubit")) and "
        + "\(second.quoted) has \(secondSize)"
    case .measureSizes(let qubits, let qubitCount, let bits, let bitCount):
      "\(qubits.quoted) has \(qubitCount.counted("qubit")) but \(bits.quoted) has "
        + bitCount.counted("bit")
    case .measureKinds(let register, let single):
      "the register \(register.quoted) does not fit the single \(single.quoted)"
    case .opaqueApplied(let name):
      "gate \(name.quoted) is opaque: what it does is not defined, so that it cannot be applied"
    case .divisionByZero: "division by zero"
    case .functionDomain(let function, let argument):
      "\(function)(\(argument)) is not a real number"
    case .powerDomain(let base, let exponent): "\(base)^\(exponent) is not a real number"
    case .overflow(let operation): "the result of \(operation) is too large for a number"
    case .inApplication(let gate, let cause):
      "inside gate \(gate.quoted) with these parameters: \(cause)"
    case .measureIntoCondition(let register):
      "measuring into \(register.quoted) under a condition on \(register.quoted) itself"

    case .registersTooLarge(let register, let size, let unit, let limit):
      "\(register.printable)[\(size.printable)] makes more than \(limit.counted(unit)), the limit of "
        + "one program"
    case .tooManyInstructions(let limit):
      "the program has more than \(limit) instructions, the limit of one program"
    case .tooManyOperands(let limit):
      "the program's instructions name more than \(limit) qubits and bits, the limit of one program"
    case .tooManyOperations(let gate, let operations, let limit):
      (operations == .max
        ? "written out, \(gate.quoted) is more steps than can be counted"
        : "written out, \(gate.quoted) makes the program \(operations) steps long")
        + "; the limit is \(limit)"
    case .gateTooDeep(let gate, let limit):
      "gate \(gate.quoted) is defined through more than \(limit) levels of other gates"
    case .expressionTooLarge(let limit):
      "an expression with parameters may have at most \(limit) operations"

    case .includeMissing(let path, let reason): "cannot read \(path.quoted): \(reason)"
    case .includeRefused(let path, let reason): "\(path.quoted) cannot be included: \(reason)"
    case .includeCycle(let path): "\(path.quoted) includes itself"
    case .includeDepth(let limit): "files include one another more than \(limit) levels deep"
    case .includeCount(let limit): "more than \(limit) files are included"

    case .noVersion: "there is no version line; read as OpenQASM 2"
    case .trailingComma: "the comma behind the last element of the list is ignored"
    case .libraryElsewhere(let path, let builtIn):
      "\(path.quoted) is not read: the built-in '\(builtIn)' is used"
    case .differsFromLibrary(let name):
      "gate \(name.quoted) has another shape than the built-in gate of this name, which it replaces"
    case .opaqueFromTable(let name): "opaque gate \(name.quoted) is taken from the built-in gates"
    case .delayIgnored: "'delay' is taken as the identity"
    case .neverTrue(let register, let size, let value):
      "the condition never holds: \(register.quoted) has \(size.counted("bit")), too few for \(value)"
    case .emptyRegister(let name): "register \(name.quoted) is empty"
    }
  }

  /// What to do about it, where that is known.
  var hint: String? {
    switch self {
    case .nulByte, .utf16, .invalidUTF8: "save the file as UTF-8 text"
    case .malformedNumber(_, let reason): reason.hint
    case .expected(.equality, "="): "a comparison is written '=='"
    case .expected(.equality, _): "a condition is written 'if (register == number)'"
    case .expected(.comparedNumber, "="): "a comparison is written '=='"
    case .expected(.guardedOperation, "{"): "a condition guards one statement, without braces"
    case .expected(.statement, "#"), .expected(.semicolon, "#"): "a comment begins with '//'"
    case .expected(.semicolon, "("): "one qubit of a register is written 'q[0]'"
    case .expected(.semicolon, _): nil
    case .expected(.includePath, _): "for instance 'include \"qelib1.inc\";'"
    case .expected(.qubits, "["): "a gate is applied as 'h q[0];', with parameters 'rx(pi) q[0];'"
    case .expected(.qubits, let found?) where ["2.0", "3.0", "2", "3"].contains(found):
      "the version line is 'OPENQASM 2.0;'"
    case .expected(.operatorOrClosingParenthesis, "["):
      "parentheses hold numbers; qubits follow them: 'rx(pi) q[0];'"
    case .expected(_, "**"): "a power is written '^'"
    case .expected(_, "="): "OpenQASM 2 has no assignments; a measurement is 'measure q -> c;'"
    case .missingSemicolon: "end the statement with ';'"
    case .bitCondition: "OpenQASM 2 compares whole registers: 'if (c == 1)'"
    case .indexInGateBody: "inside a definition, name the qubits of the gate themselves"
    case .notInGateBody: "a definition holds gates and barriers only"
    case .newerLanguage(let word): NewerLanguage.hint(for: word)
    case .unsupportedVersion, .formatNotRead: "OpenQASM 2.0 is read"
    case .unterminatedComment: "close it with '*/'"

    case .unknownGate(_, let suggestion?, false), .unknownRegister(_, let suggestion?),
      .unknownFunction(_, let suggestion?), .unknownParameter(_, _, let suggestion?):
      "did you mean '\(suggestion)'?"
    case .unknownGate(_, _, true): "add 'include \"qelib1.inc\";' below the version line"
    case .unknownRegister: "declare it with 'qreg' or 'creg' above this line"
    case .unknownQubitOfGate(_, _, let known), .unknownParameter(_, let known, _):
      known.isEmpty ? nil : "known here: " + Self.list(known)
    case .parameterOutsideGate(let name) where name.lowercased() == "pi": "did you mean 'pi'?"
    case .unexpectedCharacter("π"): "write 'pi'"
    case .unknownFunction("log", _): "the natural logarithm is 'ln'"
    case .unknownFunction("pow", _): "a power is written '^'"
    case .parameterOutsideGate: "names have values inside gate definitions only"
    case .unknownFunction: "known functions: " + Self.list(Angle.Function.names)
    case .alreadyInLibrary(_, let kind):
      kind == .gate
        ? "remove the definition, or the include" : "give the register another name"
    case .alreadyDefined: "give one of them another name"
    case .recursion: "a definition uses gates defined above it"
    case .measureKinds: "measure a register into a register, or a qubit into a bit"
    case .measureIntoCondition: "measure into another register"
    case .registersTooLarge, .tooManyOperations, .tooManyInstructions: nil
    case .includeRefused: "only files beside or below the including one are read"
    case .noVersion, .emptyProgram: "begin the file with 'OPENQASM 2.0;'"
    default: nil
    }
  }

  private static func parameters(_ names: [String]) -> String {
    names.isEmpty
      ? "no parameters" : "\(names.count.counted("parameter")) (\(list(names)))"
  }

  /// The first few of some names.
  private static func list(_ names: [String]) -> String {
    let limit = 12
    let shown = names.prefix(limit).map(\.printable).joined(separator: ", ")
    return names.count > limit ? shown + ", …" : shown
  }
}

extension Problem.MalformedNumber {
  fileprivate var text: String {
    switch self {
    case .strayPoint: "there is no digit beside the point"
    case .exponentWithoutDigits: "the exponent has no digits"
    case .lettersInNumber: "letters follow the digits"
    case .secondPoint: "it has two points"
    case .leadingZero: "whole numbers do not begin with 0"
    }
  }

  fileprivate var hint: String? {
    switch self {
    case .lettersInNumber: "names begin with a letter; a product needs '*'"
    default: nil
    }
  }
}

extension Problem.NameKind {
  fileprivate var text: String {
    switch self {
    case .gate: "a gate"
    case .quantumRegister: "a quantum register"
    case .classicalRegister: "a classical register"
    case .register: "a register"
    case .parameter: "a parameter"
    case .gateQubit: "a qubit of the gate"
    }
  }
}

extension Problem.Expectation {
  fileprivate var text: String {
    switch self {
    case .statement: "a statement"
    case .bodyStatement: "a gate or '}'"
    case .guardedOperation: "a gate, 'measure' or 'reset'"
    case .version: "a version number"
    case .includePath: "a file name in quotes"
    case .registerName: "a register name"
    case .registerSize: "'[' and the register's size"
    case .registerSizeNumber: "the register's size, a whole number"
    case .gateName: "a gate name"
    case .parameterName: "a parameter name"
    case .qubitName: "a qubit name"
    case .qubits: "a qubit or a quantum register"
    case .bits: "a bit or a classical register"
    case .index: "an index, a whole number"
    case .value: "a number, a parameter or '('"
    case .functionArgument(let function): "'(' behind \(function.quoted)"
    case .classicalRegister: "a classical register"
    case .comparedNumber: "a whole number"
    case .semicolon: "';'"
    case .commaOrSemicolon: "',' or ';'"
    case .arrow: "'->'"
    case .equality: "'=='"
    case .openingBrace: "'{' or ','"
    case .openingParenthesis: "'('"
    case .closingParenthesis: "')'"
    case .closingBracket: "']'"
    case .commaOrClosingParenthesis: "',' or ')'"
    case .operatorOrClosingParenthesis: "an operator, ',' or ')'"
    case .operatorOrInnerParenthesis: "an operator or ')'"
    }
  }
}

extension String {
  fileprivate var quoted: String { "'\(printable)'" }

  /// A character as it is, where that is harmless, and by its number.
  fileprivate var characterName: String {
    guard let scalar = unicodeScalars.first else { return "" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return printable == self ? "'\(self)' (\(number))" : number
  }
}

extension UInt8 {
  fileprivate var hexadecimal: String {
    (self < 16 ? "0" : "") + String(self, radix: 16, uppercase: true)
  }
}
