import ProxyNames
import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

/// Damage to many things at once that has one cause; and changes that mean nothing.
@Suite struct IPVSDamageTests {
    private struct Node {
        let dump: IPVSDump
        let expected: FamilyRuleset
        let names: ServiceDirectory

        init(_ capture: String, _ family: IPFamily) throws {
            let manifests = try LiveNode.manifests(of: capture)
            var (expected, names) = IPVSSides.expected(manifests, family)
            expected.iptables = nil
            self.expected = expected
            self.names = names
            dump = try IPVSDump(capture, family, LiveNode.view(manifests, family, mode: .ipvs))
        }

        func drifts(_ change: (inout IPVSDump) -> Void) throws -> [String] {
            var damaged = dump
            change(&damaged)
            return RulesetDiff(expected: expected, live: try damaged.side(), directory: names).drifts()
                .map(IptablesDiffTests.words).sorted()
        }

        var services: [String] { Set(dump.virtualServers.map { dump.owner(dump.servers[$0]).service }).sorted() }
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func aServiceThatIsGone(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        for service in node.services {
            let (keys, original) = (node.dump.owners, node.dump)
            let drifts = try node.drifts { dump in
                dump.servers.removeAll {
                    ($0.contains(" [") == (family == .ipv6)) && original.owner($0).service == service
                }
                dump.sets.removeAll { line in
                    let element = line.split(separator: " ").last.map(String.init) ?? ""
                    return line.hasPrefix("add ")
                        && keys.sockets.contains { socket, key in
                            key == service && element.hasPrefix(Self.element(socket))
                        }
                }
                dump.addresses.removeAll { address in
                    let owners = Set(keys.addresses[address] ?? [])
                    return owners == [service]
                }
            }
            #expect(drifts == ["service-missing \(service)"])
        }
    }

