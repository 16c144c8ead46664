import ArgumentParser
import Circuits
import Gates

/// Settings of `qsim train` from a JSON file: an object with the long options as keys, without dashes,
/// and `file` for the data.
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
    let value: JSONValue
    do throws(JSONValue.Fault) {
      value = try JSONValue(bytes: bytes)
    } catch {
      let before = bytes.prefix(error.offset)
      let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
      let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
      throw Failure(
        .badInput, in: "\(path):\(line):\(column)",
        "this is no JSON: an object is needed, such as {\"label\": \"species\", \"qubits\": 4}")
    }
    guard case .object(let members) = value else {
      throw Failure(
        .badInput, in: "\(path):1:1",
        "an object is needed, such as {\"label\": \"species\", \"qubits\": 4}")
    }
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
          "the value of '\(key)' must be a number, a text, true, false or a list of texts")
      }
      if !overridden.contains(key) { arguments += spelled }
    }
    self.arguments = arguments
  }

  private static func arguments(_ key: String, _ value: JSONValue) -> [String]? {
    if key == "file" { return value.string.map { [$0] } }
    switch value {
    case .bool(let isOn):
      return Train.flagKeys.contains(key) ? (isOn ? ["--\(key)"] : []) : nil
    case .number(let number):
      return ["--\(key)=\(Int(exactly: number).map { "\($0)" } ?? "\(number)")"]
    case .string(let text): return ["--\(key)=\(text)"]
    case .array(let elements):
      let names = elements.compactMap(\.string)
      guard names.count == elements.count else { return nil }
      return names.isEmpty ? [] : ["--\(key)=\(names.map(NameList.quoted).joined(separator: ","))"]
    case .null: return []
    case .object: return nil
    }
  }
}
