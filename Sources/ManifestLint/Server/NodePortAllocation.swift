import Manifests

/// What the API server's allocator rejects in the node ports of a new Service. It counts numbers, not protocols: only
/// ports of one number share a node port.
enum NodePortAllocation {
    static func check(_ service: ServiceSubject, _ report: inout FindingReport) {
        if service.previous != nil { return checkUpdate(service, &report) }
        var requested: [Int64: Int64] = [:]
        for port in service.ports {
            let number = port["nodePort"].integer ?? 0
            let portNumber = port["port"].integer ?? 0
            if number != 0 && requested[portNumber] == nil { requested[portNumber] = number }
        }
        var (allocated, byPort): (Set<Int64>, [Int64: Int64]) = ([], [:])
        var pairs: Set<ServicePortValidator.PortKey> = []
        for port in service.ports {
            let field = port["nodePort"]
            let (number, portNumber) = (field.integer ?? 0, port["port"].integer ?? 0)
            let isFirst = byPort[portNumber] == nil
            let wanted = isFirst ? requested[portNumber] ?? 0 : number == byPort[portNumber] ? 0 : number
            if isFirst { byPort[portNumber] = wanted }
            if wanted != 0 { allocate(wanted, field, service, &allocated, &report) }
            guard number != 0, !pairs.insert(.init(port, number: "nodePort")).inserted, wanted == 0 else { continue }
            report.reject(.port012, field, .duplicate("\(number)"))
        }
        checkHealthCheckPort(service, allocated, &report)
    }

    /// An update takes ports one by one, by number and protocol, and keeps those that the Service has.
    private static func checkUpdate(_ service: ServiceSubject, _ report: inout FindingReport) {
        var pairs: Set<ServicePortValidator.PortKey> = []
        var allocated: Set<Int64> = []
        for port in service.ports {
            let field = port["nodePort"]
            guard let number = field.integer, number != 0 else { continue }
            let key = ServicePortValidator.PortKey(port, number: "nodePort")
            if !pairs.insert(key).inserted {
                report.reject(.port012, field, .answer("duplicate nodePort: {\(key.transport) \(number)}"))
            } else if let problem = outOfRange(number, service) {
                report.reject(.port011, field, .invalid("\(number)", problem))
            }
            allocated.insert(number)
        }
        checkHealthCheckPort(service, allocated, &report)
    }

    private static func allocate(
        _ number: Int64, _ field: FieldCursor, _ service: ServiceSubject, _ allocated: inout Set<Int64>,
        _ report: inout FindingReport
    ) {
        if let problem = outOfRange(number, service) {
            report.reject(.port011, field, .invalid("\(number)", problem))
        } else if !allocated.insert(number).inserted {
            report.reject(.port012, field, .invalid("\(number)", "provided port is already allocated"))
        }
    }

    /// The port that load balancers ask for endpoints comes from the same range. The server fails with an internal
    /// error.
    private static func checkHealthCheckPort(
        _ service: ServiceSubject, _ allocated: Set<Int64>, _ report: inout FindingReport
    ) {
        let field = service.spec["healthCheckNodePort"]
        guard service.needsHealthCheck, let number = field.integer, number != 0 else { return }
        let problem = outOfRange(number, service)
        guard let problem = problem ?? (allocated.contains(number) ? "provided port is already allocated" : nil) else {
            return
        }
        report.reject(
            .tp005, field,
            .answer("Internal error occurred: failed to allocate requested HealthCheck NodePort \(number): \(problem)"))
    }

    private static func outOfRange(_ number: Int64, _ service: ServiceSubject) -> String? {
        let range = service.cluster.nodePortRange
        guard !range.contains(number) else { return nil }
        return "provided port is not in the valid range. The range of valid ports is "
            + "\(range.lowerBound)-\(range.upperBound)"
    }
}
