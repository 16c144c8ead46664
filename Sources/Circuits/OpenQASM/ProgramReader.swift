/// Reads an OpenQASM 2 program: its file, and the files that this one includes, statement by statement.
struct ProgramReader {
  private let limits: OpenQASM.Limits
  let log: FindingLog
  private var names = NameTable()
  private(set) var semantics: Semantics
  /// The files being read, outermost first.
  private var open: [String] = []
  private var includedFiles = 0

  init(limits: OpenQASM.Limits) {
    self.limits = limits
    log = FindingLog(errorLimit: limits.errors)
    semantics = Semantics(limits: limits, log: log)
  }

  mutating func read(_ source: SourceText, includes: IncludeResolver) {
    let index = log.add(source)
    let start = Finding.Place(source: index, range: SourceRange(0, 0))
    guard source.bytes.count <= limits.fileBytes else {
      log.error(
        .fileTooLarge(bytes: source.bytes.count, limit: limits.fileBytes), at: start)
      return
    }
    if let (problem, range) = source.firstEncodingProblem() {
      log.error(problem, at: Finding.Place(source: index, range: range))
      return
    }
    let isMain = open.isEmpty
    open.append(includes.identity ?? "")
    defer { open.removeLast() }

    var parser = Parser(source, index: index, names: names, log: log, limits: limits)
    names = NameTable()
    var isFirst = true
    while let statement = parser.next() {
      if case .version(let range) = statement {
        // What follows is another language: every error in it would be a false one.
        guard check(version: range, isFirst: isFirst, in: parser) else { break }
      } else {
        if isFirst, isMain, !log.hasErrors {
          log.warn(.noVersion, at: parser.place(parser.firstToken.range))
        }
        if case .include(let path) = statement {
          include(path, from: &parser, includes: includes)
        } else {
          semantics.process(statement, in: parser)
        }
      }
      isFirst = false
    }
    if isMain, isFirst, !log.hasErrors { log.error(.emptyProgram, at: start) }
    names = parser.lexer.names
  }

  /// Whether reading on makes sense.
  private func check(version range: SourceRange, isFirst: Bool, in parser: Parser) -> Bool {
    let version = parser.source.text(range)
    if !isFirst {
      parser.report(.versionNotFirst, at: parser.firstToken.range)
    } else if !["2.0", "2"].contains(version) {
      parser.report(.unsupportedVersion(version), at: range)
      return false
    }
    return true
  }

  private mutating func include(
    _ range: SourceRange, from parser: inout Parser, includes: IncludeResolver
  ) {
    let path = parser.source.text(range)
    let place = parser.place(range)
    if let builtIn = GateLibrary.builtInFile(path) {
      if path != builtIn { log.warn(.libraryElsewhere(path, builtIn: builtIn), at: place) }
      semantics.hasLibrary = true
      return
    }
    // What a file that cannot be read would have defined is not missing besides.
    let lacked = semantics.lacksDefinitions
    semantics.lacksDefinitions = true
    guard open.count <= limits.includeDepth else {
      log.error(.includeDepth(limit: limits.includeDepth), at: place)
      return
    }
    includedFiles += 1
    guard includedFiles <= limits.includedFiles else {
      log.error(.includeCount(limit: limits.includedFiles), at: place)
      return
    }
    let file: IncludeResolver.File
    do throws(IncludeFailure) {
      file = try includes.file(at: path, limit: limits.fileBytes)
    } catch {
      switch error {
      case .refused(let reason): log.error(.includeRefused(path, reason: reason), at: place)
      case .unreadable(let reason):
        log.error(.includeMissing(path, reason: reason.description), at: place)
      }
      return
    }
    if let identity = file.includes.identity, open.contains(identity) {
      log.error(.includeCycle(path), at: place)
      return
    }
    semantics.lacksDefinitions = lacked
    // The included file continues with the names known so far.
    names = parser.lexer.names
    parser.lexer.names = NameTable()
    read(
      SourceText(name: path, bytes: file.bytes, showsLines: false), includes: file.includes)
    parser.lexer.names = names
    names = NameTable()
  }
}
