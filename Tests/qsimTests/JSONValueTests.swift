import Foundation
import Testing

@testable import qsim

@Suite struct JSONValueTests {
  @Test(
    "What the system's parser reads is read alike",
    arguments: [
      #"{"a": [1, -2.5e3, true, false, null, "x\n\"\\\/\u00e9\ud83d\ude00"], "b": {}}"#,
      "[]", " [ [ ] , { \"\" : \"\" } ] ", #"{"a":{"b":{"c":[0.1,1e-300]}}}"#,
    ])
  func agrees(_ text: String) throws {
    let expected = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let value = try #require(JSONValue(text))
    #expect(same(value, expected))
  }

  private func same(_ value: JSONValue, _ expected: Any) -> Bool {
    switch value {
    case .null: return expected is NSNull
    case .bool(let bool): return (expected as? Bool) == bool
    case .number(let number): return (expected as? Double) == number
    case .string(let string): return (expected as? String) == string
    case .array(let array):
      guard let other = expected as? [Any], other.count == array.count else { return false }
      return zip(array, other).allSatisfy { same($0, $1) }
    case .object(let object):
      guard let other = expected as? [String: Any], other.count == object.count else {
        return false
      }
      return object.allSatisfy { name, value in other[name].map { same(value, $0) } ?? false }
    }
  }

  @Test(
    "What is no JSON is refused",
    arguments: [
      "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "[1 2]", "tru", "nul", "\"", "\"\\x\"",
      "\"\\ud800\"",
      "+1", "1.2.3", "--1", "[1]]", "{a:1}", "\"\u{1}\"", String(repeating: "[", count: 100_000),
    ])
  func refuses(_ text: String) {
    #expect(JSONValue(text) == nil)
  }
}
