import Addressing
import Diagnostics
import Manifests
import PacketTrace
import ServiceProxy
import Testing

@Suite("names of destinations") struct DestinationNamesTests {
    private let cluster: ShopCluster

    init() throws { cluster = try ShopCluster() }

    private static let web = ["10.96.0.20:80/tcp", "[fd00:10:96::20]:80/tcp"]

    private static let names: [(text: String, labels: [String])] = [
        // Every form that cluster DNS answers.
        ("web:80", web), ("web.shop:80", web), ("web.shop.svc:80", web), ("web.shop.svc.cluster.local:80", web),
        ("web.shop.svc.cluster.local.:80", web), ("WEB.Shop:80", web), ("web.shop:http", web),
        ("http://web.shop", web), ("http://user@web.shop/path?query", web), ("http://web.shop:80", web),
        ("_http._tcp.web.shop", web), ("_http._tcp.web.shop.svc.cluster.local", web),
        ("legacy:80", web),
        ("web:metrics", ["10.96.0.20:9090/tcp", "[fd00:10:96::20]:9090/tcp"]),
        // A port may be left out if there is one; the protocol is that of the port.
        ("numbers-api", ["10.96.0.21:80/tcp"]), ("numbers-api.shop", ["10.96.0.21:80/tcp"]),
        ("ntp", ["10.96.0.24:123/udp"]), ("ntp:123", ["10.96.0.24:123/udp"]),
        ("kube-dns.kube-system:53", ["10.96.0.10:53/tcp"]), ("kube-dns.kube-system/udp", ["10.96.0.10:53/udp"]),
        ("https://web.shop", ["10.96.0.20:443/tcp", "[fd00:10:96::20]:443/tcp"]),
        ("https://web.shop:8443/path", ["10.96.0.20:8443/tcp", "[fd00:10:96::20]:8443/tcp"]),
        // Pods by name.
        ("10-244-0-5.shop.pod:8080", ["10.244.0.5:8080/tcp"]),
        ("10-244-0-5.shop.pod.cluster.local:8080", ["10.244.0.5:8080/tcp"]),
        ("db:pg", ["10.244.0.30:15432/tcp", "10.244.1.30:15432/tcp"]),
        ("db", ["10.244.0.30:15432/tcp", "10.244.1.30:15432/tcp"]),
        ("db:5432", ["10.244.0.30:5432/tcp", "10.244.1.30:5432/tcp"]),
        ("db-0.db.shop.svc.cluster.local:15432", ["10.244.0.30:15432/tcp"]),
        ("db-0.db:15432", ["10.244.0.30:15432/tcp"]),
        ("10-244-1-30.db.shop.svc:pg", ["10.244.1.30:15432/tcp"]),
        ("queue-0.queue.shop.svc:5672", []),
        // Addresses.
        ("10.96.0.20:80/tcp", ["10.96.0.20:80/tcp"]), ("[fd00:10:96::20]:80/tcp", ["[fd00:10:96::20]:80/tcp"]),
        ("10.96.0.24", ["10.96.0.24:123/udp"]), ("10.244.0.5:8080", ["10.244.0.5:8080/tcp"]),
        ("8.8.8.8:53/udp", ["8.8.8.8:53/udp"]), ("http://198.51.100.7:81", ["198.51.100.7:81/tcp"]),
        // Nodes.
        ("node:30080", ["192.168.0.10:30080/tcp"]), ("node:22", ["192.168.0.10:22/tcp", "[fd00:192:168::a]:22/tcp"]),
        ("node/node-b:30080", ["192.168.0.11:30080/tcp"]), ("192.168.0.11:30080", ["192.168.0.11:30080/tcp"]),
        // Pings.
        ("icmp:numbers-api", ["icmp:10.96.0.21"]), ("icmp:10.244.0.5", ["icmp:10.244.0.5"]),
        ("icmp:fd00:10:96::20", ["icmp:fd00:10:96::20"]), ("icmp:node", ["icmp:192.168.0.10", "icmp:fd00:192:168::a"]),
    ]

    @Test(arguments: names.indices)
    func destinationsByName(_ place: Int) throws {
        let (text, labels) = Self.names[place]
        if labels.isEmpty {
            _ = try cluster.error(text)
        } else {
            #expect(try cluster.labels(text) == labels)
        }
    }

    private static let roles: [(text: String, role: Destination.Role)] = [
        ("web:80", .clusterIP), ("10.96.0.21:80", .clusterIP), ("198.51.100.7:81", .externalIP),
        ("203.0.113.50:443", .loadBalancer), ("node:30080", .nodePort), ("node:22", .node),
        ("192.168.0.11:30082", .nodePort), ("10.244.1.5:80", .pod), ("10.244.1.200:80", .pod), ("db", .pod),
        ("9.9.9.9:53", .outside),
    ]

    @Test(arguments: roles.indices)
    func rolesOfAddresses(_ place: Int) throws {
        for destination in try cluster.destinations(Self.roles[place].text) {
            #expect(destination.role == Self.roles[place].role)
        }
    }

