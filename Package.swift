// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target of this package. In CI and in `scripts/test` a warning is an error.
let swiftSettings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A library target under `Sources/`; an arrow between targets goes only downward in the list below.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// The tests of one module under `Tests/`.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "proxyplan",
    products: [
        .executable(name: "proxyplan", targets: ["proxyplan"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "proxyplan",
            dependencies: [
                "Reporting", "LiveRuleset", "PacketTrace", "RulesetDiff", "NameLookup", "RuleGraph",
                "RuleCompiler", "ManifestLint", "Netfilter",
                "ServiceProxy",
                "Manifests",
                "Diagnostics",
                "Addressing",
                "Bytes", argumentParser, systemPackage,
            ],
            swiftSettings: swiftSettings),
        module(
            "Reporting",
            [
                "PacketTrace", "RulesetDiff", "NameLookup", "RuleGraph", "RuleCompiler", "Netfilter", "ManifestLint",
                "ServiceProxy",
                "Diagnostics", "Addressing", "Bytes",
            ]),
        module(
            "PacketTrace",
            ["RuleCompiler", "Netfilter", "ServiceProxy", "Manifests", "Diagnostics", "Addressing", "Bytes", bigInt]),
        module(
            "RulesetDiff",
            ["Manifests", "RuleCompiler", "Netfilter", "ProxyNames", "ServiceProxy", "Addressing", "Bytes"]),
        module(
            "NameLookup",
            [
                "RuleCompiler", "Netfilter", "ProxyNames", "ServiceProxy", "Manifests", "Diagnostics", "Addressing",
                "Bytes",
            ]),
        module("RuleGraph", ["Netfilter", "ProxyNames", "ServiceProxy", "Addressing", "Bytes"]),
        module(
            "RuleCompiler", ["Netfilter", "ServiceProxy", "Manifests", "Diagnostics", "Addressing", "Bytes", bigInt]),
        module(
            "LiveRuleset",
            ["Netfilter", "ServiceProxy", "Diagnostics", "Addressing", "Bytes", subprocess, systemPackage]),
        module("ManifestLint", ["Manifests", "Diagnostics", "Addressing"]),
        module("Netfilter", ["Manifests", "Diagnostics", "Addressing", "Bytes"]),
        module("ProxyNames", ["ServiceProxy", "Addressing", "Bytes"]),
        module("ServiceProxy", ["Manifests", "Diagnostics", "Addressing", "Bytes", crypto]),
        module("Manifests", ["Diagnostics", "Addressing", "Bytes", yams, systemPackage]),
        module("Diagnostics", [systemPackage]),
        module("Addressing", ["Bytes"]),
        module("Bytes"),
        .target(
            name: "TestSupport",
            dependencies: [
                "ManifestLint", "ServiceProxy", "Manifests", "Diagnostics", "Addressing", subprocess, systemPackage,
            ],
            path: "Tests/TestSupport", swiftSettings: swiftSettings),
        tests(
            "ReportingTests",
            [
                "Reporting", "RulesetDiff", "RuleGraph", "RuleCompiler", "ManifestLint", "Netfilter", "ServiceProxy",
                "Manifests",
                "Diagnostics", "Addressing", "Bytes", "TestSupport",
            ]),
        tests("AddressingTests", ["Addressing", "Bytes"]),
        tests("ManifestsTests", ["Manifests", "Diagnostics", "Addressing", "Bytes", "TestSupport"]),
        tests("ManifestLintTests", ["ManifestLint", "Manifests", "Diagnostics", "Addressing", "TestSupport"]),
        tests("NetfilterTests", ["Netfilter", "Addressing", "Bytes", "TestSupport"]),
        tests(
            "LiveRulesetTests",
            ["LiveRuleset", "Netfilter", "ServiceProxy", "Diagnostics", "Addressing", "Bytes", "TestSupport"]),
        tests("ServiceProxyTests", ["ServiceProxy", "Manifests", "Diagnostics", "Addressing", "Bytes", "TestSupport"]),
        tests(
            "RuleCompilerTests",
            [
                "RuleCompiler", "Netfilter", "ServiceProxy", "Manifests", "Diagnostics", "Addressing", "Bytes",
                "TestSupport", bigInt,
            ]),
        tests(
            "RulesetDiffTests",
            [
                "RulesetDiff", "RuleCompiler", "Netfilter", "ProxyNames", "ServiceProxy", "Manifests", "Diagnostics",
                "Addressing", "Bytes", "TestSupport",
            ]),
        tests(
            "PacketTraceTests",
            [
                "PacketTrace", "RuleCompiler", "Netfilter", "ServiceProxy", "Manifests", "Diagnostics", "Addressing",
                "Bytes", "TestSupport",
            ]),
        tests("CommandTests", ["ManifestLint", "Diagnostics", "TestSupport", "proxyplan"]),
        tests(
            "KernelTests",
            [
                "RuleCompiler", "Netfilter", "ServiceProxy", "Manifests", "Diagnostics", "Addressing", "Bytes",
                "TestSupport",
            ],
            exclude: ["flows.py", "roundtrip.sh", "ipvs-roundtrip.sh", "uml-init.sh"]),
    ],
    swiftLanguageModes: [.v6]
)
