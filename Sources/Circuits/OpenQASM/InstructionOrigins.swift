/// Where in a program's files the gates with parameters come from.
struct InstructionOrigins: Sendable {
  /// A statement that applies a gate with parameters: its instructions, and where it stands.
  private struct Statement {
    let instruction, count, source, offset: UInt32
  }

  /// In order of their instructions.
  private var statements: [Statement] = []
  /// The program's files, once they have been read.
  var sources: [SourceText] = []

  mutating func add(instructions: Range<Int>, at place: Finding.Place) {
    statements.append(
      Statement(
        instruction: UInt32(instructions.lowerBound), count: UInt32(instructions.count),
        source: UInt32(place.source), offset: place.range.start))
  }

  /// The lines of some instructions, nil for those of gates without parameters.
  func lines(of instructions: [Int]) -> [OpenQASM.Line?] {
    var indexes: [Int: LineIndex] = [:]
    return instructions.map { instruction in
      var (low, high) = (0, statements.count)
      while low < high {
        let middle = (low + high) / 2
        if statements[middle].instruction <= instruction { low = middle + 1 } else { high = middle }
      }
      guard low > 0 else { return nil }
      let statement = statements[low - 1]
      let number = Int(statement.source)
      guard instruction < statement.instruction + statement.count, sources.indices.contains(number)
      else { return nil }
      let source = sources[number]
      let index = indexes[number] ?? LineIndex(source)
      indexes[number] = index
      return OpenQASM.Line(
        file: source.name, number: index.place(of: Int(statement.offset)).line)
    }
  }
}

extension OpenQASM {
  /// A line of a program's file.
  public struct Line: Hashable, Sendable {
    public let file: String
    /// Counted from 1.
    public let number: Int
  }
}

extension OpenQASM.Reading {
  /// The line that each of some instructions of the circuit comes from, where they are gates with
  /// parameters; nil for others.
  public func lines(ofInstructions instructions: [Int]) -> [OpenQASM.Line?] {
    origins.lines(of: instructions)
  }
}
