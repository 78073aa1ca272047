import Addressing

/// Damage to the sets of a node in ipvs mode.
extension IPVSMutation {
    /// An element taken apart: `KUBE-CLUSTER-IP`, `10.96.10.1`, `tcp`, `80` and what stands behind.
    private struct Element {
        let set: String
        let text: String
        var address = ""
        var transport = ""
        var port = ""
        var rest = ""

        init(_ line: String) {
            let words = IPVSDump.words(line)
            set = words[1].replacing("KUBE-6-", with: "KUBE-")
            text = words[2]
            let parts = text.split(separator: ",").map(String.init)
            if parts.count == 1 {
                if UInt16(text) != nil { port = text } else { address = text }
                if set.hasSuffix("-TCP") { transport = "TCP" }
                if set.hasSuffix("-UDP") { transport = "UDP" }
                return
            }
            address = parts[0]
            transport = parts[1].prefix { $0 != ":" }.uppercased()
            port = String(parts[1].drop { $0 != ":" }.dropFirst())
            rest = parts.dropFirst(2).joined(separator: ",")
        }

        var socket: String { "\(bracketed(address)):\(port)/\(transport)" }
        var nodePort: String { "\(port)/\(transport)" }
    }

    /// What the loss of an element is.
    private static func missing(_ element: Element, _ dump: IPVSDump) -> String {
        let owners = dump.owners
        let service = owners.sockets[element.socket] ?? owners.nodePorts[element.nodePort] ?? "?"
        switch element.set {
        case "KUBE-CLUSTER-IP", "KUBE-EXTERNAL-IP", "KUBE-EXTERNAL-IP-LOCAL", "KUBE-LOAD-BALANCER":
            return "address-missing \(service) \(element.socket)"
        case "KUBE-LOAD-BALANCER-FW": return "source-range \(service)"
        case "KUBE-LOAD-BALANCER-SOURCE-CIDR":
            let bits = dump.family == .ipv4 ? 32 : 128
            return "source-range \(service) \(element.rest.contains("/") ? element.rest : "\(element.rest)/\(bits)")"
        case "KUBE-LOAD-BALANCER-SOURCE-IP": return "source-range \(service) \(element.rest)"
        case "KUBE-IPVS-IPS":
            return "address-missing \(owners.addresses[element.address]?.first ?? "?") \(element.address)"
        case "KUBE-HEALTH-CHECK-NODE-PORT": return "health-check \(owners.healthChecks[element.port] ?? "?")"
        case "KUBE-LOOP-BACK": return "masquerade \(owners.endpoints[element.socket] ?? "?") \(element.socket)"
        case let set where set.contains("-LOCAL"): return "policy \(service)"
        default: return "node-port \(service) \(element.nodePort)"
        }
    }

    // MARK: Elements

    static func ofElements(_ dump: IPVSDump) -> [IPVSMutation] { dump.elements.flatMap { element(dump, $0) } }

    private static func element(_ dump: IPVSDump, _ place: Int) -> [IPVSMutation] {
        let line = dump.sets[place]
        let element = Element(line)
        let missing = missing(element, dump)
        let change = { (name: String, drifts: [String], lines: [String]) in
            var damaged = dump
            damaged.sets.replaceSubrange(place...place, with: lines)
            return IPVSMutation(name, line, damaged, all: drifts)
        }
        let copy = missing.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        var found = [
            change("delete an element", [missing], []),
            change("duplicate an element", ["duplicate \(copy) \(subject(element, dump))"], [line, line]),
        ]
        if !element.port.isEmpty {
            let other = line.replacing(
                element.address.isEmpty ? " \(element.port)" : ":\(element.port)",
                with: element.address.isEmpty ? " 39999" : ":39999")
            found.append(change("element with another port", [changed(missing)], [other]))
        }
        if element.set == "KUBE-LOAD-BALANCER-SOURCE-CIDR" {
            let wider = dump.family == .ipv4 ? "203.0.0.0/16" : "2001:db8::/32"
            found.append(
                change("another source range", [missing], [line.replacing(",\(element.rest)", with: ",\(wider)")]))
            found.append(
                change(
                    "a source range too many", ["source-range \(copy) \(wider)"],
                    [line, line.replacing(",\(element.rest)", with: ",\(wider)")]))
        }
        return found
    }

