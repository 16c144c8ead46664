package import CKernels

/// A complete implementation of the structural operations: one vector width, or BLAS.
///
/// The fastest that this CPU has is chosen when the program starts; the environment variable
/// `QSIM_KERNELS` names another one.
public enum KernelSet: String, CaseIterable, Sendable {
  /// One amplitude at a time, for any CPU.
  case scalar
  /// 128-bit vectors of every x86-64 CPU.
  case sse2
  /// 128-bit vectors of every 64-bit ARM CPU.
  case neon
  /// 256-bit vectors with fused multiply-add.
  case avx2
  /// 512-bit vectors.
  case avx512
  /// The code of ``avx512`` compiled for any CPU: slow, made to test its logic everywhere.
  case portable512
  /// Every operation through OpenBLAS: an independent second implementation.
  case blas

  /// The kernel sets that this CPU can run, slowest first, ``blas`` where OpenBLAS is installed; the tests
  /// run all of them.
  public static let available: [KernelSet] = allCases.filter(\.isAvailable)

  /// The set chosen when nothing is said: the widest this CPU has.
  public static let fastest: KernelSet =
    [avx512, avx2, neon, sse2].first(where: \.isAvailable) ?? .scalar

  /// The set that `QSIM_KERNELS` names, or ``fastest``; the one of ``withSet(_:_:)`` in its scope.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where the name is unknown or this CPU lacks
  ///   the set; ``QuantumError/missingLibrary(name:cause:package:)`` for ``blas`` without OpenBLAS.
  public static func selected() throws(QuantumError) -> KernelSet {
    if let scoped { return scoped }
    return try selection.get()
  }

  @TaskLocal private static var scoped: KernelSet?

  /// Runs `body` with a kernel set of its own; nil changes nothing.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where this CPU lacks the set;
  ///   ``QuantumError/missingLibrary(name:cause:package:)`` for ``blas`` without OpenBLAS; what `body`
  ///   throws.
  package static func withSet<Result>(
    _ set: KernelSet?, _ body: () throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    guard let set else { return try body() }
    guard set.isAvailable else {
      if set == .blas { _ = try OpenBLAS.loaded.get() }
      throw .unsupported(what: "the kernels '\(set)' on this CPU", remedy: choices)
    }
    // `withValue` does not carry the type of what is thrown.
    let result: Swift.Result<Result, QuantumError> = $scoped.withValue(set) {
      do throws(QuantumError) {
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The environment is read once: changing it later has no effect.
  private static let selection: Result<KernelSet, QuantumError> = {
    do throws(QuantumError) {
      return .success(try named(WorkerPool.environment("QSIM_KERNELS")))
    } catch {
      return .failure(error)
    }
  }()

  /// The set of this name; ``fastest`` for nil.
  package static func named(_ name: String?) throws(QuantumError) -> KernelSet {
    guard let name else { return fastest }
    guard let set = KernelSet(rawValue: name) else {
      throw .unsupported(what: "QSIM_KERNELS=\(name)", remedy: choices)
    }
    guard set.isAvailable else {
      if set == .blas { _ = try OpenBLAS.loaded.get() }
      throw .unsupported(what: "QSIM_KERNELS=\(name) on this CPU", remedy: choices)
    }
    return set
  }

  private static var choices: String {
    "choose one of " + available.map(\.rawValue).joined(separator: ", ")
  }

  private var isAvailable: Bool {
    if self == .blas { return OpenBLAS.isInstalled }
    #if arch(arm64)
      if self == .sse2 { return false }
    #else
      if self == .neon { return false }
    #endif
    return qs_kernels(width, 8) != nil
  }

  private var width: qs_width {
    switch self {
    case .scalar, .blas: QS_SCALAR
    case .sse2, .neon: QS_VECTOR128
    case .avx2: QS_AVX2
    case .avx512: QS_AVX512
    case .portable512: QS_PORTABLE512
    }
  }

  /// The widest kernels of this set for a state of so many amplitudes: a state smaller than a vector
  /// takes narrower ones.
  ///
  /// BLAS, and a set that this CPU lacks, have the scalar kernels. The tables live as long as the
  /// program.
  package func kernels<Scalar: StateScalar>(
    for scalar: Scalar.Type, count: Int = .max
  ) -> UnsafePointer<qs_kernel_table> {
    kernels(for: Scalar.precision, count: count)
  }

  package func kernels(
    for precision: StatePrecision, count: Int = .max
  ) -> UnsafePointer<qs_kernel_table> {
    let bytes = UInt32(precision.realBytes)
    if let table = qs_kernels(width, bytes), Int(table.pointee.lanes) <= count { return table }
    return qs_kernels(QS_SCALAR, bytes)
  }
}
