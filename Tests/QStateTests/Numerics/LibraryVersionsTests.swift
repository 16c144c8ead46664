import QState
import Testing

@Test("Each system library names itself")
func libraryVersions() {
  let versions = LibraryVersions.current
  #expect(versions.openBLAS.hasPrefix("OpenBLAS"))
  #expect(!versions.openBLASProcessor.isEmpty)
  #expect(versions.lapack.hasPrefix("3."))
  #expect(versions.fftw.hasPrefix("fftw-3."))
}