    @Test func stepsSayHowANameWasFound() throws {
        let step = try #require(try cluster.destinations("web.shop:80").first?.steps.first)
        #expect(
            step.text
                == "web.shop.svc.cluster.local is Service shop/web, cluster IP 10.96.0.20 and fd00:10:96::20")
        #expect(step.place?.file == "shop.yaml")
        #expect(step.place?.line == 15)
    }

    @Test func shortNamesAreThoseOfTheSourcesNamespace() throws {
        #expect(try cluster.labels("web:80") == Self.web)
        let error = try cluster.error("web:80", from: "external")
        #expect(error.message == "cluster DNS has no name \"web\": it answers NXDOMAIN")
        #expect(error.advice == "did you mean web.shop")
        #expect(error.steps.contains { $0.text.contains("tried web.default.svc.cluster.local, web.svc.cluster.local") })
    }

    @Test func anotherDomainIsADifferentName() throws {
        let other = try ShopCluster(domain: "corp.test.")
        #expect(try other.labels("web.shop.svc.corp.test:80") == Self.web)
        #expect(throws: NamingError.self) { try other.labels("web.shop.svc.cluster.local:80") }
    }

    @Test func hostAliasesComeBeforeDNS() throws {
        // web-1 has numbers-api in its /etc/hosts, web-2 doesn't (seed: hostAliases win).
        let destination = try #require(try cluster.destinations("http://numbers-api", from: "shop/web-1").first)
        #expect(destination.label == "10.1.2.3:80/tcp")
        #expect(destination.role == .outside)
        #expect(destination.steps.first?.text.contains("hostAliases of pod shop/web-1") == true)
        #expect(destination.steps.contains { $0.text == "Service shop/numbers-api of the same name isn't asked for" })
        #expect(try cluster.labels("numbers-api.shop", from: "shop/web-1") == ["10.96.0.21:80/tcp"])
        #expect(try cluster.labels("foo.local:80", from: "shop/web-1") == ["10.1.2.3:80/tcp"])
        #expect(throws: NamingError.self) { try cluster.labels("foo.local:80", from: "shop/web-2") }
    }

    @Test func headlessServicesDontTranslatePorts() throws {
        let destination = try #require(try cluster.destinations("db:5432").first)
        #expect(destination.steps.last?.change == "use port 15432")
        #expect(try cluster.destinations("db:pg").first?.steps.last?.change == nil)
    }

    @Test func aliasesAreFollowedIfTheyStayInTheCluster() throws {
        let steps = try #require(try cluster.destinations("legacy:80").first?.steps)
        #expect(steps.first?.text.contains("alias of web.shop.svc.cluster.local (CNAME)") == true)
        #expect(try cluster.error("world:80").message.contains("www.example.com is a name of the world outside"))
        #expect(try cluster.error("circle:80").message.contains("leads in a circle"))
    }

    @Test func ingressHostsLeadToTheirController() throws {
        let error = try cluster.error("http://www.shop.example/numbers/1")
        #expect(error.message.contains("connections go to the Ingress controller"))
        #expect(error.advice?.hasSuffix("from its pod to numbers-api.shop:80") == true)
        #expect(
            error.steps.last?.text.hasSuffix(
                "sends requests for \"/numbers/1\" on to Service shop/numbers-api,"
                    + " port 80") == true)
        // A path is matched part by part.
        #expect(try cluster.error("http://www.shop.example/numbersome").advice?.hasSuffix("web.shop:http") == true)
        let known = try #require(try cluster.destinations("https://a.shop.test/api").first)
        #expect(known.label == "203.0.113.50:443/tcp")
        #expect(known.role == .loadBalancer)
        #expect(try cluster.error("https://a.shop.test/other").message.contains("answers 404"))
        #expect(throws: NamingError.self) { try cluster.labels("https://a.b.shop.test/api") }
    }

    private static let wrong: [(text: String, part: String)] = [
        ("wbe:80", "did you mean web"),
        ("wbe.shop:80", "did you mean web.shop"),
        ("web.shpo:80", "did you mean web.shop"),
        ("edge:80", "did you mean edge.infra"),
        ("nothing.at.all.example:80", "passes the question on to the world outside"),
        ("web", "which port is meant"), ("kube-dns.kube-system", "which port is meant"),
        ("web:htp", "has no port named htp"),
        ("cold:80", "is headless and has no endpoint"),
        ("db-9.db.shop.svc:80", "has no endpoint with the hostname db-9"),
        ("_http._udp.web.shop", "has no port http/udp"),
        ("10-244-0-5.nowhere.pod:80", "has no namespace nowhere"),
        ("localhost:80", "is pod shop/web-2 itself"),
        ("web:0", "neither a port number"), ("web:70000", "neither a port number"), ("web:80/icmp", "is no protocol"),
        ("a b:80", "nor a name that DNS allows"), ("web..shop:80", "nor a name"), (":80", "nor a name"),
        (
            "",
            "nor a"
                + " name"
        ),
        ("[10.0.0.1]:80", "no IPv6 address in brackets"), ("[fd00::1:80", "bracket isn't closed"),
        ("icmp:web:80", "neither port nor protocol"), ("node/node-z:80", "has no Node"), ("node", "which port"),
        ("node:http", "names no port of a node"), ("8.8.8.8", "which port"), ("0.0.0.0:80", "is no address"),
    ]

    @Test(arguments: wrong.indices)
    func wrongDestinationsAreExplained(_ place: Int) throws {
        let error = try cluster.error(Self.wrong[place].text)
        #expect("\(error)".contains(Self.wrong[place].part), "\(error)")
    }

    @Test func wordsOfAnotherNodesResolver() throws {
        let destination = try #require(try cluster.destinations("web.shop:80", from: "node").first)
        #expect(destination.steps.first?.text.contains("doesn't ask cluster DNS") == true)
        let fromHost = try #require(try cluster.destinations("web.shop:80", from: "kube-system/agent").first)
        #expect(fromHost.steps.first?.change?.contains("ClusterFirstWithHostNet") == true)
    }

    /// Random bytes never crash, and what is read has a valid port.
    @Test func randomTextsAreReadOrRefused() throws {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abdeb01.:/[]-_@%*~ webshopsvcnodeicmp")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &generator)).compactMap { _ in letters.randomElement() })
            let found = try? cluster.destinations(text)
            #expect(found.map { $0.allSatisfy { $0.isPing || $0.port > 0 } } ?? true, "\(text)")
        }
    }
}
