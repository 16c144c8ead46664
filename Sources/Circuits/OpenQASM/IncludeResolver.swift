/// Where `include` statements find their files.
///
/// `qelib1.inc` and `stdgates.inc` are built in and never looked for. A program read from a file may
/// include files beside it or below its folder; nothing else is ever opened.
public struct IncludeResolver: Sendable {
  /// The folder that holds the including file, without links; nil where nothing can be included.
  private let folder: String?
  /// The including file, without links.
  let identity: String?

  /// Only the built-in files.
  public static let builtInOnly = IncludeResolver(folder: nil, identity: nil)

  /// Files beside or below the file at `path`; only the built-in ones where there is no such file.
  public static func beside(_ path: String) -> IncludeResolver {
    guard let identity = FileReading.canonicalPath(path),
      let slash = identity.lastIndex(of: "/")
    else { return builtInOnly }
    return IncludeResolver(folder: String(identity[...slash]), identity: identity)
  }

  /// What an included file is.
  struct File {
    let bytes: [UInt8]
    /// For the files that it includes in its turn.
    let includes: IncludeResolver
  }

  /// The file that `include "path";` names.
  func file(at path: String, limit: Int) throws(IncludeFailure) -> File {
    guard let folder else { throw .refused("this program was not read from a file") }
    guard !path.isEmpty else { throw .refused("the name is empty") }
    guard !path.hasPrefix("/") else { throw .refused("the path is absolute") }
    guard !path.split(separator: "/").contains("..") else {
      throw .refused("the path leads upwards")
    }
    guard path.utf8.count <= 1_024 else { throw .refused("the name is too long") }
    guard let identity = FileReading.canonicalPath(folder + path) else {
      throw .unreadable(.missing)
    }
    // A link could lead anywhere.
    guard identity.hasPrefix(folder) else { throw .refused("it lies outside the program's folder") }
    do throws(FileError) {
      let bytes = try FileReading.contents(of: identity, limit: limit)
      return File(bytes: bytes, includes: .beside(identity))
    } catch {
      throw .unreadable(error.reason)
    }
  }
}

enum IncludeFailure: Error {
  case refused(String)
  case unreadable(FileError.Reason)
}
