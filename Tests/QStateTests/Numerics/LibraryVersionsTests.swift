import QState
import Testing

@Test("Each system library names itself")
func libraryVersions() throws {
  let versions = LibraryVersions.current
  #expect(try versions.openBLAS.get().hasPrefix("OpenBLAS"))
  #expect(try !versions.openBLASProcessor.get().isEmpty)
  #expect(try versions.lapack.get().hasPrefix("3."))
  #expect(try versions.fftw.get().hasPrefix("fftw-3."))
}
