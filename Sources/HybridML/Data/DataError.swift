import QState

/// What is wrong with data that a model is to be fitted to, and where.
///
/// Cases carry the offending values; ``description`` is the only place that makes a sentence of them,
/// in the form `FILE:LINE:COLUMN: error: what is wrong: what to do`.
public struct DataError: Error, Hashable, Sendable {
  /// A place in a text file. Lines and columns count from 1, columns in bytes.
  public struct Place: Hashable, Sendable {
    public let file: String
    public let line: Int?
    public let column: Int?

    public init(file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  public indirect enum Problem: Hashable, Sendable {
    /// A field that is empty, or says that it holds nothing (`NA`, `?`, `null`).
    case missingValue(column: String)
    /// A field of a column of numbers that is none.
    case wrongType(column: String, text: String)
    /// A field that spells an infinity, or not a number, or a number beyond the range of a double.
    case nonFinite(column: String, text: String)
    /// A number whose square is beyond the range of a double.
    case tooLarge(column: String, value: Double)
    /// Numbers that differ, by less than a square in the range of a double can show.
    case tooSmall(column: String)
    /// A record with another number of fields than the header.
    case ragged(expected: Int, got: Int)
    /// A column that was asked for and is not there.
    case unknownColumn(String, known: [String])
    /// A column that a model learns from and a file to predict does not have; of those it has, `others`
    /// are no columns of the model, so that one of them may be meant.
    case missingColumn(String, known: [String], others: [String])
    /// Columns of a file to predict that a model does not know.
    case extraColumns([String])
    /// A line that should be a JSON object.
    case notJSON
    /// A name that an object has twice.
    case repeatedName(String)
    /// A column that says nothing, because all its values are the same.
    case constantColumn(String, value: String)
    /// A label with one class only.
    case oneClass(column: String, name: String)
    /// A number to predict that is the same in every row.
    case constantTarget(column: String, value: String)
    /// A feature that is a combination of the others, where each needs a coefficient of its own.
    case dependentColumn(String)
    /// A label that a list of classes does not have.
    case unknownClass(column: String, name: String, known: [String])
    /// A text that is none of those that a column had in training.
    case unknownLevel(column: String, text: String, known: [String])
    case emptyFile
    case noRows
    case emptyColumnName(number: Int)
    case duplicateColumn(String)
    /// Bytes that begin as files of another kind do.
    case otherFormat(String, remedy: String)
    /// A header of one column that holds another separator.
    case wrongSeparator(found: Character)
    /// A first line `sep=;` that names another separator than the one that was given.
    case otherSeparator(found: Character, given: Character)
    case unclosedQuote
    case strayQuote
    case notUTF8
    case recordTooLong(limit: Int)
    case noFeatures
    /// A column of text where only numbers will do.
    case notNumeric(column: String)
    /// A column of text among the features, with one of its different values.
    case textFeature(column: String, example: String, count: Int)
    /// A column of numbers where a column of text was learnt from.
    case notText(column: String)
    /// Fewer rows than an operation needs.
    case tooFewRows(what: String, needed: Int, got: Int)
    /// Two sizes that should be equal are not.
    case shape(what: String, expected: Int, got: Int)
    /// A setting outside its range.
    case setting(name: String, value: String, allowed: String)
    /// A model or transformer was used before it was fitted.
    case notFitted(String)
    /// Numbers that a computation cannot take, such as an infinity among features.
    case notFiniteInput(row: Int, column: Int, value: Double)
    /// Regression was asked of classes, or classification of numbers.
    case wrongTarget(needed: String)
    /// A numerical method ended without a result.
    case notConverged(what: String)
    case file(FileError.Reason)
    /// A circuit that cannot be built, or run on this machine.
    case quantum(QuantumError)
    /// A checkpoint that training cannot go on from, or cannot write.
    case modelFile(ModelFileError)
  }

  public let place: Place?
  public let problem: Problem

  public init(_ problem: Problem, at place: Place? = nil) {
    self.problem = problem
    self.place = place
  }
}

extension DataError: CustomStringConvertible {
  public var description: String {
    guard let place else { return "\(problem)" }
    var text = place.file
    if let line = place.line { text += ":\(line)" }
    if let column = place.column { text += ":\(column)" }
    return "\(text): error: \(problem)"
  }
}

extension DataError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingValue(let column):
      "column '\(Self.short(column))' has no value here: fill it in, or leave the row out"
    case .wrongType(let column, let text):
      "column '\(Self.short(column))' holds numbers but here '\(Self.short(text))': write a number with a decimal point, "
        + "or leave the row out"
    case .nonFinite(let column, let text):
      "'\(Self.short(text))' in column '\(Self.short(column))' is not a finite number: fill it in, or leave the row out"
    case .tooLarge(let column, let value):
      "\(value) in column '\(Self.short(column))' is too large to compute with: give the column in a larger unit"
    case .tooSmall(let column):
      "the numbers of column '\(Self.short(column))' are too small to compute with: give the column in a smaller unit"
    case .ragged(let expected, let got):
      "this row has \(got.counted("field")) but the header has \(expected): "
        + "look for a missing or extra separator, or a text that needs quotes"
    case .unknownColumn(let name, let known):
      "there is no column '\(Self.short(name))'\(Self.hint(name, known)): the columns are "
        + Self.list(known)
    case .missingColumn(let name, let known, let others):
      "there is no column '\(Self.short(name))'\(Self.hint(name, others)), which the model needs: the columns are "
        + Self.list(known)
    case .extraColumns(let names):
      "the model does not know the \(names.count == 1 ? "column" : "columns") \(Self.list(names))"
    case .notJSON: "this is no JSON object: one is needed on every line"
    case .repeatedName(let name): "the name '\(Self.short(name))' comes twice: keep one"
    case .constantColumn(let column, let value):
      "column '\(Self.short(column))' is '\(Self.short(value))' in every row and tells a model nothing: leave it out"
    case .oneClass(let column, let name):
      "every row of the label '\(Self.short(column))' is '\(Self.short(name))': a classifier needs at least two classes"
    case .constantTarget(let column, let value):
      "the label '\(Self.short(column))' is \(value) in every row: there is nothing to predict"
    case .dependentColumn(let name):
      "column '\(Self.short(name))' is a combination of the other columns and a constant: leave it out, or fit "
        + "with a penalty"
    case .unknownClass(let column, let name, let known):
      "the label '\(Self.short(column))' has the class '\(Self.short(name))'\(Self.hint(name, known)), which is none of \(Self.list(known))"
    case .unknownLevel(let column, let text, let known):
      "column '\(Self.short(column))' is '\(Self.short(text))' here\(Self.hint(text, known)), which is none of \(Self.list(known))"
    case .emptyFile: "the file is empty: a header row with the names of the columns is needed"
    case .noRows: "there are no rows below the header"
    case .emptyColumnName(let number): "column \(number) has no name in the header: give it one"
    case .duplicateColumn(let name): "two columns are named '\(Self.short(name))': rename one"
    case .otherFormat(let format, let remedy): "this is \(format), not CSV: \(remedy)"
    case .wrongSeparator(let found):
      "the header has one column and contains '\(found == "\t" ? "tab" : String(found))': "
        + "name that as the separator, or separate the columns by commas"
    case .otherSeparator(let found, let given):
      "the first line says that \(Self.name(found)) separates the columns, and \(Self.name(given)) was "
        + "given: leave the separator out, or remove that line"
    case .unclosedQuote: "a quoted field that starts here does not end: close it with \""
    case .strayQuote:
      "a quote inside a field: put the whole field in quotes and double those inside"
    case .notUTF8: "this text is not UTF-8: save the file in that encoding"
    case .recordTooLong(let limit):
      "this row has more than \(limit) bytes: look for a quote that is not closed"
    case .noFeatures: "there is no column left to learn from besides the label"
    case .notNumeric(let column):
      "column '\(Self.short(column))' holds text where numbers are needed: choose another column"
    case .textFeature(let column, let example, let count):
      "column '\(Self.short(column))' holds text ('\(Self.short(example))'"
        + "\(count > 1 ? " and \(count - 1) other \(count == 2 ? "value" : "values")" : "")), "
        + "but features are numbers: encode it, or leave it out"
    case .notText(let column):
      "column '\(Self.short(column))' holds numbers where text was learnt from: declare it as text"
    case .tooFewRows(let what, let needed, let got):
      "\(what) needs at least \(needed.counted("row")) "
        + "but there \(got == 1 ? "is" : "are") \(got)"
    case .shape(let what, let expected, let got): "\(what) should be \(expected) but is \(got)"
    case .setting(let name, let value, let allowed): "\(name) is \(value): it must be \(allowed)"
    case .notFitted(let what): "\(what) has not been fitted: call fit first"
    case .notFiniteInput(let row, let column, let value):
      "feature \(column) of row \(row) is \(value): a finite number is needed"
    case .wrongTarget(let needed): "the target does not suit this model: it needs \(needed)"
    case .notConverged(let what):
      "\(what) did not converge: scale the features, or allow more iterations"
    case .file(let reason): "\(reason)"
    case .quantum(let error): "\(error)"
    case .modelFile(let error): "\(error)"
    }
  }

  /// A text of a file, which may be as long as the file, cut where a reader has seen enough.
  private static func short(_ text: String) -> String {
    text.count > 80 ? text.prefix(79) + "…" : text
  }

  /// A separator in words where it could not be seen.
  private static func name(_ separator: Character) -> String {
    switch separator {
    case "\t": "a tab"
    case " ": "a blank"
    default: "'\(separator)'"
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "'\(short($0))'" }.joined(separator: ", ")
    return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
  }

  /// The nearest name within a third of its letters, differing in case only first. Codes that differ in
  /// their digits are no misspellings of each other.
  private static func hint(_ name: String, _ known: [String]) -> String {
    guard name.count <= 80 else { return "" }
    let target = Array(name.lowercased())
    let best = known.filter { $0.count <= 80 }.map {
      ($0, distance(target, Array($0.lowercased())))
    }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(1, (target.count + 1) / 3), best.1 < target.count || best.1 == 0
    else { return "" }
    let near = best.0.lowercased()
    if best.1 > 0, name.contains(where: \.isNumber), near.contains(where: \.isNumber),
      target.filter({ !$0.isNumber }) == near.filter({ !$0.isNumber }).map({ $0 })
    {
      return ""
    }
    return " (did you mean '\(short(best.0))'?)"
  }

  /// Levenshtein's distance.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
