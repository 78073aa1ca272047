import Addressing
import Diagnostics
import Manifests

/// Finds Services that claim one port of one address.
enum SharedAddress {
    private struct Port: Hashable {
        var number: Int64
        var transport: String
    }

    /// Reports every claim to a port that an earlier Service has.
    static func check(
        _ claims: [IPAddress: [ServiceClaims.Claim]], _ rule: RuleDescription, _ what: String,
        _ report: inout FindingReport
    ) {
        for (address, claims) in claims.sorted(by: { $0.key < $1.key }) where claims.count > 1 {
            var owners: [Port: ServiceClaims.Claim] = [:]
            for claim in claims where claim.service.isKubeProxys {
                for port in claim.service.ports {
                    let key = Port(number: port.port, transport: port.transport)
                    guard let owner = owners[key] else {
                        owners[key] = claim
                        continue
                    }
                    guard owner.service.field.object !== claim.service.field.object else { continue }
                    let place = report.place(owner.field, "has the address and port")
                    report.add(
                        rule, at: claim.field,
                        "port \(port.port)/\(port.transport.inMessage) of \(what) \(address) also belongs to"
                            + " \(owner.service.reference): which of the two gets the traffic is chance",
                        advice: "use another address or port", related: [place])
                }
            }
        }
    }
}