    /// `10.96.10.1,tcp:80` for `10.96.10.1:80/TCP`.
    private static func element(_ socket: String) -> String {
        let parts = socket.split(separator: "/")
        let colon = parts[0].lastIndex(of: ":") ?? parts[0].endIndex
        let address = parts[0][..<colon].filter { $0 != "[" && $0 != "]" }
        return "\(address),\(parts[1].lowercased())\(parts[0][colon...])"
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func anEndpointInAllItsPlaces(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        let endpoints = Set(
            node.dump.realServers.map { place in
                let line = node.dump.servers[place]
                return [node.dump.owner(line).service, IPVSDump.endpoint(line)]
            })
        for pair in endpoints.sorted(by: { $0[1] < $1[1] }) {
            let (service, endpoint) = (pair[0], pair[1])
            let change = { (edit: @escaping (String) -> String?) in
                try node.drifts { dump in
                    dump.servers = dump.servers.compactMap { line in
                        line.contains("-r \(endpoint) ") && dump.owner(line).service == service ? edit(line) : line
                    }
                }
            }
            #expect(try change { _ in nil } == ["endpoint-missing \(service) \(endpoint)"])
            #expect(
                try change { $0.replacing("-w 1", with: "-w 9") } == ["probability \(service) \(endpoint)"])
        }
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func affinityOfAllAddresses(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        for service in node.services {
            let drifts = try node.drifts { dump in
                for place in dump.virtualServers where dump.owner(dump.servers[place]).service == service {
                    let line = dump.servers[place]
                    dump.servers[place] =
                        "\(line.firstRange(of: " -p ").map { String(line[..<$0.lowerBound]) } ?? line) -p 77"
                }
            }
            #expect(drifts == ["affinity \(service)"])
        }
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func theSchedulerOfTheWholeNode(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        let drifts = try node.drifts { dump in
            for place in dump.virtualServers {
                dump.servers[place] = dump.servers[place].replacing("-s rr", with: "-s lc")
            }
        }
        #expect(drifts == [node.services.count > 1 ? "scheduler" : "scheduler \(node.services[0])"])
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func everythingIsFlushed(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        let servers = try node.drifts { dump in dump.servers = [] }
        let services = node.services
        #expect(servers == (services.count > 1 ? ["table-flushed IPVS"] : ["service-missing \(services[0])"]))
        #expect(try node.drifts { dump in dump.sets = [] } == ["table-flushed ipset"])
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func whatIsNotKubeProxys(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        let word = family == .ipv4 ? "inet" : "inet6"
        let stranger = IPVSMutation.stranger(family)
        let prefix = family == .ipv4 ? "KUBE" : "KUBE-6"
        let foreign = "create cali40masq hash:ip family \(word) hashsize 1024 maxelem 65536"
        #expect(try node.drifts { $0.sets += [foreign, "add cali40masq \(stranger)"] } == [])
        #expect(try node.drifts { $0.servers += ["-A -f 7\(family == .ipv6 ? " -6" : "") -s rr"] } == [])
        #expect(try node.drifts { $0.addresses.append("fe80::1") } == [])
        let own = foreign.replacing("cali40masq", with: "\(prefix)-OLD")
        #expect(try node.drifts { $0.sets += [own] } == [])
        #expect(
            try node.drifts { $0.sets += [own, "add \(prefix)-OLD \(stranger)"] }
                == ["chain-stale set \(prefix)-OLD"])
        // A virtual server of somebody else is what kube-proxy deletes.
        let socket = "\(IPVSMutation.bracketed(stranger)):80"
        #expect(
            try node.drifts { $0.servers += ["-A -t \(socket) -s sh", "-a -t \(socket) -r \(socket) -g -w 5"] }
                == ["service-unknown \(socket)/TCP"])
        // The other family's own drift is another comparison's.
        #expect(
            try node.drifts { dump in
                dump.servers.removeAll { $0.contains(" [") != (family == .ipv6) }
                dump.sets.removeAll { $0.contains(" KUBE-6-") != (family == .ipv6) }
                dump.addresses.removeAll { $0.contains(":") != (family == .ipv6) }
            } == [])
    }

    @Test(arguments: IPVSMutationTests.dumps)
    func orderMeansNothing(_ capture: String, _ family: IPFamily) throws {
        let node = try Node(capture, family)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<50 {
            let drifts = try node.drifts { dump in
                let created = dump.sets.filter { $0.hasPrefix("create ") }.shuffled(using: &generator)
                dump.sets = created + dump.sets.filter { $0.hasPrefix("add ") }.shuffled(using: &generator)
                let servers = dump.servers.filter { $0.hasPrefix("-A ") }.shuffled(using: &generator)
                dump.servers = servers + dump.servers.filter { $0.hasPrefix("-a ") }.shuffled(using: &generator)
                dump.addresses.shuffle(using: &generator)
            }
            #expect(drifts == [])
        }
    }

    @Test func aServiceThatNobodyKnowsIsOne() throws {
        let node = try Node("ipvsadm-1.31-rich", .ipv4)
        let drifts = try node.drifts { dump in
            for socket in ["10.96.0.99:80", "203.0.113.9:80", "192.168.0.10:31999"] {
                dump.servers += ["-A -t \(socket) -s rr", "-a -t \(socket) -r 10.244.0.99:8080 -m -w 1"]
            }
            dump.sets += [
                "add KUBE-CLUSTER-IP 10.96.0.99,tcp:80", "add KUBE-LOAD-BALANCER 203.0.113.9,tcp:80",
                "add KUBE-NODE-PORT-TCP 31999", "add KUBE-LOOP-BACK 10.244.0.99,tcp:8080,10.244.0.99",
                "add KUBE-IPVS-IPS 10.96.0.99", "add KUBE-IPVS-IPS 203.0.113.9",
            ]
            dump.addresses += ["10.96.0.99", "203.0.113.9"]
        }
        #expect(drifts == ["service-unknown 10.96.0.99:80/TCP"])
    }
}
