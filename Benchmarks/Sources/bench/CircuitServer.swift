import Circuits
import Foundation

/// Times circuits for another program that keeps this one running: one JSON request a line, one JSON
/// reply a line, as each peer's process does. Its turns then are as warm as theirs.
///
/// ```
/// {"do": "load", "path": "ghz_4.qasm", "precision": "double"}
/// {"do": "time", "setting": ["kept plan", true], "budget": 0.1, "most": 1000}
/// {"do": "release"}
/// ```
struct CircuitServer {
  let threads: Int
  private var run: CircuitRun?

  init(threads: Int) { self.threads = threads }

  private struct Request: Decodable {
    let `do`: String
    var path: String?
    var precision: String?
    var setting: Setting?
    var budget: Double?
    var most: Int?
  }

  /// A name, and whether plans are kept.
  struct Setting: Codable {
    let name: String
    let plan: CircuitRun.Plan

    static let all = [
      Setting(name: "fresh plan", plan: .fresh), Setting(name: "kept plan", plan: .kept),
    ]

    init(name: String, plan: CircuitRun.Plan) {
      self.name = name
      self.plan = plan
    }

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      name = try fields.decode(String.self)
      plan = try fields.decode(Bool.self) ? .kept : .fresh
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.unkeyedContainer()
      try fields.encode(name)
      try fields.encode(plan == .kept)
    }
  }

  private struct Reply: Encodable {
    var ready: String?
    var settings: [Setting]?
    var seconds: [Double]?
    var error: String?
  }

  /// Serves until the input ends.
  mutating func serve() throws {
    try send(Reply(ready: "qsim"))
    while let line = readLine() {
      do {
        try send(reply(to: JSONDecoder().decode(Request.self, from: Data(line.utf8))))
      } catch {
        try send(Reply(error: "\(error)"))
      }
    }
  }

  private func send(_ reply: Reply) throws {
    // Not by `print`, which waits for more: the other program waits for the line.
    try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(reply) + Data("\n".utf8))
  }

  private mutating func reply(to request: Request) throws -> Reply {
    switch request.do {
    case "load":
      guard let path = request.path,
        let precision = request.precision.flatMap(Simulator.Precision.init(rawValue:))
      else { throw UsageError("load needs a path and a precision") }
      run = CircuitRun(try Circuit(contentsOf: path), precision: precision, threads: threads)
      return Reply(settings: Setting.all)
    case "time":
      guard let run, let setting = request.setting else {
        throw UsageError("time needs a loaded circuit and a setting")
      }
      let stopwatch = Stopwatch(budget: request.budget ?? 0.2, most: request.most ?? 1_000_000)
      return Reply(seconds: try stopwatch.samples { try run.seconds(setting.plan) })
    case "release":
      // States and plans go; the circuit stays.
      run = run?.renewed()
      return Reply()
    default: throw UsageError("there is no request \(request.do)")
    }
  }
}
