#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A shared library of the system, loaded when it is first needed: a program that simulates small
/// circuits or predicts with a trained model needs none, and starts in less time and memory.
///
/// What was loaded stays until the program ends.
struct SystemLibrary {
  /// Whether the libraries that are loaded later take its routines in place of those they name.
  enum Scope { case own, shared }

  private let name: String
  private let package: String
  private let handle: UnsafeMutableRawPointer

  /// - Parameters:
  ///   - name: what people call it.
  ///   - linux: its file on Linux, which the system's loader searches for.
  ///   - homebrew: its file on macOS, under Homebrew's folder.
  ///   - package: the package that installs it, of Debian and of Homebrew.
  /// - Throws: ``QuantumError/missingLibrary(name:cause:package:)``
  init(
    _ name: String, linux: String, homebrew: String, package: String, scope: Scope = .own
  ) throws(QuantumError) {
    #if canImport(Darwin)
      let files = ["/opt/homebrew/", "/usr/local/"].map { $0 + homebrew }
    #else
      let files = [linux]
    #endif
    var cause = ""
    for file in files {
      let visibility = scope == .shared ? RTLD_GLOBAL : RTLD_LOCAL
      if let handle = dlopen(file, RTLD_NOW | visibility) {
        (self.name, self.package, self.handle) = (name, package, handle)
        return
      }
      cause = Self.lastError ?? file
    }
    throw .missingLibrary(name: name, cause: cause, package: package)
  }

  /// The routine of this name.
  ///
  /// - Parameter type: the C function pointer that the library's header declares: what the symbol really
  ///   is cannot be checked.
  /// - Throws: ``QuantumError/missingLibrary(name:cause:package:)`` where the library has no such routine.
  func routine<Routine>(
    _ symbol: String, as type: Routine.Type = Routine.self
  ) throws(QuantumError) -> Routine {
    guard let routine = optionalRoutine(symbol, as: type) else {
      throw .missingLibrary(
        name: name, cause: Self.lastError ?? "it has no \(symbol)", package: package)
    }
    return routine
  }

  func optionalRoutine<Routine>(
    _ symbol: String, as type: Routine.Type = Routine.self
  ) -> Routine? {
    dlsym(handle, symbol).map { unsafeBitCast($0, to: type) }
  }

  /// The text of a constant of this name.
  func text(_ symbol: String) -> String? {
    dlsym(handle, symbol).map { String(cString: $0.assumingMemoryBound(to: CChar.self)) }
  }

  private static var lastError: String? { dlerror().map { String(cString: $0) } }
}