    private static func subject(_ element: Element, _ dump: IPVSDump) -> String {
        switch element.set {
        case "KUBE-LOAD-BALANCER-SOURCE-CIDR":
            let bits = dump.family == .ipv4 ? 32 : 128
            return element.rest.contains("/") ? element.rest : "\(element.rest)/\(bits)"
        case "KUBE-LOAD-BALANCER-SOURCE-IP": return element.rest
        case "KUBE-IPVS-IPS": return element.address
        case "KUBE-HEALTH-CHECK-NODE-PORT": return element.port
        case let set where set.contains("NODE-PORT"): return element.nodePort
        default: return element.socket
        }
    }

    /// What an element on another port is, by what its loss is.
    private static func changed(_ missing: String) -> String {
        missing.replacing("address-missing", with: "address")
    }

    // MARK: Elements too many

    static func ofNewElements(_ dump: IPVSDump) -> [IPVSMutation] {
        dump.createdSets.flatMap { place -> [IPVSMutation] in
            let words = IPVSDump.words(dump.sets[place])
            let name = words[1].replacing("KUBE-6-", with: "KUBE-")
            return (1...6).map { number in
                let address = stranger(dump.family, number)
                let (element, drift) = newElement(name, words[2], address, 39000 + number)
                var damaged = dump
                damaged.sets.insert("add \(words[1]) \(element)", at: place + 1)
                return .init("an element too many", "\(words[1]) \(element)", damaged, drift)
            }
        }
    }

    private static func newElement(
        _ set: String, _ type: String, _ address: String, _ port: Int
    ) -> (text: String, drift: String) {
        let socket = "\(bracketed(address)):\(port)/TCP"
        switch type {
        case "bitmap:port":
            let transport = set.hasSuffix("TCP") ? "TCP" : "UDP"
            if set == "KUBE-HEALTH-CHECK-NODE-PORT" { return ("\(port)", "health-check") }
            return ("\(port)", set.contains("LOCAL") ? "policy" : "node-port \(port)/\(transport)")
        case "hash:ip": return (address, "address-stale \(address)")
        case "hash:ip,port": return ("\(address),tcp:\(port)", "service-unknown \(socket)")
        case "hash:ip,port,ip" where set == "KUBE-LOOP-BACK":
            return ("\(address),tcp:\(port),\(address)", "masquerade \(socket)")
        default: return ("\(address),tcp:\(port),\(address)", "service-unknown \(socket)")
        }
    }

    // MARK: Sets

    static func ofSets(_ dump: IPVSDump) -> [IPVSMutation] { dump.createdSets.flatMap { set(dump, $0) } }

    private static func set(_ dump: IPVSDump, _ place: Int) -> [IPVSMutation] {
        let line = dump.sets[place]
        let name = IPVSDump.words(line)[1]
        let elements = dump.elements(of: name)
        let definition = "set-definition set \(name)"
        let change = { (what: String, drifts: [String], text: String) in
            var damaged = dump
            damaged.sets[place] = text
            return IPVSMutation(what, line, damaged, all: drifts)
        }
        let isFirewall = name.hasSuffix("LOAD-BALANCER-FW") && !elements.isEmpty
        var damaged = dump
        damaged.sets = dump.sets.indices.filter { $0 != place && !elements.contains($0) }.map { dump.sets[$0] }
        var found: [IPVSMutation] = [
            .init("destroy a set", line, damaged, isFirewall ? "source-range" : "chain-missing set \(name)")
        ]
        if line.contains("bitmap") {
            found.append(
                change("range of a set", [definition], line.replacing("0-65535", with: "0-32767")))
            found.append(change("type of a set", [definition], line.replacing("bitmap:port range", with: "hash:mac x")))
        } else {
            found += [
                change("type of a set", [definition], line.replacing(" hash:ip", with: " hash:net")),
                change("size of a set", [definition], line.replacing("maxelem 65536", with: "maxelem 100")),
                change("buckets of a set", [], line.replacing("hashsize 1024", with: "hashsize 4096")),
                change("bucket size of a set", [], line.replacing("bucketsize 12", with: "bucketsize 14")),
                change(
                    "seed of a set", [],
                    line.replacing("initval 0x", with: "initval 0x00000000 x")
                        .split(separator: " x").first.map(String.init) ?? line),
            ]
        }
        if elements.count > 1 {
            damaged = dump
            damaged.sets = dump.sets.indices.filter { !elements.contains($0) }.map { dump.sets[$0] }
            let losses = elements.map { missing(Element(dump.sets[$0]), dump) }
            let services = Set(losses.map { $0.split(separator: " ")[1] })
            let drifts = services.count > 1 ? ["chain-flushed set \(name)"] : Array(Set(losses))
            found.append(.init("flush a set", line, damaged, all: drifts))
        }
        return found
    }
}
