import Addressing
import Bytes
import Netfilter
import ProxyNames

/// What the options of a rule say, in few words.
struct IptablesEdgeWords {
    private var source = ""
    private var destination: IPAddress?
    private var network = ""
    private var transport: TransportProtocol?
    private var port: UInt16?
    private var others: [String] = []
    private(set) var probability: Double?
    private(set) var isRecent = false
    private(set) var set: String?
    private(set) var isSetNegated = false

    init(_ options: ArraySlice<IptablesRuleset.Option>, _ rules: IptablesRuleset) {
        for option in options { read(option, rules.texts) }
    }

    private mutating func read(_ option: IptablesRuleset.Option, _ texts: TextArena) {
        switch option {
        case .source(let match): source = "\(match.negated ? "not from" : "from") \(Self.words(match.prefix))"
        case .destination(let match):
            if match.prefix.isHost, !match.negated {
                destination = match.prefix.address
            } else {
                network = "\(match.negated ? "not to" : "to") \(Self.words(match.prefix))"
            }
        case .protocol(let match): transport = TransportProtocol(rawValue: match.number)
        case .destinationPort(let match): port = match.lower == match.upper ? match.lower : nil
        case .inInterface(let match): others.append("\(match.negated ? "not " : "")in \(texts.string(match.name))")
        case .outInterface(let match): others.append("\(match.negated ? "not " : "")out \(texts.string(match.name))")
        case .conntrackState(let states, let negated):
            let words = IptablesRuleset.ConntrackStates.words.filter { states.contains($0.state) }
            others.append((negated ? "not " : "") + words.map { "\($0.word)".lowercased() }.joined(separator: ","))
        case .mark(_, _, let negated): others.append(negated ? "not marked" : "marked")
        case .addressType(let match):
            others.append("\(match.negated ? "not " : "")\(match.side == .source ? "from" : "to") the node")
        case .randomProbability(let fraction): probability = Double(fraction.kernelUnits) / 0x1p31
        case .recent(let match): if match.action != .set { isRecent = true }
        case .set(let match):
            set = texts.string(match.name)
            isSetNegated = match.negated
            if match.negated { others.append("not in \(texts.string(match.name))") }
        case .virtualService(let match):
            (destination, transport, port) = (match.address, match.transport, match.port)
        case .comment, .accounting, .protocolModule, .sourcePort, .other: break
        }
    }

    private static func words(_ prefix: IPPrefix) -> String {
        prefix.isHost ? prefix.address.description : prefix.description
    }

    /// The same without the address and port that packets are sent to.
    var condition: String { ([network, source].filter { !$0.isEmpty } + others).joined(separator: ", ") }

    /// `10.96.0.20:80/tcp, not from 10.244.0.0/16`
    var text: String {
        var words: [String] = []
        let ending = transport.map { "/\($0.name)" } ?? ""
        if let destination {
            words.append(port.map { "\(SocketAddress(destination, port: $0))\(ending)" } ?? "to \(destination)")
        } else if let port {
            words.append("port \(port)\(ending)")
        }
        words += [network, source].filter { !$0.isEmpty } + others
        if isRecent { words.append("seen before") }
        return words.joined(separator: ", ")
    }

    /// The key of the service port that packets are for.
    func service(_ directory: ServiceDirectory) -> String? {
        guard let port else { return nil }
        let transports = transport.map { [$0] } ?? TransportProtocol.allCases
        for transport in transports {
            let key =
                destination.map { directory.service(at: SocketAddress($0, port: port), transport) }
                ?? directory.service(atNodePort: port, transport)
            if let key { return key }
        }
        return nil
    }
}
