import Circuits

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One file cannot hold two things.
enum DifferentFiles {
  /// - Parameter files: what each is, and its path; a device such as `/dev/null` takes any.
  /// - Throws: for two that are the same file.
  static func check(_ files: [(what: String, path: String?)]) throws(Failure) {
    var known: [String: String] = [:]
    for (what, path) in files {
      guard let path else { continue }
      let place = FileReading.canonicalPath(path) ?? path
      var status = stat()
      if stat(place, &status) == 0, status.st_mode & S_IFMT != S_IFREG { continue }
      guard let earlier = known.updateValue(what, forKey: place) else { continue }
      throw Failure(
        .usage, "\(earlier) and \(what) are the same file, \(path.printable): name another")
    }
  }
}
