import MusterDaemon

/// A zone, by the name under which the import of points asks for it.
typealias EventZone = Zone
