import Circuits
import Foundation

/// A task of `peers/derivatives/tasks.py`: values and derivatives that other simulators find too.
struct DerivativeTask: Decodable {
  struct Gate: Decodable {
    let name: String
    let qubits: [Int]
    /// The number of its parameter.
    let parameter: Int?
  }

  struct Term: Decodable {
    let coefficient: Double
    /// A letter a qubit, qubit 0 rightmost.
    let word: String
  }

  let kind: String
  let qubits: Int
  let gates: [Gate]
  let parameters: [Double]
  /// How many of the parameters differ between samples.
  let inputs: Int
  let rows: [[Double]]
  let observable: [Term]

  init(contentsOf path: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
  }

  /// What a run finds: the values, and the derivatives.
  typealias Outcome = (values: [Double], gradient: [Double])

  /// The work of one run, from the numbers of the angles on; for a Hamiltonian, from the state on.
  func prepared() throws -> () throws -> Outcome {
    let sum = try observable.reduce(into: PauliSum()) { sum, term in
      sum += term.coefficient * (try PauliSum(term.word))
    }
    let numbers = parameters.indices.map { Parameter("p[\($0)]") }
    var circuit = Circuit(qubits: qubits)
    for gate in gates {
      let angles: [Angle] = gate.parameter.map { [.parameter(numbers[$0])] } ?? []
      circuit.append(try StandardGate(named: gate.name, angles), to: gate.qubits)
    }
    switch kind {
    case "gradient":
      let prepared = try DifferentiableCircuit(circuit, parameters: numbers)
      return {
        let (value, gradient) = try prepared.valueAndGradient(of: sum, at: parameters)
        return ([value], gradient)
      }
    case "batch":
      let batched = try BatchedCircuit(
        circuit, inputs: Array(numbers.prefix(inputs)), weights: Array(numbers.dropFirst(inputs)),
        observables: [sum])
      let rows = Array(self.rows.joined())
      let weights = Array(parameters.dropFirst(inputs))
      return {
        let found = try batched.valuesAndGradient(inputs: rows, weights: weights) {
          _, _, derivatives in derivatives[0] = 1
        }
        return (found.values, found.weights)
      }
    case "hamiltonian":
      let state = try circuit.bound(to: parameters).stateVector()
      return { ([try state.expectation(of: sum)], []) }
    default: throw UsageError("there is no kind of task \(kind)")
    }
  }
}
