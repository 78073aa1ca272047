import Addressing
import Diagnostics
import ServiceProxy

/// All that there is to say about one name of a chain, set, map, element, rule or virtual server.
public struct NamePage: Sendable {
    /// The name.
    public var name: String
    /// What it is: `chain of nat`.
    public var kind: String
    /// The mode that has it; nil if several do, or none of kube-proxy's.
    public var mode: ProxyMode?
    /// The family of the rules that are shown; nil if none are.
    public var family: IPFamily?
    /// What it is for, in sentences.
    public var purpose: String
    /// The Service that it belongs to.
    public var service: ServicePlace?
    /// What else is worth knowing.
    public var notes: [String] = []
    /// Rules and elements that lead to it.
    public var callers: [RuleLine] = []
    /// Its own rules or elements.
    public var lines: [RuleLine] = []
    /// The endpoints behind it.
    public var endpoints: [EndpointPlace] = []

    /// A page that has only what is the same everywhere.
    public init(_ name: String, kind: String, mode: ProxyMode? = nil, purpose: String) {
        (self.name, self.kind, self.mode, self.purpose) = (name, kind, mode, purpose)
    }

    /// A Service port and where it is written.
    public struct ServicePlace: Sendable {
        /// `NAMESPACE/NAME`
        public var name: String
        /// `port http (80/TCP)`
        public var port: String
        /// Its addresses: `cluster IP 10.96.0.20`, `node port 30080`.
        public var addresses: [String]
        /// Where the Service's name stands.
        public var location: SourceLocation?
        /// Where the port stands.
        public var portLocation: SourceLocation?
    }

    /// An endpoint and where it is written.
    public struct EndpointPlace: Sendable {
        /// `10.244.0.5:8080`
        public var socket: String
        /// `ready, on this node`
        public var state: String
        /// `EndpointSlice shop/web-7xkqz`; empty if it isn't known.
        public var object: String
        /// Where its address stands.
        public var location: SourceLocation?
    }
}

/// A rule, element or real server, and what it is in.
public struct RuleLine: Sendable, Hashable {
    /// The table: `nat`; empty where there are none.
    public var table: String
    /// The chain, set, map or virtual server.
    public var container: String
    /// As the tool prints it.
    public var text: String

    /// Whether it is an element of a set or map.
    var isElement = false

    /// Whether the line calls the chain, or looks packets up in the set or map, with this name.
    func mentions(_ name: String, asSet: Bool) -> Bool {
        guard text.contains(name) else { return false }
        var last = Substring()
        for word in text.split(whereSeparator: { " ,{}".contains($0) }) {
            defer { last = word }
            if asSet && (word.first == "@" && word.dropFirst() == name || word == name && last == "--match-set") {
                return true
            }
            if !asSet && word == name && ["-j", "-g", "goto", "jump"].contains(last) { return true }
        }
        return false
    }
}
