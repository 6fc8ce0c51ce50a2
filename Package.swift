// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .defaultIsolation(MainActor.self),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What is shipped: without regular expressions, whose import alone would add 1.3 MB to each program.
let shipped: [SwiftSetting] =
  house + [.unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: shipped)
}

/// What the property tests run millions of times: compiled for speed even while one works on it.
let hot: [SwiftSetting] = [
  .unsafeFlags(["-O"], .when(configuration: .debug))
]

/// A room whose code the tests fold, read and hash without end.
func hotRoom(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: shipped + hot)
}

/// A hot room whose own code is thin, over libraries that do the work: small where it is shipped.
func thinRoom(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: shipped + hot + [.unsafeFlags(["-Osize"], .when(configuration: .release))])
}

/// A room that no op in a hot path goes through: small rather than fast, for the weight of the node.
func quietRoom(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: shipped + [.unsafeFlags(["-Osize"], .when(configuration: .release))])
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: shipped)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: house)
}

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster-hub", targets: ["muster-hub"]),
    .executable(name: "muster-node", targets: ["muster-node"]),
    .executable(name: "muster-demo", targets: ["muster-demo"]),
    .executable(name: "muster-bench", targets: ["muster-bench"]),
    .executable(name: "muster-sim", targets: ["muster-sim"]),
    .executable(name: "muster-manual", targets: ["muster-manual"]),
  ],
  targets: [
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    system("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    system("CEvent", pkgConfig: "libevent_openssl", apt: "libevent-dev"),
    system("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
    system("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
    .systemLibrary(name: "CMalloc"),

    hotRoom("MusterCore"),
    thinRoom("MusterTrust", ["MusterCore", "COpenSSL", "CDeflate"]),
    hotRoom("MusterSync", ["MusterCore", "MusterTrust"]),
    quietRoom("MusterStore", ["MusterCore", "MusterTrust", "MusterSync", "CSQLite"]),
    quietRoom("MusterNet", ["MusterCore", "MusterTrust", "MusterSync", "CEvent", "COpenSSL"]),
    quietRoom("MusterCommand", ["MusterSync"]),
    quietRoom(
      "MusterDaemon",
      [
        "MusterCore", "MusterTrust", "MusterSync", "MusterStore", "MusterNet", "MusterCommand",
        "CMalloc",
      ]),
    quietRoom(
      "MusterHub",
      [
        "MusterCore", "MusterTrust", "MusterSync", "MusterStore", "MusterNet", "MusterCommand",
        "MusterDaemon", "CQRencode",
      ]),
    quietRoom(
      "MusterNode",
      [
        "MusterCore", "MusterTrust", "MusterSync", "MusterStore", "MusterNet", "MusterCommand",
        "MusterDaemon",
      ]),
    room("MusterDemo", ["MusterSync", "MusterCommand"]),

    program("muster-hub", ["MusterHub", "MusterDaemon", "MusterCommand"]),
    program("muster-node", ["MusterNode", "MusterDaemon", "MusterCommand"]),
    program("muster-demo", ["MusterDemo"]),
    program("muster-manual", ["MusterHub", "MusterNode", "MusterDaemon", "MusterCommand"]),
    program(
      "muster-bench",
      [
        "MusterCore", "MusterTrust", "MusterSync", "MusterStore", "MusterNet", "MusterCommand",
        "CSQLite",
      ]),

    // Machines, networks, disks and people that are not there, around the engines as they are.
    .target(name: "CSimDisk", dependencies: ["CSQLite"]),
    .target(
      name: "MusterSim",
      dependencies: [
        "MusterCore", "MusterTrust", "MusterSync", "MusterStore", "MusterNet", "MusterCommand",
        "MusterDaemon", "MusterHub", "MusterNode", "MusterModel", "CSimDisk",
      ],
      swiftSettings: house),
    .executableTarget(
      name: "muster-sim", dependencies: ["MusterSim", "MusterCommand"], swiftSettings: house),

    // The fold a second time, slow and obvious; only tests use it.
    .target(
      name: "MusterModel", dependencies: ["MusterCore"], path: "Tests/MusterModel",
      swiftSettings: house + hot),

    tests("MusterCoreTests", ["MusterCore", "MusterModel"]),
    tests("MusterTrustTests", ["MusterCore", "MusterTrust", "MusterSync"]),
    tests("MusterSyncTests", ["MusterCore", "MusterModel", "MusterTrust", "MusterSync"]),
    // A disk that fails and forgets; only tests use it.
    .target(name: "CFaultyDisk", dependencies: ["CSQLite"], path: "Tests/CFaultyDisk"),
    tests(
      "MusterStoreTests",
      ["MusterCore", "MusterTrust", "MusterSync", "MusterStore", "CFaultyDisk"]),
    tests(
      "MusterNetTests",
      ["MusterCore", "MusterTrust", "MusterSync", "MusterNet", "MusterCommand", "COpenSSL"]),
    tests("MusterCommandTests", ["MusterCommand"]),
    tests("MusterSimTests", ["MusterSim", "MusterCommand", "MusterDaemon"]),
    tests(
      "MusterDaemonTests",
      ["MusterDaemon", "MusterCommand", "MusterNet", "MusterStore", "MusterSync", "MusterCore"]),
    tests("MusterDemoTests", ["MusterDemo", "MusterSync"]),
    // A connection and a loop on which things happen when a test says so.
    .target(
      name: "MusterHeld", dependencies: ["MusterCore", "MusterNet"], path: "Tests/MusterHeld",
      swiftSettings: house),
    tests(
      "MusterHubTests",
      [
        "MusterHeld", "MusterHub", "MusterDaemon", "MusterCommand", "MusterNet", "MusterStore",
        "MusterSync", "MusterTrust", "MusterCore",
      ]),
    tests(
      "MusterNodeTests",
      [
        "MusterHeld", "MusterNode", "MusterDaemon", "MusterCommand", "MusterNet", "MusterStore",
        "MusterSync", "MusterTrust", "MusterCore",
      ]),
    // A hub and a node, and nothing but files between them.
    tests(
      "MusterBundleTests",
      [
        "MusterHub", "MusterNode", "MusterDaemon", "MusterCommand", "MusterStore", "MusterSync",
        "MusterTrust", "MusterCore",
      ]),
  ]
)

// What Tests/Fuzz/run.sh links with libFuzzer; nobody else builds it.
if Context.environment["MUSTER_FUZZ"] == "1" {
  package.products.append(.library(name: "MusterFuzz", type: .static, targets: ["MusterFuzz"]))
  package.targets.append(
    .target(
      name: "MusterFuzz",
      dependencies: [
        "MusterCore", "MusterModel", "MusterTrust", "MusterSync", "MusterStore", "MusterNet",
        "MusterCommand", "MusterDaemon", "MusterHub", "MusterNode",
      ],
      path: "Tests/Fuzz/Sources", swiftSettings: house))
}
