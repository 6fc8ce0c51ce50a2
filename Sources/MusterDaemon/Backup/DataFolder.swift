/// The files of a data folder, as a backup sees them.
public struct DataFolder {
  /// The folder.
  public var path: String
  /// Name of the database in it.
  public var database: String
  /// Names of the files without which the data are of no use: keys, and what says whose they are.
  public var keys: [String]
  /// Names of files of lines that are only added to, and stay in force whatever is restored.
  public var lasting: [String]

  /// Names the files.
  public init(path: String, database: String, keys: [String], lasting: [String]) {
    self.path = path
    self.database = database
    self.keys = keys
    self.lasting = lasting
  }

  func file(_ name: String) -> String { path + "/" + name }
}
