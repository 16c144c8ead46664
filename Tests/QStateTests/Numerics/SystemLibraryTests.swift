import Testing

@testable import QState

@Suite struct SystemLibraryTests {
  @Test("A library that is not installed is an error that names it, its cause and its package")
  func missing() {
    let error = #expect(throws: QuantumError.self) {
      _ = try SystemLibrary(
        "Nothing", linux: "libqsim-nothing.so.0", homebrew: "lib/libqsim-nothing.dylib",
        package: "libnothing-dev")
    }
    let text = error.map(String.init(describing:)) ?? ""
    #expect(text.hasPrefix("the library Nothing cannot be loaded"))
    #expect(text.contains("libqsim-nothing") && text.hasSuffix("install libnothing-dev"))
  }

  @Test("A library without a routine that is needed is an error that names both")
  func routine() throws {
    let library = try SystemLibrary(
      "FFTW", linux: "libfftw3.so.3", homebrew: "lib/libfftw3.dylib", package: "libfftw3-dev")
    typealias Routine = @convention(c) () -> Void
    #expect(library.optionalRoutine("fftw_cleanup", as: Routine.self) != nil)
    #expect(library.optionalRoutine("fftw_nothing", as: Routine.self) == nil)
    let error = #expect(throws: QuantumError.self) {
      _ = try library.routine("fftw_nothing", as: Routine.self)
    }
    let text = error.map(String.init(describing:)) ?? ""
    #expect(text.contains("FFTW") && text.contains("fftw_nothing"))
  }
}
