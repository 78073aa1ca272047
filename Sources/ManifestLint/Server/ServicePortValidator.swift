import Diagnostics
import Manifests

/// What the API server rejects in the ports of a Service.
enum ServicePortValidator {
    /// The protocols that a port can have.
    static let protocols = ["SCTP", "TCP", "UDP"]

    /// Every check.
    static let checks: [ServerCheck<ServiceSubject>] = [
        ServerCheck(.svc011) { service, rule, report in
            guard service.ports.isEmpty, !service.isHeadless, !service.isExternalName else { return }
            report.reject(rule, service.spec["ports"], .required(), path: "spec.ports")
        },
        ServerCheck { service, report in checkNames(service, &report) },
        ServerCheck(.port004) { service, rule, report in
            for port in service.ports {
                let number = port["port"].integer ?? 0
                report.reject(rule, port["port"], number, NameCheck.portNumber(number))
            }
        },
        ServerCheck(.port005) { service, rule, report in
            for port in service.ports { report.checkWord(rule, port["protocol"], protocols) }
        },
        ServerCheck { service, report in
            for port in service.ports { checkTarget(port, &report) }
        },
        ServerCheck(.port009) { service, rule, report in
            for port in service.ports {
                let field = port["appProtocol"]
                if let name = field.string { report.reject(rule, field, name, NameCheck.qualifiedName(name)) }
            }
        },
        ServerCheck(.port010) { service, rule, report in
            guard service.type == "ClusterIP" else { return }
            let stored = Set(service.previous?.spec["ports"].items.compactMap { $0["nodePort"].integer } ?? [])
            let hasChanged = service.previous.map { $0.type != service.type } ?? false
            for port in service.ports {
                let field = port["nodePort"]
                guard let number = field.integer, number != 0, !(hasChanged && stored.contains(number)) else {
                    continue
                }
                report.reject(
                    hasChanged ? .upd007 : rule, field, .forbidden("may not be used when `type` is 'ClusterIP'"))
            }
        },
        ServerCheck { service, report in
            if service.type == "NodePort" || service.isLoadBalancer { NodePortAllocation.check(service, &report) }
        },
        ServerCheck(.port006) { service, rule, report in
            var seen: Set<PortKey> = []
            for port in service.ports where !seen.insert(PortKey(port)).inserted {
                let key = PortKey(port)
                report.reject(
                    rule, port,
                    .duplicate(
                        "{\"Name\":\"\",\"Protocol\":\(key.transport.asJSON),\"AppProtocol\":null,\"Port\":\(key.number),"
                            + "\"TargetPort\":0,\"NodePort\":0}"))
            }
        },
    ]

    /// A port number with its protocol, as the server tells ports apart.
    struct PortKey: Hashable {
        var number: Int64
        var transport: String

        init(_ port: FieldCursor, number field: StaticString = "port") {
            number = port[field].integer ?? 0
            transport = port["protocol"].nonEmpty ?? "TCP"
        }
    }

    private static func checkNames(_ service: ServiceSubject, _ report: inout FindingReport) {
        var seen: Set<String> = []
        for port in service.ports {
            let field = port["name"]
            guard let name = field.nonEmpty else {
                if service.ports.count > 1 { report.reject(.port001, field, .required()) }
                continue
            }
            report.reject(.port003, field, name, NameCheck.label(name))
            if !seen.insert(name).inserted { report.reject(.port002, field, .duplicate(name.asJSON)) }
        }
    }

    private static func checkTarget(_ port: FieldCursor, _ report: inout FindingReport) {
        let field = port["targetPort"]
        if let name = field.nonEmpty {
            let problems = NameCheck.portName(name)
            // The number that stands in the quotes is what is meant.
            let isNumber = Int64(name).map { (1...65535).contains($0) } ?? false
            for problem in problems {
                report.reject(
                    .port008, field, .invalid(name.asJSON, problem),
                    advice: isNumber ? "write \(name) without quotes" : nil,
                    fixes: isNumber ? FixIt.unquoting(field) : [])
            }
            return
        }
        let written = field.integer ?? 0
        let number = written == 0 ? port["port"].integer ?? 0 : written
        // The default is the port itself, and wrong if that is: the server reports both, but not for 0.
        if written == 0 && number == 0 { return }
        report.reject(.port007, field, number, NameCheck.portNumber(number))
    }
}

extension FindingReport {
    /// Reports a number that breaks rules for numbers.
    mutating func reject(_ rule: ServerRule, _ field: FieldCursor, _ number: Int64, _ problems: [String]) {
        for problem in problems { reject(rule, field, .invalid("\(number)", problem)) }
    }
}
