import Diagnostics
import Manifests

/// An EndpointSlice has a port number below 0 or above 65535.
///
/// The API server stores it: it checks no port numbers of slices. kube-proxy writes it into a rule, and the kernel's
/// tools refuse the whole transaction, in which the rules of all Services are. On every node no change of any Service
/// of that family takes effect any more until the slice is gone.
///
/// Bad:
/// ```yaml
/// ports: [{name: http, port: 99999}]
/// ```
/// Good:
/// ```yaml
/// ports: [{name: http, port: 9999}]
/// ```
/// Source: pkg/apis/discovery/validation; pkg/proxy/nftables and pkg/proxy/iptables; observed with 99999 and -1.
enum EndpointPortOutOfRange: LintRule {
    static let description = RuleDescription(
        "EP-016", .error, "EndpointSlice port number out of 1–65535 breaks the whole proxy", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices {
            for port in slice.ports {
                // What doesn't fit into 32 bits doesn't decode.
                guard let number = port.port, number != 0, !port.isUsable, Int32(exactly: number) != nil else {
                    continue
                }
                let service = context.service(slice.namespace, slice.serviceName)
                report.add(
                    description, at: port.field["port"],
                    "port \(number) is stored by the API server, but kube-proxy makes a rule of it that no tool takes:"
                        + " on every node all changes of Services fail until the slice is gone",
                    advice: "use 1-65535",
                    related: service.map { [report.place($0.spec["ports"], "its Service")] } ?? [])
            }
        }
    }
}
