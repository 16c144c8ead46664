import ArgumentParser
import Circuits
import Gates

/// Settings of `qsim train` from a file of JSON or YAML: an object with the long options as keys, without
/// dashes, and `file` for the data. What begins with a brace or bracket is JSON.
///
/// It becomes a command line, so that files and flags are read by the same rules; flags come later and
/// win.
struct ConfigFile {
  /// What the file says, as arguments.
  let arguments: [String]

  /// Larger files are no settings.
  private static let sizeLimit = 1 << 20

  /// - Parameter overridden: keys that the command line says in their stead.
  init(_ path: String, without overridden: Set<String> = []) throws(Failure) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileReading.contents(of: path, limit: Self.sizeLimit)
    } catch {
      throw Failure(error)
    }
    let members = try Self.members(bytes, path)
    var arguments: [String] = []
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      guard key == "file" || Train.configKeys.contains(key) else {
        let hint = Spelling.nearest(to: key, among: Train.configKeys + ["file"])
        throw Failure(
          .badInput, in: path,
          "there is no setting '\(key.printable)'"
            + (hint.map { ": did you mean '\($0)'?" }
              ?? ": the settings are the long options of 'qsim train', without dashes"))
      }
      guard let spelled = Self.arguments(key, value) else {
        throw Failure(
          .badInput, in: path,
          "the value of '\(key)' must be a number, a text, true, false or a list of these")
      }
      if !overridden.contains(key) { arguments += spelled }
    }
    self.arguments = arguments
  }

  private static func members(
    _ bytes: [UInt8], _ path: String
  ) throws(Failure) -> [String: JSONValue] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      guard let text = String(validating: bytes[start...], as: UTF8.self) else {
        throw Failure(.badInput, in: path, "this text is not UTF-8: save the file in that encoding")
      }
      do throws(YAMLSettings.Fault) {
        return try YAMLSettings(text).members
      } catch {
        throw Failure(
          .badInput, in: "\(path):\(error.line):\(error.column)",
          "\(error.what.printable): settings look like 'qubits: 4'")
      }
    }
    let example = "an object is needed, such as {\"label\": \"species\", \"qubits\": 4}"
    do throws(JSONValue.Fault) {
      guard case .object(let members) = try JSONValue(bytes: Array(bytes[start...])) else {
        throw JSONValue.Fault(offset: 0, repeatedName: nil)
      }
      return members
    } catch {
      let before = bytes[start...].prefix(error.offset)
      let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
      let column =
        before.count
        - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 - before.startIndex } ?? 0) + 1
      throw Failure(
        .badInput, in: "\(path):\(line):\(column)",
        error.repeatedName.map { "'\($0.printable)' comes twice" }
          ?? (first == UInt8(ascii: "[") ? example : "this is no JSON: \(example)"))
    }
  }

  /// Whole numbers without a point.
  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  private static func arguments(_ key: String, _ value: JSONValue) -> [String]? {
    if key == "file" { return value.string.map { [$0] } }
    if Train.flagKeys.contains(key) {
      guard case .bool(let isOn) = value else { return value == .null ? [] : nil }
      if isOn { return ["--\(key)"] }
      return Train.flagKeysWithOpposite.contains(key) ? ["--no-\(key)"] : []
    }
    switch value {
    case .number(let number):
      return ["--\(key)=\(Self.text(number))"]
    case .string(let text): return ["--\(key)=\(text)"]
    case .array(let elements):
      let names = elements.compactMap { element in
        if case .number(let number) = element { return Self.text(number) }
        return element.string
      }
      guard names.count == elements.count else { return nil }
      return names.isEmpty ? [] : ["--\(key)=\(names.map(NameList.quoted).joined(separator: ","))"]
    case .null: return []
    case .bool, .object: return nil
    }
  }
}
