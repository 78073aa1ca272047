import Addressing
import Manifests
import ServiceProxy

/// Compares which of kube-proxy's modes a node shows with the one that it should run in: what other modes have left
/// behind, iptables rules in both stores of the kernel, and families without any rules.
public struct Leftovers: Sendable {
    private let mode: ProxyMode
    private let families: Set<IPFamily>
    private let traces: [IPFamily: ProxyTraces]

    /// A node that should run in `mode` and has Services of `families`, and what was found on it.
    public init(mode: ProxyMode, families: Set<IPFamily>, traces: [IPFamily: ProxyTraces]) {
        self.mode = mode
        self.families = families
        self.traces = traces
    }

    /// The drifts, family by family.
    public func drifts() -> [Drift] {
        IPFamily.allCases.flatMap { family -> [Drift] in
            guard let found = traces[family], found.wasRead else { return unread(family).map { [$0] } ?? [] }
            return drifts(family, found.found)
        }
    }

    // MARK: Families

    /// Whether what was read is all of the other family, which has no Services.
    private func unread(_ family: IPFamily) -> Drift? {
        guard families.contains(family), !families.contains(family.other),
            traces[family.other]?.wasRead == true
        else { return nil }
        return Drift(
            kind: .familyMissing, severity: .broken, family: family, subject: family.manifestName,
            message: "what was read is of \(family.other.manifestName), and the Services are \(family.manifestName)",
            effect: "nothing can be said about \(family.manifestName)")
    }

    private func drifts(_ family: IPFamily, _ found: Set<ProxyTrace>) -> [Drift] {
        let others = ProxyMode.allCases.filter { other in
            other != mode && found.contains { $0.mode == other }
        }
        let isRunning = found.contains { $0.mode == mode }
        if !isRunning, families.contains(family) {
            return others.isEmpty ? [missing(family)] : [otherwise(family, others)]
        }
        return bothStores(family, found) + others.map { leftover(family, $0, found) }
    }

    private func missing(_ family: IPFamily) -> Drift {
        Drift(
            kind: .familyMissing, severity: .broken, family: family, subject: family.manifestName,
            message: "there are no rules of kube-proxy for \(family.manifestName)",
            effect: "connections to \(family.manifestName) addresses of Services aren't sent to any endpoint")
    }

    /// The node runs in another mode than it should.
    private func otherwise(_ family: IPFamily, _ others: [ProxyMode]) -> Drift {
        let names = others.map(\.rawValue).joined(separator: " and ")
        return Drift(
            kind: .otherMode, severity: .broken, family: family, subject: names,
            message: "there are rules of \(names) mode and none of \(mode.rawValue) mode",
            effect: "kube-proxy runs in another mode, or not at all")
    }

    // MARK: Stores of iptables

    private func bothStores(_ family: IPFamily, _ found: Set<ProxyTrace>) -> [Drift] {
        let stores = Set(found.filter { $0.mode == mode }.compactMap(\.store))
        guard stores.count > 1 else { return [] }
        return [
            Drift(
                kind: .otherBackend, severity: DriftKind.otherBackend.severity, family: family,
                subject: IptablesStore.allCases.map(\.rawValue).joined(separator: " and "),
                message: "iptables-legacy and iptables-nft both hold rules of kube-proxy",
                effect:
                    "kube-proxy keeps only one of them up to date, and packets meet both: the first that rewrites a "
                    + "connection's destination decides, and either can refuse it")
        ]
    }

    // MARK: Other modes

    private func leftover(_ family: IPFamily, _ other: ProxyMode, _ found: Set<ProxyTrace>) -> Drift {
        let effect = LeftoverEffect(of: other, found.filter { $0.mode == other }, beside: mode)
        return Drift(
            kind: .otherMode, severity: effect.severity, family: family, subject: other.rawValue,
            message: "\(effect.what) of \(other.rawValue) mode \(effect.isPlural ? "are" : "is") left over",
            effect: effect.words)
    }
}
