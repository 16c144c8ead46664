/// What can go wrong with a quantum state, a gate or a circuit.
///
/// Cases carry the offending values and the limits they broke; ``description`` is the only place
/// that turns them into a sentence, always with what to do about it.
public indirect enum QuantumError: Error, Hashable, Sendable {
  /// An error together with the place in the user's program that caused it.
  case located(QuantumError, place: String)
  /// A qubit index outside `0..<qubitCount`.
  case qubitOutOfRange(qubit: Int, qubitCount: Int)
  /// A classical bit index outside `0..<bitCount`.
  case bitOutOfRange(bit: Int, bitCount: Int)
  /// The same qubit named twice by one operation.
  case duplicateQubit(Int)
  /// An operation got another number of qubits than it acts on.
  case wrongQubitCount(operation: String, expected: Int, got: Int)
  /// A gate got another number of parameters than it takes.
  case wrongParameterCount(gate: String, expected: Int, got: Int)
  /// No gate of this name is known; `suggestion` is the nearest known name.
  case unknownGate(name: String, suggestion: String?)
  /// An array has another number of elements than the shape it stands for.
  case wrongElementCount(what: String, expected: Int, got: Int)
  /// A matrix differs from a unitary one by more than rounding.
  case notUnitary(what: String, deviation: Double)
  /// A matrix differs from its adjoint by more than rounding.
  case notHermitian(what: String, deviation: Double)
  /// A matrix that must be square is not.
  case notSquare(rows: Int, columns: Int)
  /// A numerical library (LAPACK, FFTW) gave up before it had a result.
  case notConverged(what: String)
  /// A numerical library that is loaded when it is needed (OpenBLAS, LAPACKE, FFTW) is not there, or lacks
  /// a routine.
  case missingLibrary(name: String, cause: String, package: String)
  /// A vector's norm is zero, infinite or not a number, so that it is no quantum state.
  case notNormalizable(norm: Double)
  /// A number that must be finite is not.
  case notFinite(what: String, value: Double)
  /// A number outside the range an operation takes.
  case outOfRange(what: String, value: Double, range: String)
  /// A measurement outcome that has probability zero was asked for.
  case impossibleOutcome(outcome: Int, probability: Double)
  /// A state that this machine's memory cannot hold; both figures in bytes.
  case insufficientMemory(qubits: Int, bytesNeeded: UInt64, bytesAvailable: UInt64)
  /// More qubits than a state vector can index on any machine.
  case tooManyQubits(requested: Int, limit: Int)
  /// A named parameter has no value.
  case unboundParameter(String)
  /// A value was given for a parameter that the circuit does not have.
  case unknownParameter(name: String, known: [String])
  /// The exact treatment of mid-circuit measurement needs more branches than the limit.
  case tooManyBranches(limit: Int)
  /// An operation that has no inverse (measurement, reset, a classically controlled gate).
  case notInvertible(String)
  /// An operation that this method or format cannot express.
  case unsupported(what: String, remedy: String)
  /// The work took longer than the caller allowed.
  case timeLimitExceeded(seconds: Double)
  /// The caller asked for the work to stop.
  case cancelled
}

extension QuantumError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .located(let error, let place):
      return "\(place): \(error)"
    case .qubitOutOfRange(let qubit, let count):
      return "qubit \(qubit) is out of range: there are \(count) qubits, numbered from 0"
    case .bitOutOfRange(let bit, let count):
      return "classical bit \(bit) is out of range: there are \(count) bits, numbered from 0"
    case .duplicateQubit(let qubit):
      return "qubit \(qubit) is named twice: the qubits of one operation must differ"
    case .wrongQubitCount(let operation, let expected, let got):
      return "\(operation) acts on \(expected) qubits but got \(got)"
    case .wrongParameterCount(let gate, let expected, let got):
      return "\(gate) takes \(expected) parameters but got \(got)"
    case .unknownGate(let name, let suggestion):
      let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
      return "there is no gate named '\(name)'\(hint)"
    case .wrongElementCount(let what, let expected, let got):
      return "\(what) needs \(expected) elements but has \(got)"
    case .notUnitary(let what, let deviation):
      return "\(what) is not unitary: U†U differs from the identity by \(deviation)"
    case .notHermitian(let what, let deviation):
      return "\(what) is not Hermitian: it differs from its adjoint by \(deviation)"
    case .notSquare(let rows, let columns):
      return "a \(rows)×\(columns) matrix is not square: give as many rows as columns"
    case .notConverged(let what):
      return "\(what) could not be computed: it did not converge or memory ran out"
    case .missingLibrary(let name, let cause, let package):
      return "the library \(name) cannot be loaded (\(cause)): install \(package)"
    case .notNormalizable(let norm):
      return "a vector of norm \(norm) is not a quantum state: give finite amplitudes, not all zero"
    case .notFinite(let what, let value):
      return "\(what) is \(value): a finite number is needed"
    case .outOfRange(let what, let value, let range):
      return "\(what) is \(value), outside \(range)"
    case .impossibleOutcome(let outcome, let probability):
      return "outcome \(outcome) has probability \(probability): it cannot be selected"
    case .insufficientMemory(let qubits, let needed, let available):
      return "\(qubits) qubits need \(needed) bytes (\(ByteCount.text(needed))) but \(available) "
        + "bytes (\(ByteCount.text(available))) are available: use fewer qubits, single precision (half the memory) or a higher memory limit"
    case .tooManyQubits(let requested, let limit):
      return "\(requested) qubits requested: a state vector holds at most \(limit)"
    case .unboundParameter(let name):
      return "parameter '\(name)' has no value: bind it before running the circuit"
    case .unknownParameter(let name, let known):
      let list = known.isEmpty ? "the circuit has none" : "known: " + known.joined(separator: ", ")
      return "there is no parameter named '\(name)' (\(list))"
    case .tooManyBranches(let limit):
      return "the exact distribution needs more than \(limit) branches of mid-circuit measurement: "
        + "raise the limit, or sample with a number of shots"
    case .notInvertible(let what):
      return "\(what) has no inverse"
    case .unsupported(let what, let remedy):
      return "\(what) is not supported here: \(remedy)"
    case .timeLimitExceeded(let seconds):
      return
        "the time limit of \(seconds) s has passed: allow more time, or use fewer qubits or gates"
    case .cancelled:
      return "the work was cancelled"
    }
  }
}
